/** Suggestions as a form: one by one by button or key, several by checkbox. */
import type { Suggestion } from '../../../intake/index.ts';
import { type Html, html } from '../html.ts';
import { personPath, sayHandle } from './handles.ts';
import { reasonList, sayPercent } from './reasons.ts';

export const ANSWERS = [
  { answer: 'accept', title: 'Accept', help: 'one person' },
  { answer: 'reject', title: 'Reject', help: 'not on this evidence' },
  { answer: 'never', title: 'Never', help: 'not one person, whatever comes' },
] as const;

/** What Enter in a checkbox means: the first button of the form, which does nothing. */
export const NO_ANSWER = html`<button type="submit" name="one" value="none" hidden>Nothing</button>`;

/** @param back the path to come back to */
export function suggestionList(rows: readonly Suggestion[], token: Html, back: string): Html {
  return html`
    <form class="suggestions" method="post" action="/suggestions">
      ${token}<input type="hidden" name="back" value="${back}">
      ${NO_ANSWER}
      <ol>
        ${rows.map(item)}
      </ol>
      <p class="batch">
        <span class="quiet">All that are ticked:</span>
        ${ANSWERS.map(
          ({ answer, title, help }) =>
            html`<button type="submit" name="all" value="${answer}" data-all="${answer}" title="${help}">${title}</button>`,
        )}
      </p>
    </form>
  `;
}

function item({ id, a, b, probability, reasons }: Suggestion): Html {
  return html`
    <li data-suggestion>
      <label class="tick"><input type="checkbox" name="id" value="${id}" data-row> <span class="hidden">Tick this suggestion</span></label>
      <div class="pair">
        <p class="sides">${side(a)} <span class="quiet">and</span> ${side(b)} <strong class="sure">${sayPercent(probability)}</strong></p>
        ${reasonList(reasons)}
      </div>
      <p class="answers">
        ${ANSWERS.map(
          ({ answer, title, help }) =>
            html`<button type="submit" name="one" value="${answer} ${id}" data-answer="${answer}" title="${help}">${title}</button>`,
        )}
      </p>
    </li>
  `;
}

function side(each: Suggestion['a']): Html {
  const name =
    each.personName === null || each.personName === ''
      ? ''
      : html`<span class="sub"><bdi>${each.personName}</bdi></span>`;
  return html`<a href="${personPath(each.identityId)}">${sayHandle(each)}${name}</a>`;
}
