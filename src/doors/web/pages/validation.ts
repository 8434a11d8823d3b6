/** Whether the ranking was right before: the back-test's figures, and what was learned from outcomes. */
import type { BacktestResult, Learned, Top } from '../../../leads/index.ts';
import { sayCount, sayCountOf, sayInstant } from '../format.ts';
import { type Html, html } from '../html.ts';
import { layout } from '../parts/layout.ts';
import { liftBars } from '../parts/lift_bars.ts';
import { liftCurves } from '../parts/lift_curve.ts';
import { reliabilityPlot } from '../parts/reliability.ts';

export interface ValidationView {
  readonly result: BacktestResult | null;
  readonly learned: Learned | null;
  readonly madeUp: boolean;
  readonly token: Html;
}

export function validationPage({ result, learned, madeUp, token }: ValidationView): Html {
  return layout({
    title: 'Validation',
    section: 'leads',
    madeUp,
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/leads">Leads</a></p>
        <h1>Was the ranking right?</h1>
        <p class="lede">The history of this database, replayed with only what had happened by each day, against the deals and contracts that came later. What counts as a commercial topic: <a href="/topics">topics</a>.</p>
      </header>
      ${result === null ? NOT_YET : backtest(result)}
      <section aria-labelledby="learned">
        <h2 id="learned">Learned from outcomes</h2>
        ${learned === null ? NOTHING_LEARNED : learnedPart(learned, token)}
      </section>
    `,
  });
}

const NOT_YET = html`
  <div class="notice">
    <p>Nothing was replayed yet. It takes a history of more than a year, with deals or contracts in it.</p>
    <pre><code>./leadspring score validate</code></pre>
  </div>
`;

const NOTHING_LEARNED = html`
  <p>The default weights are in use. Where enough deals are known, a model can learn how likely each lead is to buy; it is used only when it holds on later time than it was trained on.</p>
  <pre><code>./leadspring score train</code></pre>
`;

const percent = (share: number | null): string =>
  share === null || !Number.isFinite(share) ? '–' : `${(share * 100).toFixed(1)} %`;
/** What could not be measured is stored as null. */
const number = (value: number | null, digits: number): string =>
  value === null || !Number.isFinite(value) ? '–' : value.toFixed(digits);
const days = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? '–' : `${Math.round(value)} days`;

/** What is known of a way of ranking; one that is missing could not be measured. */
interface RankedBy {
  readonly name: string;
  readonly top: Top;
  readonly own: boolean;
}

function rankedBy({ model, untrained, change, baselines, perfect }: BacktestResult['figures']): RankedBy[] {
  return [
    { name: 'leadspring', top: model, own: true },
    { name: 'before it learned', top: untrained, own: true },
    { name: 'detected changes alone', top: change, own: true },
    { name: 'by volume', top: baselines.volume, own: false },
    { name: 'newest first', top: baselines.newest, own: false },
    { name: 'points, capped', top: baselines.points, own: false },
    { name: 'perfect ranking', top: perfect, own: false },
  ];
}

function backtest({ computedAt, figures }: BacktestResult): Html {
  const { seen, calibration, length, hits, hitOrganizations } = figures;
  const rows = rankedBy(figures);
  const bars = rows.map(({ name, top, own }) => ({ name, lift: top.lift ?? Number.NaN, own }));
  return html`
    <section aria-labelledby="lift">
      <h2 id="lift">Lift of the first ${length}</h2>
      <p class="quiet">Replayed ${sayInstant(computedAt)}: ${sayCountOf(figures.cutoffs, 'day', 'days')} looked back to, with ${sayCountOf(figures.candidates, 'lead', 'leads')} in all, where one counts on each day it was there. Of these, ${sayCount(hits)} bought within the horizon: ${sayCountOf(hitOrganizations, 'different lead', 'different leads')}. The base rate is ${percent(figures.baseRate)}.</p>
      ${liftBars(bars, `Lift of the first ${length} over the base rate`, 'lift')}
      ${topTable(`The first ${length}`, rows)}
      <dl class="facts">
        <div><dt>Average precision</dt><dd>${number(figures.averagePrecision, 3)}</dd><dd class="reason">${number(figures.baseRate, 3)} in any order</dd></div>
        <div><dt>Seen before they bought</dt><dd>${sayCount(seen.seen)} of ${sayCount(seen.labels)}</dd>${later(seen.medianDays, 'before')}</div>
        <div><dt>Among the first ${length} before</dt><dd>${sayCount(seen.alarmed)}</dd>${later(seen.medianDaysFromAlarm, 'before')}</div>
        <div><dt>New among the first ${length}</dt><dd>${number(figures.alarmsPerMonth, 1)} a month</dd></div>
      </dl>
    </section>
    ${deeper(figures)}
    ${markedPart(figures)}
    <section aria-labelledby="calibration">
      <h2 id="calibration">Do probabilities mean what they say?</h2>
      ${reliabilityPlot(calibration.reliability, 'backtest')}
      <p class="quiet">Brier score ${number(calibration.brier, 4)}; one probability for everybody, known in hindsight, has ${number(calibration.brierOfBaseRate, 4)}. Names, merges and affiliations count from when they were known.</p>
    </section>
  `;
}

/** How long after or before, where there was anybody. */
function later(value: number | null, word: string): Html | '' {
  return value === null || !Number.isFinite(value)
    ? ''
    : html`<dd class="reason">a median of ${days(value)} ${word}</dd>`;
}

function topTable(title: string, rows: readonly { readonly name: string; readonly top: Top }[]): Html {
  return html`
    <table class="likelihood-table">
      <thead><tr><th scope="col">${title}</th><th scope="col" class="number">Precision</th><th scope="col" class="number">Recall</th><th scope="col" class="number">Lift</th><th scope="col" class="number">Of the attainable</th></tr></thead>
      <tbody>${rows.map(({ name, top: { precision, recall, lift, gained } }) => html`<tr><th scope="row">${name}</th><td class="number">${percent(precision)}</td><td class="number">${percent(recall)}</td><td class="number">${number(lift, 2)}</td><td class="number">${percent(gained)}</td></tr>`)}</tbody>
    </table>
  `;
}

/** The same for lists of other lengths. */
function deeper({ curves, lengths, candidates, cutoffs }: BacktestResult['figures']): Html {
  const told = lengths.filter(({ length }) => length < candidates / cutoffs);
  return html`
    <section aria-labelledby="curve">
      <h2 id="curve">Lift of longer lists</h2>
      ${liftCurves(
        [
          { name: 'leadspring', className: 'own', points: curves.model },
          { name: 'detected changes', className: 'change', points: curves.change },
          { name: 'by volume', className: 'volume', points: curves.volume },
          { name: 'newest first', className: 'newest', points: curves.newest },
          { name: 'points, capped', className: 'points', points: curves.points },
        ],
        'curve',
      )}
      ${topTable(
        'leadspring, lists of',
        told.map(({ length, ...top }) => ({ name: String(length), top })),
      )}
    </section>
  `;
}

function markedPart({ marked }: BacktestResult['figures']): Html {
  return html`
    <section aria-labelledby="marked">
      <h2 id="marked">Marked as emerging</h2>
      <dl class="facts">
        <div><dt>Marked</dt><dd>${sayCount(marked.organizations)}</dd><dd class="reason">${number(marked.perMonth, 1)} a month for the first time</dd></div>
        <div><dt>Marks that came true</dt><dd>${percent(marked.precision)}</dd><dd class="reason">of ${sayCount(marked.marks)} whose horizon is over; lift ${number(marked.lift, 2)}</dd></div>
        <div><dt>Bought after the first mark</dt><dd>${sayCount(marked.raised)}</dd>${later(marked.medianDays, 'later')}</div>
      </dl>
    </section>
  `;
}

function learnedPart(
  { usable, wanted, reason, trainedAt, positives, needed, validation }: Learned,
  token: Html,
): Html {
  const using = usable && wanted;
  return html`
    <p><strong>${using ? 'What was learned is in use.' : 'The default weights are in use.'}</strong> ${reason}</p>
    <p class="quiet">Tried ${sayInstant(trainedAt)}: ${sayCount(positives)} outcomes, ${sayCount(needed)} needed.</p>
    ${
      usable
        ? html`<form class="buttons" method="post" action="/validation">${token}${using ? html`<button class="plain" type="submit" name="use" value="default">Go back to the default weights</button>` : html`<button type="submit" name="use" value="learned">Use what was learned</button>`}</form>`
        : ''
    }
    ${validation === null ? '' : html`${reliabilityPlot(validation.reliability, 'model')}<p class="quiet">On later time than it was trained on: Brier score ${number(validation.brier, 4)}; ranks ${percent(validation.rankingQuality)} of pairs rightly, the default weights ${percent(validation.defaultRankingQuality)}.</p>`}
  `;
}
