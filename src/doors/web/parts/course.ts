/** How a score went, as a line over a band of stages. Wide and narrow, as the timeline; the style sheet shows one. */
import type { CoursePoint } from '../../../leads/index.ts';
import { monthAndYear, sayPoints } from '../format.ts';
import { type Html, html } from '../html.ts';

interface Shape {
  readonly kind: 'wide' | 'narrow';
  readonly width: number;
}

const SHAPES: readonly Shape[] = [
  { kind: 'wide', width: 560 },
  { kind: 'narrow', width: 360 },
];
const [HEIGHT, TOP, LINE, BAND, THICK] = [150, 20, 110, 116, 8] as const;
const LEFT = 40;

/** @param points oldest first, at least two; @param description says in a sentence what there is to see */
export function coursePicture(points: readonly CoursePoint[], description: string): Html {
  return html`<figure class="chart course">${SHAPES.map((shape) => picture(shape, points, description))}</figure>`;
}

function picture({ kind, width }: Shape, points: readonly CoursePoint[], description: string): Html {
  const [first = 0, last = 0] = [points[0]?.at, points.at(-1)?.at];
  const most = Math.max(1, ...points.map(({ score }) => score));
  const x = (at: number): string =>
    (LEFT + ((at - first) / Math.max(1, last - first)) * (width - LEFT - 2)).toFixed(1);
  const y = (score: number): string => (LINE - (score / most) * (LINE - TOP)).toFixed(1);
  const line = points.map(({ at, score }, index) => `${index === 0 ? 'M' : 'L'}${x(at)} ${y(score)}`);
  const bands = runsOf(points).map(
    ({ stage, from, to }) =>
      html`<rect class="band stage-${stage}" x="${x(from)}" y="${BAND}" width="${(Number(x(to)) - Number(x(from))).toFixed(1)}" height="${THICK}"/>`,
  );
  return html`
    <svg class="chart-${kind}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-labelledby="course-${kind}-title" aria-describedby="course-${kind}-desc">
      <title id="course-${kind}-title">Score and stage over time</title>
      <desc id="course-${kind}-desc">${description}</desc>
      <path class="chart-line" d="M${LEFT} ${TOP}H${width}M${LEFT} ${LINE}H${width}"/>
      <path class="course-line" d="${line.join('')}"/>
      ${bands}
      <text class="chart-text" x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${sayPoints(most)}</text>
      <text class="chart-text" x="${LEFT - 6}" y="${LINE + 4}" text-anchor="end">0</text>
      <text class="chart-text" x="${LEFT}" y="${HEIGHT - 6}">${monthAndYear(first)}</text>
      <text class="chart-text" x="${width - 2}" y="${HEIGHT - 6}" text-anchor="end">${monthAndYear(last)}</text>
    </svg>
  `;
}

interface Run {
  readonly stage: CoursePoint['stage'];
  readonly from: number;
  readonly to: number;
}

/** Neighbours of one stage as one piece; a stage lasts until the next point. */
function runsOf(points: readonly CoursePoint[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [index, { at, stage }] of points.slice(0, -1).entries()) {
    const [last, to] = [runs.at(-1), points[index + 1]?.at ?? at];
    if (last?.stage === stage) runs[runs.length - 1] = { ...last, to };
    else runs.push({ stage, from: at, to });
  }
  return runs;
}
