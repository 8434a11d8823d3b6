/** Whether the ranking was right before: the back-test's figures, and what was learned from outcomes. */
import type { BacktestResult, Learned } from '../../../leads/index.ts';
import { sayCount, sayInstant } from '../format.ts';
import { type Html, html } from '../html.ts';
import { layout } from '../parts/layout.ts';
import { liftCurves } from '../parts/lift_curve.ts';
import { type LiftBar, liftBars, reliabilityPlot } from '../parts/reliability.ts';

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
        <p class="lede">The history of this database, replayed with only what had happened by each day, against the deals and contracts that came later.</p>
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

function backtest({ computedAt, figures }: BacktestResult): Html {
  const { model, untrained, baselines, change, perfect, seen, calibration } = figures;
  const bars: readonly LiftBar[] = [
    { name: 'leadspring', lift: model.lift, own: true },
    { name: 'before it learned', lift: untrained.lift, own: true },
    { name: 'detected changes alone', lift: change.lift, own: true },
    { name: 'by volume', lift: baselines.volume.lift, own: false },
    { name: 'newest first', lift: baselines.newest.lift, own: false },
    { name: 'points, capped', lift: baselines.points.lift, own: false },
    { name: 'perfect ranking', lift: perfect.lift, own: false },
  ];
  return html`
    <section aria-labelledby="lift">
      <h2 id="lift">Lift of the first ten</h2>
      <p class="quiet">Replayed ${sayInstant(computedAt)}: ${sayCount(figures.cutoffs)} days looked back to, ${sayCount(figures.candidates)} candidates, ${sayCount(figures.hits)} of which bought; the base rate is ${percent(figures.baseRate)}.</p>
      ${liftBars(bars, 'lift')}
      <dl class="facts">
        <div><dt>Precision of the first ten</dt><dd>${percent(model.precision)}</dd></div>
        <div><dt>Recall of the first ten</dt><dd>${percent(model.recall)}</dd></div>
        <div><dt>Average precision</dt><dd>${number(figures.averagePrecision, 3)}</dd><dd class="reason">${number(figures.baseRate, 3)} in any order</dd></div>
        <div><dt>Seen before they bought</dt><dd>${sayCount(seen.seen)} of ${sayCount(seen.labels)}</dd><dd class="reason">a median of ${days(seen.medianDays)} before</dd></div>
        <div><dt>Among the first ten before</dt><dd>${sayCount(seen.alarmed)}</dd><dd class="reason">a median of ${days(seen.medianDaysFromAlarm)} before</dd></div>
        <div><dt>New among the first ten</dt><dd>${number(figures.alarmsPerMonth, 1)} a month</dd></div>
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
      <table class="likelihood-table">
        <thead><tr><th scope="col">First</th><th scope="col" class="number">Precision</th><th scope="col" class="number">Recall</th><th scope="col" class="number">Lift</th></tr></thead>
        <tbody>${told.map(({ length, precision, recall, lift }) => html`<tr><th scope="row">${length}</th><td class="number">${percent(precision)}</td><td class="number">${percent(recall)}</td><td class="number">${number(lift, 2)}</td></tr>`)}</tbody>
      </table>
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
        <div><dt>Bought after the first mark</dt><dd>${sayCount(marked.raised)}</dd><dd class="reason">a median of ${days(marked.medianDays)} later</dd></div>
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
