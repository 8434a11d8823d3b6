/** One lead: what it is, why now, and everything behind the number. */
import {
  answersOf,
  type Explanation,
  type Likelihood,
  type ListedLead,
  type Weights,
} from '../../../leads/index.ts';
import { capitalized, isoDay, sayCount, sayCountOf, sayDay, sayPoints, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { timelineChart } from '../parts/chart.ts';
import { EMERGING_BADGE } from '../parts/emerging.ts';
import { layout, MADE_UP_BADGE } from '../parts/layout.ts';
import { type Periods, periodsOf } from '../parts/periods.ts';
import { stageLabel } from '../parts/stage.ts';
import { evidenceSection } from './lead_evidence.ts';
import { historySection } from './lead_history.ts';
import { type LifeView, lifeSection, nextStep, statusLine } from './lead_life.ts';
import { peopleSection } from './lead_people.ts';
import { scoreSection } from './lead_score.ts';

export interface LeadView {
  /** As it is listed today, whatever day is shown. */
  readonly lead: ListedLead;
  readonly life: LifeView;
  /** What was learned says of it; null while the default weights are in use, of customers, and of days long past. */
  readonly likelihood: Likelihood | null;
  /** Whether something learned is in use at all. */
  readonly learned: boolean;
  readonly explanation: Explanation;
  /** How things stood at the end of the day of this instant; and now. Milliseconds. */
  readonly asOf: number;
  readonly today: number;
  /** As of when the list of leads was computed: what is shown unless another day is asked for. */
  readonly listed: number;
  readonly topics: Weights['topics'];
}

export async function leadPage(view: LeadView): Promise<Html> {
  const { explanation, asOf } = view;
  const { lead } = explanation;
  const name = lead.name === '' ? '(no name)' : lead.name;
  return layout({
    title: name,
    section: 'leads',
    madeUp: lead.madeUp,
    content: html`
      ${head(view, name)} ${facts(explanation)}
      <div class="beside">${historySection(explanation.course, view.life.history)} ${peopleSection(explanation)}</div>
      ${await timelineSection(explanation, asOf)} ${scoreSection(view)} ${lifeSection(view.life)} ${evidenceSection(view)}
    `,
  });
}

function head(view: LeadView, name: string): Html {
  const { explanation, lead: now, likelihood, life, asOf, today, listed } = view;
  const { lead, sentences } = explanation;
  const [headline = lead.headline, ...more] = sentences;
  const kind = sayWord(lead.kind);
  const { emerging, whyNow, sure } = answersOf({
    ...{ listed: now, explanation, likelihood, asOf },
    listedAsOf: listed,
  });
  return html`
    <header class="page-head lead-head">
      <p class="crumb"><a href="/leads">Leads</a></p>
      <h1><bdi>${name}</bdi> ${lead.madeUp ? MADE_UP_BADGE : ''}</h1>
      <p class="sub">
        ${lead.domain === null ? '' : html`<bdi>${lead.domain}</bdi> · `}<span title="${explanation.kindReason}">${kind}</span>
      </p>
      <p class="headline">${headline}</p>
      ${more.map((sentence) => html`<p class="sentence">${sentence}</p>`)}
      ${explanation.tried === null ? '' : html`<p class="sentence">${explanation.tried.text}</p>`}
      ${emerging === null ? '' : html`<p class="emerging-line">${EMERGING_BADGE} ${emerging.since === null ? '' : html`since ${sayDay(emerging.since)}. `}Why now: ${whyNow}</p>`}
      <p class="sentence quiet">${sure.text}</p>
      ${nextStep(explanation.next)} ${statusLine(life.status)} ${asOfForm(lead.id, asOf, today, listed)}
    </header>
  `;
}

function asOfForm(id: string, asOf: number, today: number, listed: number): Html {
  const other = isoDay(asOf) !== isoDay(listed);
  const back = isoDay(listed) === isoDay(today) ? 'Today' : 'As listed';
  return html`
    <form class="as-of" method="get" action="/leads/${id}">
      <label>As of <input type="date" name="as_of" value="${isoDay(asOf)}" max="${isoDay(today)}"></label>
      <button type="submit">Show</button>
      ${other ? html`<a href="/leads/${id}">${back}</a>` : ''}
    </form>
  `;
}

function facts({ lead, stage, segment, kindReason }: Explanation): Html {
  return html`
    <dl class="facts">
      <div class="score-fact">
        <dt>Score</dt>
        <dd><a class="big" href="#score">${sayPoints(lead.score)}</a></dd>
        <dd class="reason">${sayCountOf(lead.people, 'person', 'people')} at ${sayCountOf(lead.accessPoints, 'access point', 'access points')}</dd>
      </div>
      <div>
        <dt>Stage</dt>
        <dd>${stageLabel(lead.stage)}</dd>
        <dd class="reason">${stage.reason} <span class="quiet">(since ${sayDay(stage.at)})</span></dd>
      </div>
      <div>
        <dt>Segment</dt>
        <dd>${capitalized(sayWord(lead.segment))}</dd>
        <dd class="reason">${capitalized(segment.reasons.join('; '))}</dd>
      </div>
      <div>
        <dt>Seen</dt>
        <dd>${sayDay(lead.since)} – ${sayDay(lead.lastAt)}</dd>
        <dd class="reason">${kindReason}</dd>
      </div>
    </dl>
  `;
}

async function timelineSection({ timeline }: Explanation, asOf: number): Promise<Html> {
  const periods = periodsOf(timeline, asOf);
  const { unit, lanes } = periods;
  if (lanes.length === 0)
    return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2><p class="quiet">Nothing was seen by then.</p></section>`;
  const sums = lanes.map(({ name, values }) => `${name} ${sayCount(values.reduce((a, b) => a + b, 0))}`);
  const description = `Acts per ${unit} from ${periods.labels[0] ?? ''} to ${periods.labels.at(-1) ?? ''}: ${sums.join(', ')}.`;
  return html`
    <section aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <p class="quiet">Acts per ${unit} at each access point, each on a scale of its own; the sum stands beside it.</p>
      ${await timelineChart(periods, 'Timeline over access points', description)}
      <details class="data">
        <summary>The numbers</summary>
        ${numbers(periods)}
      </details>
    </section>
  `;
}

function numbers({ unit, labels, lanes }: Periods): Html {
  const busy = labels.flatMap((label, index) =>
    lanes.some(({ values }) => (values[index] ?? 0) > 0) ? [{ label, index }] : [],
  );
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Numbers of the timeline">
      <table>
        <thead>
          <tr><th scope="col">${capitalized(unit)}</th>${lanes.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr>
        </thead>
        <tbody>
          ${busy.map(
            ({ label, index }) =>
              html`<tr><th scope="row">${label}</th>${lanes.map(({ values }) => html`<td class="number">${sayCount(values[index] ?? 0)}</td>`)}</tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}
