/** The score as a sum of parts, each with a link to the acts behind it. */
import type { ExplainedPart, Explanation, Likelihood } from '../../../leads/index.ts';
import { sayCount, sayDay, sayPoints, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { roundedParts } from '../parts/shares.ts';
import { largestSteps, type WaterfallStep, waterfall } from '../parts/waterfall.ts';
import type { LeadView } from './lead.ts';
import { partId, sayPart } from './lead_parts.ts';

export function scoreSection({ explanation, likelihood, learned }: LeadView): Html {
  const { parts, lead } = explanation;
  const points = roundedParts(
    parts.map((part) => part.points),
    lead.score,
  );
  return html`
    <section aria-labelledby="score">
      <h2 id="score">The score is a sum</h2>
      <p class="quiet">
        Each part is what was done, counted up to a daily and monthly cap and fading with time, times what this
        lead is worth to a seller.
      </p>
      ${
        parts.length === 0
          ? html`<p class="quiet">Nothing counts at present: what was done has faded, or is of no weight.</p>`
          : html`${waterfall(largestSteps(stepsOf(parts, points)), lead.score, 'sum')}
              <details class="data"><summary>The numbers</summary>${partsTable(explanation, points)}</details>`
      }
      ${factors(explanation)} ${likelihood === null ? noLikelihood(learned) : likelihoodSection(likelihood)}
    </section>
  `;
}

function stepsOf(parts: readonly ExplainedPart[], points: readonly number[]): readonly WaterfallStep[] {
  return parts.map((part, index) => ({
    ...{ name: sayPart(part), href: `#${partId(part)}` },
    ...{ className: `ap-${part.accessPoint}`, points: points[index] ?? 0 },
  }));
}

function partsTable({ parts, lead }: Explanation, points: readonly number[]): Html {
  return html`
    <table class="stacks score-table">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col" class="number">Times</th>
          <th scope="col" class="number">People</th>
          <th scope="col" class="when">When</th>
          <th scope="col" class="number">Points</th>
        </tr>
      </thead>
      <tbody>
        ${parts.map((part, index) => partRow(part, points[index] ?? 0))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colspan="4">Score</th>
          <td class="number total points-cell">${sayPoints(lead.score)}</td>
        </tr>
      </tfoot>
    </table>
  `;
}

function partRow(part: ExplainedPart, points: number): Html {
  return html`
    <tr>
      <th scope="row">
        <a data-row href="#${partId(part)}">${sayPart(part)}</a>
        ${part.title === '' ? '' : html`<span class="sub">${titleOf(part)}</span>`}
      </th>
      <td class="number" data-label="Times">
        ${sayCount(part.quantity)}${part.networkQuantity > 0 ? html` <span class="sub">${network(part)}</span>` : ''}
      </td>
      <td class="number" data-label="People">${part.people === 0 ? '–' : sayCount(part.people)}</td>
      <td class="when" data-label="When">${period(part)}</td>
      <td class="number points-cell" data-label="Points">${sayPoints(points)}</td>
    </tr>
  `;
}

function titleOf({ title, assets }: ExplainedPart): Html {
  return assets > 1 ? html`<bdi>${title}</bdi> and ${sayCount(assets - 1)} more` : html`<bdi>${title}</bdi>`;
}

function network({ quantity, networkQuantity }: ExplainedPart): string {
  return networkQuantity === quantity
    ? 'all network traffic'
    : `${sayCount(networkQuantity)} of them network traffic`;
}

function period({ from, to }: ExplainedPart): Html {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  return first === last ? sayDay(first) : html`${sayDay(first)} – ${sayDay(last)}`;
}

function factors({ fit, breadth, climb, lead }: Explanation): Html {
  const number = (value: number): string => String(Number(value.toFixed(2)));
  return html`
    <ul class="factors">
      ${fit.reasons.map((reason) => html`<li>${reason}</li>`)}
      <li>seen at ${sayCount(lead.accessPoints)} ${lead.accessPoints === 1 ? 'access point' : 'access points'}: × ${number(breadth)}</li>
      <li>${climb.reason}: × ${number(climb.factor)}</li>
      <li>together × ${number(fit.factor * breadth * climb.factor)}, already in every part</li>
    </ul>
  `;
}

function noLikelihood(learned: boolean): Html {
  const why = learned
    ? 'What was learned from outcomes tells no likelihood of customers, and none of days before the list’s.'
    : 'The default weights are in use: the list is sorted by this score.';
  return html`<p class="quiet">${why} <a href="/validation">What was learned</a></p>`;
}

/** What was learned from outcomes says of this lead, as a sum of log odds. */
function likelihoodSection({ probability, base, contributions, logit }: Likelihood): Html {
  const row = (name: string, value: string, part: number): Html =>
    html`<tr><th scope="row">${name}</th><td class="number">${value}</td><td class="number">${part >= 0 ? '+' : '−'}${Math.abs(part).toFixed(2)}</td></tr>`;
  return html`
    <h3>Likelihood of a deal within the horizon: ${(probability * 100).toFixed(1)} %</h3>
    <p class="quiet">Learned from outcomes, and what the list is sorted by; the parts add up to the log odds. <a href="/validation">How far it can be trusted</a></p>
    <table class="likelihood-table">
      <thead><tr><th scope="col">Part</th><th scope="col" class="number">Value</th><th scope="col" class="number">Log odds</th></tr></thead>
      <tbody>${row('an average lead', '', base)}${contributions.map(({ feature, value, logit: part }) => row(sayWord(feature), value.toFixed(2), part))}</tbody>
      <tfoot>${row('sum', '', logit)}</tfoot>
    </table>
  `;
}
