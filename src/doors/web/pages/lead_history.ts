/** How a lead's stage and score went: a picture and the stages, from the evidence; and what was recorded meanwhile. */
import type { CoursePoint, HistoryRow } from '../../../leads/index.ts';
import { isoDay, sayCount, sayDay, sayPoints, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { coursePicture } from '../parts/course.ts';
import { EMERGING_BADGE } from '../parts/emerging.ts';
import { stageLabel } from '../parts/stage.ts';

/** A time in one stage. */
export interface StageSpan {
  readonly stage: CoursePoint['stage'];
  /** When it was first found in this stage, and in the next one; null for the present stage. Milliseconds. */
  readonly since: number;
  readonly until: number | null;
  /** As it was told last in this stage. */
  readonly reason: string;
  /** The score at first and at last. */
  readonly first: number;
  readonly last: number;
}

/** The stages one after the other. A stage that came and went between two looks is not seen. @param course oldest first */
export function stageSpans(course: readonly CoursePoint[]): readonly StageSpan[] {
  const spans: StageSpan[] = [];
  for (const [index, { at, stage, since: held, reason, score }] of course.entries()) {
    const [now, before] = [spans.at(-1), course[index - 1]?.at];
    if (now?.stage === stage) {
      spans[spans.length - 1] = { ...now, reason, last: score };
      continue;
    }
    // It began between two looks: on which day, the stage itself says.
    const since = Math.min(at, Math.max(held, before ?? held));
    if (now !== undefined) spans[spans.length - 1] = { ...now, until: since };
    spans.push({ stage, since, until: null, reason, first: score, last: score });
  }
  return spans;
}

/** Stages and days that are shown at once. */
const SHOWN_SPANS = 4;
const SHOWN_DAYS = 60;

export function historySection(course: readonly CoursePoint[], history: readonly HistoryRow[]): Html {
  const spans = [...stageSpans(course)].reverse();
  const rest = spans.slice(SHOWN_SPANS);
  const told = spans.map(({ stage, since }) => `${sayWord(stage)} since ${isoDay(since)}`);
  const list = (some: readonly StageSpan[]): Html => html`<ol class="spans">${some.map(spanItem)}</ol>`;
  return html`
    <section aria-labelledby="stages">
      <h2 id="stages">How it went</h2>
      ${spans.length === 0 ? html`<p class="quiet">There is nothing to tell yet.</p>` : html`<p class="quiet">Score and stage as the evidence known today tells them.</p>`}
      ${course.length < 2 ? '' : coursePicture(course, `${told.join('; ')}. The score is ${sayPoints(course.at(-1)?.score ?? 0)}.`)}
      ${spans.length === 0 ? '' : list(spans.slice(0, SHOWN_SPANS))}
      ${rest.length === 0 ? '' : html`<details class="data"><summary>${sayCount(rest.length)} earlier</summary>${list(rest)}</details>`}
      ${history.length === 0 ? html`<p class="quiet">Nothing is recorded yet.</p>` : html`<details class="data"><summary>As recorded day by day</summary>${recorded(history)}</details>`}
    </section>
  `;
}

function spanItem({ stage, since, until, reason, first, last }: StageSpan): Html {
  const [from, to] = [sayPoints(first), sayPoints(last)];
  return html`
    <li>
      <p class="span-head">${stageLabel(stage)} <span class="when">${until === null ? 'since ' : ''}${sayDay(since)}${until === null ? '' : html` – ${sayDay(until)}`}</span> <span class="quiet">score ${from === to ? from : `${from} → ${to}`}</span></p>
      <p class="quiet">${reason}</p>
    </li>
  `;
}

function recorded(history: readonly HistoryRow[]): Html {
  const rows = [...history].reverse().slice(0, SHOWN_DAYS);
  return html`
    <table class="stacks">
      <thead><tr><th scope="col">Day</th><th scope="col">Stage</th><th scope="col" class="number">Score</th><th scope="col">Why</th></tr></thead>
      <tbody>
        ${rows.map(({ day, stage, score, reason, emerging, reconstructed }) => html`<tr><th scope="row">${sayDay(Date.parse(day))}</th><td data-label="Stage">${stageLabel(stage)}${emerging ? html` ${EMERGING_BADGE}` : ''}</td><td class="number" data-label="Score">${sayPoints(score)}</td><td data-label="Why">${reason}${reconstructed ? html` <span class="quiet">(made afterwards)</span>` : ''}</td></tr>`)}
      </tbody>
    </table>
    ${history.length > SHOWN_DAYS ? html`<p class="quiet">The latest ${SHOWN_DAYS} of ${sayCount(history.length)} days on which something changed.</p>` : ''}
  `;
}
