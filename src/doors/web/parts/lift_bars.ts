/** Lifts over the base rate as bars, for wide and for narrow screens; the style sheet shows one. */
import { type Html, html } from '../html.ts';

export interface LiftBar {
  readonly name: string;
  readonly lift: number;
  readonly own: boolean;
}

/** Where things stand, in units that are about pixels: names stand left of the bars, or above. */
interface Shape {
  readonly kind: 'wide' | 'narrow';
  readonly width: number;
  readonly left: number;
  readonly row: number;
  readonly name: number;
  readonly bar: number;
}

const SHAPES: readonly Shape[] = [
  { kind: 'wide', width: 640, left: 190, row: 30, name: 20, bar: 7 },
  { kind: 'narrow', width: 360, left: 2, row: 44, name: 14, bar: 20 },
];
const THICK = 18;
/** Room for the number behind a bar. */
const ROOM = 60;

/** 1 is no better than chance. @param id makes the ids of this picture different from those of others on the page */
export function liftBars(bars: readonly LiftBar[], title: string, id: string): Html {
  const shown = bars.filter(({ lift }) => Number.isFinite(lift));
  if (shown.length === 0) return html`<p class="quiet">There was no hit, so there is no lift to draw.</p>`;
  return html`<figure class="plot wide">${SHAPES.map((shape) => picture(shape, shown, title, id))}</figure>`;
}

function picture(shape: Shape, bars: readonly LiftBar[], title: string, id: string): Html {
  const { kind, width, left, row, name, bar } = shape;
  const most = Math.max(1.2, ...bars.map(({ lift }) => lift));
  const x = (lift: number): number => (lift / most) * (width - left - ROOM);
  const one = (left + x(1)).toFixed(1);
  const said = bars.map((each) => `${each.name}: ${each.lift.toFixed(2)}`).join('; ');
  return html`
    <svg class="chart-${kind}" viewBox="0 0 ${width} ${bars.length * row + 20}" role="img" aria-labelledby="${id}-${kind}-title" aria-describedby="${id}-${kind}-desc">
      <title id="${id}-${kind}-title">${title}</title>
      <desc id="${id}-${kind}-desc">${said}.</desc>
      ${bars.map(
        (each, index) =>
          html`<text class="plot-name" x="0" y="${index * row + name}">${each.name}</text><rect class="${each.own ? 'plot-bar own' : 'plot-bar'}" x="${left}" y="${index * row + bar}" width="${x(each.lift).toFixed(1)}" height="${THICK}"/><text class="plot-text" x="${(left + x(each.lift) + 6).toFixed(1)}" y="${index * row + bar + 14}">× ${each.lift.toFixed(2)}</text>`,
      )}
      <path class="plot-diagonal" d="M${one} 0V${bars.length * row}"/>
      <text class="plot-text" x="${one}" y="${bars.length * row + 15}" text-anchor="middle">chance</text>
    </svg>
  `;
}
