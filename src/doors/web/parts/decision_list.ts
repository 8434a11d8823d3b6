/** Decisions, newest first, each with a button that undoes it. */
import type { Handle, HistoryEntry } from '../../../intake/index.ts';
import { sayInstant } from '../format.ts';
import { type Html, html } from '../html.ts';
import { sayHandle } from './handles.ts';
import { reasonList, sayPercent } from './reasons.ts';

const KINDS: Readonly<Record<HistoryEntry['kind'], string>> = {
  merge: 'One person:',
  split: 'A person of their own:',
  move: 'Moved, the first to the second:',
  lock: 'Locked with',
  unlock: 'Unlocked:',
  never: 'Never one person:',
  reject: 'Not on this evidence:',
  rename: 'Named',
  undo: 'Undone: decision',
};

/** @param back the path to come back to */
export function decisionList(
  history: readonly HistoryEntry[],
  named: Readonly<Record<string, Handle>>,
  token: Html,
  back: string,
): Html {
  return html`<ol class="decisions">${history.map((entry) => item(entry, named, token, back))}</ol>`;
}

function item(entry: HistoryEntry, named: Readonly<Record<string, Handle>>, token: Html, back: string): Html {
  const { id, author, at, active, probability, reasons } = entry;
  const sure = probability === null ? '' : html` · ${sayPercent(probability)}`;
  return html`
    <li>
      <div>
        <p>${active ? '' : html`<span class="undone">undone</span> `}${what(entry, named)}</p>
        <p class="quiet">Decision ${id} by the ${author}, ${sayInstant(at)}${sure}</p>
        ${reasonList(reasons)}
      </div>
      ${
        active
          ? html`<form method="post" action="/decisions/${id}/undo">${token}<input type="hidden" name="back" value="${back}"><button class="plain" type="submit">Undo <span class="hidden">decision ${id}</span></button></form>`
          : ''
      }
    </li>
  `;
}

function what(
  { kind, name, undoes, identityIds }: HistoryEntry,
  named: Readonly<Record<string, Handle>>,
): Html {
  if (kind === 'undo') return html`${KINDS.undo} ${undoes ?? ''}`;
  const handles = identityIds.map((id, index) => {
    const handle = named[id];
    return html`${index === 0 ? '' : ', '}${handle === undefined ? '(gone)' : sayHandle(handle)}`;
  });
  return html`${KINDS[kind]} ${name === null ? '' : html`<bdi>${name}</bdi>: `}${handles}`;
}
