/**
 * A timeline in lanes as SVG, drawn on the server by ECharts: one lane of bars for each access point, each with a
 * scale of its own, so that a thousand downloads do not hide the one question that matters.
 *
 * The library writes colours and styles into each element; the pages' content policy allows no inline style and
 * the theme belongs to the style sheet. So every colour is drawn as a mark that is then replaced by a class.
 */
import { raw } from 'hono/html';
import { sayCount } from '../format.ts';
import { type Html, html } from '../html.ts';

export interface Lane {
  readonly name: string;
  /** Class of its bars; the style sheet gives the colour. */
  readonly className: string;
  /** One for each label. */
  readonly values: readonly number[];
}

export interface Lanes {
  /** Periods, oldest first. */
  readonly labels: readonly string[];
  readonly lanes: readonly Lane[];
}

/** Where things stand in the picture, in its own units. */
interface Shape {
  readonly kind: 'wide' | 'narrow';
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** Height of a lane, of the room for its name above the bars, and of the axis below all. */
  readonly lane: number;
  readonly above: number;
  readonly axis: number;
}

/** On wide screens names stand left of the bars, on narrow ones above. */
const WIDE: Shape = { kind: 'wide', width: 1000, left: 150, right: 64, lane: 46, above: 12, axis: 28 };
const NARROW: Shape = { kind: 'narrow', width: 380, left: 4, right: 4, lane: 56, above: 24, axis: 28 };

type Draw = (width: number, height: number, option: Record<string, unknown>) => string;
let drawing: Promise<Draw> | undefined;

async function load(): Promise<Draw> {
  const [{ init, use }, { CustomChart }, { GridComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  use([CustomChart, GridComponent, SVGRenderer]);
  return (width, height, option) => {
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
      chart.setOption(option);
      return chart.renderToSVGString();
    } finally {
      chart.dispose();
    }
  };
}

/** The library takes a while to load, so it is loaded once, when it is first needed or by `warmUp`. */
function library(): Promise<Draw> {
  drawing ??= load();
  return drawing;
}

/** Loads the library and draws once, so that the first page is as fast as the others. */
export async function warmUp(): Promise<void> {
  await timelineChart({ labels: [''], lanes: [{ name: '', className: '', values: [1] }] }, '', '');
}

/**
 * The chart, once for wide and once for narrow screens; the style sheet shows one of them.
 * @param title a short name; `description` says in a sentence what there is to see
 */
export async function timelineChart(data: Lanes, title: string, description: string): Promise<Html> {
  const draw = await library();
  const pictures = [WIDE, NARROW].map((shape) => {
    const { kind, width } = shape;
    const height = heightOf(shape, data);
    const drawn = restyle(draw(width, height, optionOf(shape, data)), shape, data);
    return html`
      <svg class="chart-${kind}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="chart-${kind}-title" aria-describedby="chart-${kind}-desc">
        <title id="chart-${kind}-title">${title}</title>
        <desc id="chart-${kind}-desc">${description}</desc>
        ${raw(drawn)} ${data.lanes.map((lane, index) => laneText(shape, lane, index))}
      </svg>
    `;
  });
  return html`<figure class="chart">${pictures}</figure>`;
}

function heightOf({ lane, axis }: Shape, { lanes }: Lanes): number {
  return lanes.length * lane + axis;
}

/** The name of a lane and how many acts it holds. */
function laneText(shape: Shape, { name, values }: Lane, index: number): Html {
  const sum = sayCount(values.reduce((total, value) => total + value, 0));
  const base = shape.kind === 'wide' ? (index + 1) * shape.lane - 1 : index * shape.lane + shape.above - 6;
  const [left, right] = shape.kind === 'wide' ? [0, shape.width] : [shape.left, shape.width - shape.right];
  return html`<text class="chart-name" x="${left}" y="${base}">${name}</text><text class="chart-sum" x="${right}" y="${base}" text-anchor="end">${sum}</text>`;
}

/** Marks: colours that stand for a class. */
const LINE = '#010001';
const TEXT = '#010002';
function mark(index: number): string {
  return `#0200${index.toString(16).padStart(2, '0')}`;
}

/** The widest bar, the share of its period that it fills, and the least height: an act among hundreds must be seen. */
const BAR = { widest: 18, share: 0.75, least: 3 } as const;

/** One grid for all lanes, which draws several times faster than one for each; lane 0 lies between 0 and 1. */
function optionOf(shape: Shape, { labels, lanes }: Lanes): Record<string, unknown> {
  const { width, left, right, lane } = shape;
  return {
    animation: false,
    grid: { left, width: width - left - right, top: 0, height: lanes.length * lane, outerBoundsMode: 'none' },
    xAxis: {
      type: 'category',
      data: labels,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        ...{ color: TEXT, fontSize: 12, hideOverlap: true },
        // The outermost ones would be cut by the edge of the picture.
        ...{ alignMinLabel: 'left', alignMaxLabel: 'right' },
      },
    },
    yAxis: {
      type: 'value',
      inverse: true,
      min: 0,
      max: lanes.length,
      interval: 1,
      axisLabel: { show: false },
      splitLine: { showMinLine: false, lineStyle: { color: LINE } },
    },
    series: {
      type: 'custom',
      data: lanes.flatMap(({ values }, index) => {
        const most = Math.max(1, ...values);
        return values.flatMap((value, period) => (value === 0 ? [] : [[period, index, value / most]]));
      }),
      renderItem: (_: unknown, api: BarApi) => barOf(shape, api),
    },
  };
}

/** What the library offers for drawing one bar: its data by place, and where data lies in the picture. */
interface BarApi {
  value(dimension: number): number;
  coord(data: readonly number[]): readonly number[];
  size(data: readonly number[]): readonly number[];
}

/** The bar of one period in one lane, standing on the lane's lower line. */
function barOf({ lane, above }: Shape, api: BarApi): Record<string, unknown> {
  const [period, index, share] = [api.value(0), api.value(1), api.value(2)];
  const [x = 0, y = 0] = api.coord([period, index + 1]);
  const width = Math.min(BAR.widest, (api.size([1, 0])[0] ?? 0) * BAR.share);
  const height = Math.max(BAR.least, share * (lane - above));
  return {
    type: 'rect',
    shape: { x: x - width / 2, y: y - height, width, height, r: [1.5, 1.5, 0, 0] },
    style: { fill: mark(index) },
  };
}

/** Takes the library's styles off and puts our classes on. */
function restyle(svg: string, { kind }: Shape, { lanes }: Lanes): string {
  const classes = new Map<string, string>([
    [LINE, 'chart-line'],
    [TEXT, 'chart-text'],
    ...lanes.map(({ className }, index): [string, string] => [mark(index), className]),
  ]);
  return svg
    .slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'))
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>/g, '')
    .replace(/ (?:style|class|pointer-events|fill="none"|ecmeta_\w+)(?:="[^"]*")?/g, '')
    .replace(
      / (?:fill|stroke)="(#0[12]00[0-9a-f]{2})"/g,
      (_, colour: string) => ` class="${classes.get(colour) ?? ''}"`,
    )
    .replace(/\bzr\d+-/g, `${kind}-`);
}
