/** Handles and people as people read them. */
import type { Handle } from '../../../intake/index.ts';
import { type Html, html } from '../html.ts';

type Named = Pick<Handle, 'kind' | 'platform' | 'value' | 'label'>;

/** A handle as its source has it: an address, `login on platform`, or a name as it was seen. */
export function sayHandle({ kind, platform, value, label }: Named): Html {
  if (kind === 'login') return html`<bdi>${value}</bdi> <span class="quiet">on ${platform}</span>`;
  return html`<bdi>${kind === 'email' ? value : label || value}</bdi>`;
}

/** Where a person is shown; takes the id of an identity too. */
export function personPath(id: string): string {
  return `/people/${id}`;
}
