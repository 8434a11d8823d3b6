/** What is done with a lead: the step that suggests itself, forms for steps, what was done so far, how it went. */
import {
  DISQUALIFY_REASONS,
  type HistoryRow,
  type LeadStatus,
  type NextStep,
  type Step,
} from '../../../leads/index.ts';
import { capitalized, isoDay, sayDay, sayInstant, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';

export interface LifeView {
  readonly id: string;
  readonly status: LeadStatus;
  readonly steps: readonly Step[];
  readonly history: readonly HistoryRow[];
  readonly token: Html;
  /** Milliseconds; the earliest day a snooze may end is the next one. */
  readonly today: number;
}

const DAY_MS = 86_400_000;

/** The suggested step, as the first thing below the headline. */
export function nextStep({ text, because }: NextStep): Html {
  return html`<p class="next-step"><strong>Next:</strong> ${text} <span class="quiet">${because}</span></p>`;
}

/** Whose it is and where it stands; nothing for a lead that nobody touched. */
export function statusLine({ status, owner, reason, until, since, returned }: LeadStatus): Html | '' {
  const parts: Html[] = [];
  if (status !== 'open')
    parts.push(html`<strong>${capitalized(sayWord(status))}</strong> since ${sayDay(since)}`);
  if (returned) parts.push(html`<strong>Back</strong> since ${sayDay(since)}`);
  if (status === 'snoozed' && until !== null) parts.push(html`until ${sayDay(until)}`);
  if (reason !== null && (status !== 'open' || returned)) parts.push(html`${sayReason(reason)}`);
  if (owner !== null) parts.push(html`assigned to <bdi>${owner}</bdi>`);
  return parts.length === 0
    ? ''
    : html`<p class="status-line">${parts.map((part, index) => html`${index === 0 ? '' : ' · '}${part}`)}</p>`;
}

function sayReason(reason: string): string {
  return Object.hasOwn(DISQUALIFY_REASONS, reason)
    ? DISQUALIFY_REASONS[reason as keyof typeof DISQUALIFY_REASONS]
    : reason;
}

export function lifeSection(view: LifeView): Html {
  const { id, steps, token, status, today } = view;
  const form = (content: Html): Html =>
    html`<form class="decide" method="post" action="/leads/${id}/steps">${token}${content}</form>`;
  const tomorrow = isoDay(today + DAY_MS);
  const open = status.status !== 'do_not_contact';
  return html`
    <section aria-labelledby="life">
      <h2 id="life">What we do</h2>
      ${form(html`<label><span>Note</span> <input name="text" required maxlength="4000" autocomplete="off"></label> <button type="submit" name="kind" value="note">Write down</button>`)}
      ${
        open
          ? html`
              ${form(html`<label><span>Who works on it</span> <input name="owner" maxlength="100" value="${status.owner ?? ''}" autocomplete="off"></label> <button type="submit" name="kind" value="assign">Assign</button>`)}
              ${form(html`<label><span>Rest until</span> <input type="date" name="until" required min="${tomorrow}"></label> <button type="submit" name="kind" value="snooze">Snooze</button>`)}
              ${form(html`<label><span>No lead, because</span> <select name="reason">${Object.entries(DISQUALIFY_REASONS).map(([value, title]) => html`<option value="${value}">${capitalized(title)}</option>`)}</select></label> <label><span>More</span> <input name="text" maxlength="4000" autocomplete="off"></label> <button type="submit" name="kind" value="disqualify">Disqualify</button>`)}
              ${form(html`<label><span>A year is worth</span> <input name="amount" inputmode="decimal" maxlength="20" placeholder="12000.00" autocomplete="off"></label> <label><span>Currency</span> <input name="currency" maxlength="3" size="4" placeholder="EUR" autocomplete="off"></label> <button type="submit" name="kind" value="won">Won</button> <button class="plain" type="submit" name="kind" value="lost">Lost</button>`)}
              ${form(html`${status.status === 'open' ? '' : html`<button class="plain" type="submit" name="kind" value="reopen">Make it a lead again</button> `}<button class="plain" type="submit" name="kind" value="do_not_contact">They asked to be left alone</button>`)}
            `
          : html`<p class="quiet">They asked not to be contacted. That stands above everything else until it is undone.</p>`
      }
      ${steps.length === 0 ? html`<p class="quiet">Nothing was done yet.</p>` : html`<ol class="decisions">${steps.map((step) => stepItem(step, token))}</ol>`}
    </section>
  `;
}

const SAID: Readonly<Record<Step['kind'], string>> = {
  assign: 'Assigned to',
  note: 'Note:',
  snooze: 'Rests until',
  disqualify: 'No lead:',
  won: 'Won',
  lost: 'Lost',
  do_not_contact: 'Asked to be left alone',
  reopen: 'A lead again',
  return: 'Back:',
  undo: 'Undone: step',
};

function stepItem(step: Step, token: Html): Html {
  const { id, kind, author, at, text, reason, until, amount, currency, undoes, active } = step;
  const what = kind === 'assign' && text === '' ? 'nobody' : text;
  return html`
    <li>
      <div>
        <p>${active ? '' : html`<span class="undone">undone</span> `}${SAID[kind]} ${undoes ?? ''}${until === null ? '' : sayDay(until)}${reason === null ? '' : `${sayReason(reason)}. `}${amount === null ? '' : ` ${amount} ${currency ?? ''} `}<bdi>${what}</bdi></p>
        <p class="quiet">Step ${id} by <bdi>${author}</bdi>, ${sayInstant(at)}</p>
      </div>
      ${active ? html`<form method="post" action="/lead-steps/${id}/undo">${token}<button class="plain" type="submit">Undo <span class="hidden">step ${id}</span></button></form>` : ''}
    </li>
  `;
}
