/** Reasons with their weights: what speaks for one person, and what against. */
import type { Reason } from '../../../intake/index.ts';
import { type Html, html } from '../html.ts';

/** `97.3 %`, never rounded up to certainty. */
export function sayPercent(probability: number): string {
  return `${(Math.floor(probability * 1000) / 10).toFixed(1)} %`;
}

export function reasonList(reasons: readonly Reason[]): Html | '' {
  if (reasons.length === 0) return '';
  return html`
    <ul class="reasons">
      ${reasons.map(
        ({ reason, weight }) =>
          html`<li><span class="weight">${weight === undefined ? '' : signed(weight)}</span> <span>${reason}</span></li>`,
      )}
    </ul>
  `;
}

function signed(weight: number): string {
  return `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`;
}
