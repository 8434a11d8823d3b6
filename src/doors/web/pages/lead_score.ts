/** The score as a sum of parts, each with a link to the acts behind it. */
import type { ExplainedPart, Explanation } from '../../../leads/index.ts';
import { sayCount, sayDay, sayPoints } from '../format.ts';
import { type Html, html } from '../html.ts';
import { roundedParts } from '../parts/shares.ts';
import type { LeadView } from './lead.ts';
import { partId, sayPart } from './lead_parts.ts';

export function scoreSection({ explanation }: LeadView): Html {
  const { parts, lead } = explanation;
  const points = roundedParts(
    parts.map((part) => part.points),
    lead.score,
  );
  const most = Math.max(...points);
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
          ${parts.map((part, index) => partRow(part, points[index] ?? 0, most))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="4">Score</th>
            <td class="number total">${sayPoints(lead.score)}</td>
          </tr>
        </tfoot>
      </table>
      ${factors(explanation)}
    </section>
  `;
}

function partRow(part: ExplainedPart, points: number, most: number): Html {
  const width = most > 0 ? (points / most) * 100 : 0;
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
        <svg class="points-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="ap-${part.accessPoint}" width="${width.toFixed(2)}" height="4"/></svg>
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
