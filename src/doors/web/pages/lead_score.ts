/** The score as a sum of parts, each with a link to the acts behind it. */
import type { ExplainedPart, Explanation, Likelihood } from '../../../leads/index.ts';
import { sayCount, sayDay, sayPoints, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { pointsBar } from '../parts/points_bar.ts';
import { roundedParts } from '../parts/shares.ts';
import type { LeadView } from './lead.ts';
import { partId, sayPart } from './lead_parts.ts';

export function scoreSection({ explanation, likelihood }: LeadView): Html {
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
          ${parts.map((part, index) => partRow(part, points[index] ?? 0, stepOf(points, index)))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="4">Score</th>
            <td class="number total points-cell">${sayPoints(lead.score)}${pointsBar(lead.points, lead.score)}</td>
          </tr>
        </tfoot>
      </table>
      ${factors(explanation)} ${likelihood === null ? '' : likelihoodSection(likelihood)}
    </section>
  `;
}

/** Where the bar of a part begins and how wide it is, in hundredths of the whole: a waterfall down to the score. */
function stepOf(points: readonly number[], index: number): { readonly x: number; readonly width: number } {
  const total = points.reduce((sum, each) => sum + each, 0);
  if (total <= 0) return { x: 0, width: 0 };
  const before = points.slice(0, index).reduce((sum, each) => sum + each, 0);
  return { x: (before / total) * 100, width: ((points[index] ?? 0) / total) * 100 };
}

function partRow(part: ExplainedPart, points: number, step: ReturnType<typeof stepOf>): Html {
  return html`
    <tr>
      <th scope="row">
        <a data-row href="#${partId(part)}">${sayPart(part)}</a>
        ${part.title === '' ? '' : html`<span class="sub">${titleOf(part)}</span>`}
      </th>
      <td class="number" data-label="Times">
        ${sayCount(part.quantity)}${part.networkQuantity > 0 ? html`<span class="sub">${network(part)}</span>` : ''}
      </td>
      <td class="number" data-label="People">${part.people === 0 ? '–' : sayCount(part.people)}</td>
      <td class="when" data-label="When">${period(part)}</td>
      <td class="number points-cell" data-label="Points">
        ${sayPoints(points)}
        <svg class="points-bar waterfall" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="ap-${part.accessPoint}" x="${step.x.toFixed(2)}" width="${Math.max(0.6, step.width).toFixed(2)}" height="4"/></svg>
      </td>
    </tr>
  `;
}

function titleOf({ title, assets }: ExplainedPart): Html {
  return assets > 1 ? html`<bdi>${title}</bdi> and ${sayCount(assets - 1)} more` : html`<bdi>${title}</bdi>`;
}

function network({ quantity, networkQuantity }: ExplainedPart): string {
  return networkQuantity === quantity ? 'network traffic' : `${sayCount(networkQuantity)} network traffic`;
}

function period({ from, to }: ExplainedPart): Html {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  return first === last ? sayDay(first) : html`${sayDay(first)} – ${sayDay(last)}`;
}

function factors({ fit, breadth, lead }: Explanation): Html {
  const number = (value: number): string => String(Number(value.toFixed(2)));
  return html`
    <ul class="factors">
      ${fit.reasons.map((reason) => html`<li>${reason}</li>`)}
      <li>seen at ${sayCount(lead.accessPoints)} ${lead.accessPoints === 1 ? 'access point' : 'access points'}: × ${number(breadth)}</li>
      <li>together × ${number(fit.factor * breadth)}, already in every part</li>
    </ul>
  `;
}

/** What was learned from outcomes says of this lead, as a sum of log odds. */
function likelihoodSection({ probability, base, contributions, logit }: Likelihood): Html {
  const row = (name: string, value: string, part: number): Html =>
    html`<tr><th scope="row">${name}</th><td class="number">${value}</td><td class="number">${part >= 0 ? '+' : '−'}${Math.abs(part).toFixed(2)}</td></tr>`;
  return html`
    <h3>Likelihood of a deal within the horizon: ${(probability * 100).toFixed(1)} %</h3>
    <p class="quiet">Learned from outcomes; the parts add up to the log odds. <a href="/validation">How far it can be trusted</a></p>
    <table class="likelihood-table">
      <thead><tr><th scope="col">Part</th><th scope="col" class="number">Value</th><th scope="col" class="number">Log odds</th></tr></thead>
      <tbody>${row('an average lead', '', base)}${contributions.map(({ feature, value, logit: part }) => row(sayWord(feature), value.toFixed(2), part))}</tbody>
      <tfoot>${row('sum', '', logit)}</tfoot>
    </table>
  `;
}
