/**
 * A sum as a waterfall: each bar begins where the last one ended, and the last one is the whole. Drawn for wide
 * and for narrow screens, with text of the same size in both; the style sheet shows one of them.
 */
import { sayCount, sayPoints } from '../format.ts';
import { type Html, html } from '../html.ts';

export interface WaterfallStep {
  readonly name: string;
  /** Where its evidence is; null for what stands for several. */
  readonly href: string | null;
  /** Class of its bar; the style sheet gives the colour. */
  readonly className: string;
  readonly points: number;
}

/** How many bars there are at most besides the whole. */
export const MOST_BARS = 10;

/** The largest parts, and one bar for all others. Their sum stays what it was. */
export function largestSteps(steps: readonly WaterfallStep[]): readonly WaterfallStep[] {
  if (steps.length <= MOST_BARS) return steps;
  const sorted = [...steps].sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const others = sorted.slice(MOST_BARS - 1);
  const points = others.reduce((sum, step) => sum + step.points, 0);
  const name = `${sayCount(others.length)} others`;
  return [...sorted.slice(0, MOST_BARS - 1), { name, href: null, className: 'waterfall-others', points }];
}

/** Where things stand in the picture, in its own units, which are about pixels. */
interface Shape {
  readonly kind: 'wide' | 'narrow';
  readonly width: number;
  /** From where to where bars reach; names stand before them or above. */
  readonly left: number;
  readonly right: number;
  readonly row: number;
  /** Of the base line of a name, and of the upper edge of a bar, from the top of its row. */
  readonly text: number;
  readonly bar: number;
  /** Longest name, in letters. */
  readonly letters: number;
}

const WIDE: Shape = {
  ...{ kind: 'wide', width: 900, left: 320, right: 840, row: 30, text: 20, bar: 8, letters: 42 },
};
const NARROW: Shape = {
  ...{ kind: 'narrow', width: 360, left: 2, right: 304, row: 44, text: 15, bar: 22, letters: 38 },
};
const THICK = 14;
/** A part too small to be seen is drawn as wide as a line. */
const LEAST = 1.5;

/** A bar with where it begins and ends in points. */
interface Placed extends WaterfallStep {
  readonly from: number;
  readonly to: number;
}

/** @param whole what the steps add up to; @param id makes the ids of this picture different from those of others */
export function waterfall(steps: readonly WaterfallStep[], whole: number, id: string): Html {
  const placed: Placed[] = [];
  for (const step of steps) {
    const from = placed.at(-1)?.to ?? 0;
    placed.push({ ...step, from, to: from + step.points });
  }
  const total: Placed = {
    ...{ name: 'Score', href: null, className: 'waterfall-whole', points: whole, from: 0, to: whole },
  };
  const said = placed.map(({ name, points }) => `${name} ${sayPoints(points)}`).join(', ');
  return html`<figure class="chart waterfall">${[WIDE, NARROW].map((shape) => picture(shape, [...placed, total], said, id))}</figure>`;
}

function picture(shape: Shape, bars: readonly Placed[], said: string, id: string): Html {
  const { kind, width, row, left, right } = shape;
  const most = Math.max(1e-9, ...bars.map(({ to }) => to));
  const x = (points: number): number => left + (Math.max(0, points) / most) * (right - left);
  const name = `${id}-${kind}`;
  const whole = bars.length - 1;
  return html`
    <svg class="chart-${kind}" viewBox="0 0 ${width} ${bars.length * row + 8}" role="group" aria-labelledby="${name}-title" aria-describedby="${name}-desc">
      <title id="${name}-title">The score as a waterfall</title>
      <desc id="${name}-desc">Each bar begins where the last one ended: ${said}. Together ${sayPoints(bars[whole]?.points ?? 0)}.</desc>
      ${bars.slice(0, whole).map(({ to }, index) => html`<path class="chart-line" d="M${x(to).toFixed(1)} ${index * row + shape.bar}V${(index + 1) * row + shape.bar + (index + 1 === whole ? 8 : 0)}"/>`)}
      <path class="chart-line" d="M0 ${whole * row + 4}H${width}"/>
      ${bars.map((bar, index) => step(shape, bar, index * row + (index === whole ? 8 : 0), x))}
    </svg>
  `;
}

function step(
  { kind, width, row, text, bar, letters }: Shape,
  { name, href, className, points, from, to }: Placed,
  top: number,
  x: (points: number) => number,
): Html {
  const [start, end] = [x(Math.min(from, to)), x(Math.max(from, to))];
  const short = name.length > letters ? `${name.slice(0, letters - 1).trimEnd()}…` : name;
  const strong = className === 'waterfall-whole' ? ' waterfall-strong' : '';
  const drawn = html`<rect class="waterfall-row" x="0" y="${top}" width="${width}" height="${row}"/><text class="chart-name${strong}" x="0" y="${top + text}">${short}</text><rect class="${className}" x="${start.toFixed(1)}" y="${top + bar}" width="${Math.max(LEAST, end - start).toFixed(1)}" height="${THICK}" rx="1.5"/><text class="waterfall-points${strong}" x="${kind === 'wide' ? (end + 8).toFixed(1) : width}" y="${top + text}"${kind === 'wide' ? '' : html` text-anchor="end"`}>${sayPoints(points)}</text>`;
  return href === null
    ? html`<g>${drawn}</g>`
    : html`<a href="${href}" data-row><title>${name}</title>${drawn}</a>`;
}
