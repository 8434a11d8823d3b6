/** Whether a person may be written to, and how to say that they may not. */
import type { LeadStatus, Step } from '../../../leads/index.ts';
import { sayDay, sayInstant } from '../format.ts';
import { type Html, html } from '../html.ts';

/** What was said of writing to a person. */
export interface Contact {
  readonly status: LeadStatus;
  /** Latest first. */
  readonly steps: readonly Step[];
}

/** The mark of people who are not to be written to. */
export const LEFT_ALONE_BADGE = html`<span class="private" title="They asked not to be contacted">do not contact</span>`;

export function contactSection({ status, steps }: Contact, path: string, token: Html): Html {
  const asked = steps.filter(({ kind, active }) => kind === 'do_not_contact' && active);
  return html`
    <section aria-labelledby="contact">
      <h2 id="contact">Contact</h2>
      ${
        status.status === 'do_not_contact'
          ? html`<p><strong>Do not write to them.</strong> They asked not to be contacted, since ${sayDay(status.since)}. That holds under every handle and in every lead, until it is undone.</p>`
          : html`<form class="decide" method="post" action="${path}/steps">${token}<label><span>Reason</span> <input name="text" maxlength="4000" autocomplete="off"></label> <button type="submit" name="kind" value="do_not_contact">They asked to be left alone</button></form>`
      }
      ${asked.length === 0 ? '' : html`<ol class="decisions">${asked.map((step) => item(step, path, token))}</ol>`}
    </section>
  `;
}

function item({ id, author, at, text }: Step, path: string, token: Html): Html {
  return html`
    <li>
      <div>
        <p>Asked to be left alone <bdi>${text}</bdi></p>
        <p class="quiet">Step ${id} by <bdi>${author}</bdi>, ${sayInstant(at)}</p>
      </div>
      <form method="post" action="/lead-steps/${id}/undo">${token}<input type="hidden" name="back" value="${path}"><button class="plain" type="submit">Undo <span class="hidden">step ${id}</span></button></form>
    </li>
  `;
}
