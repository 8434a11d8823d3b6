/** A score as a small bar, one piece for each access point. A picture of numbers that stand beside it. */
import { type Html, html } from '../html.ts';

const WIDTH = 100;
const HEIGHT = 4;

/** @param most the score that fills the bar */
export function pointsBar(points: Readonly<Record<string, number>>, most: number): Html {
  let x = 0;
  const pieces = Object.entries(points)
    .sort((a, b) => b[1] - a[1])
    .map(([accessPoint, value]) => {
      const width = most > 0 ? (value / most) * WIDTH : 0;
      const piece = html`<rect class="ap-${accessPoint}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="${HEIGHT}"/>`;
      x += width;
      return piece;
    });
  return html`<svg class="points-bar" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${pieces}</svg>`;
}
