/**
 * The flow between access points as a picture: a column for each rung, a bar for each access point as high as many came
 * there, a ribbon for those who went on. Drawn here and not by the chart library, whose pictures of flows need styles in
 * the elements, which the content policy forbids.
 */
import { type AccessPointsView, RUNG_NAMES, rungOf } from '../../../leads/index.ts';
import { capitalized, sayCount } from '../format.ts';
import { type Html, html } from '../html.ts';
import { sayAccessPoint } from './words.ts';

const WIDTH = 1000;
const HEAD = 34;
const HEIGHT = 420;
const BAR = 14;
const GAP = 26;
const LEAST = 2;

interface Node {
  readonly name: string;
  readonly rung: number;
  /** Those who came: as many as began here or came from elsewhere. */
  readonly came: number;
  x: number;
  y: number;
  height: number;
  /** How far the ribbons that leave and arrive are laid already. */
  out: number;
  into: number;
}

/** The picture, or nothing when nobody climbed. */
export function flowPicture({ flows }: Pick<AccessPointsView, 'flows'>): Html | '' {
  const came = new Map<string, number>();
  for (const { to, subjects } of flows) came.set(to, (came.get(to) ?? 0) + subjects);
  if (came.size === 0) return '';
  const nodes = [...came].map(
    ([name, count]): Node => ({
      ...{ name, came: count, rung: rungOf(name as Parameters<typeof rungOf>[0]) },
      ...{ x: 0, y: 0, height: 0, out: 0, into: 0 },
    }),
  );
  const scale = layOut(nodes);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ribbons = flows.flatMap(({ from, to, subjects }) => {
    const [a, b] = [byName.get(from), byName.get(to)];
    return a === undefined || b === undefined ? [] : [ribbon(a, b, subjects, scale)];
  });
  return html`
    <figure class="flow" tabindex="0" role="region" aria-label="Flow between access points">
      <svg viewBox="0 0 ${WIDTH} ${HEAD + HEIGHT}" role="img" aria-labelledby="flow-title" aria-describedby="flow-desc">
        <title id="flow-title">Flow between access points</title>
        <desc id="flow-desc">${description(flows)}</desc>
        ${RUNG_NAMES.map((rung, index) => html`<text class="flow-rung" x="${columnOf(index)}" y="16">${capitalized(rung)}</text>`)}
        ${ribbons} ${nodes.map(bar)}
      </svg>
    </figure>
  `;
}

function columnOf(rung: number): number {
  return rung * ((WIDTH - 150) / (RUNG_NAMES.length - 1));
}

/** Places the bars; answers with units of height for each subject. */
function layOut(nodes: readonly Node[]): number {
  const columns = RUNG_NAMES.map((_, rung) =>
    nodes.filter((node) => node.rung === rung).sort((a, b) => b.came - a.came || (a.name < b.name ? -1 : 1)),
  );
  const scale = Math.min(
    ...columns.map((column) => {
      const sum = column.reduce((total, { came }) => total + came, 0);
      return sum === 0 ? Number.POSITIVE_INFINITY : (HEIGHT - GAP * column.length) / sum;
    }),
  );
  columns.forEach((column, rung) => {
    let y = HEAD;
    for (const node of column) {
      node.x = columnOf(rung);
      node.y = y;
      node.height = Math.max(LEAST, node.came * scale);
      y += node.height + GAP;
    }
  });
  return scale;
}

function ribbon(a: Node, b: Node, subjects: number, scale: number): Html {
  const height = Math.max(1, subjects * scale);
  const [x1, x2] = [a.x + BAR, b.x];
  const [y1, y2] = [a.y + a.out, b.y + b.into];
  a.out += height;
  b.into += height;
  const middle = (x1 + x2) / 2;
  const path = `M${n(x1)} ${n(y1)}C${n(middle)} ${n(y1)} ${n(middle)} ${n(y2)} ${n(x2)} ${n(y2)}V${n(y2 + height)}C${n(middle)} ${n(y2 + height)} ${n(middle)} ${n(y1 + height)} ${n(x1)} ${n(y1 + height)}Z`;
  return html`<path class="flow-ribbon ap-${a.name}" d="${path}"><title>${sayAccessPoint(a.name)} → ${sayAccessPoint(b.name)}: ${sayCount(subjects)}</title></path>`;
}

const n = (value: number): string => value.toFixed(1);

function bar({ name, came, x, y, height }: Node): Html {
  return html`<rect class="ap-${name}" x="${n(x)}" y="${n(y)}" width="${BAR}" height="${n(height)}"></rect><text class="flow-name" x="${n(x)}" y="${n(y + height + 15)}">${sayAccessPoint(name)} ${sayCount(came)}</text>`;
}

function description(flows: AccessPointsView['flows']): string {
  const steps = flows
    .filter(({ from }) => from !== '')
    .sort((a, b) => b.subjects - a.subjects)
    .slice(0, 8)
    .map(({ from, to, subjects }) => `${subjects} from ${sayAccessPoint(from)} to ${sayAccessPoint(to)}`);
  return steps.length === 0 ? 'Nobody went from one to another yet.' : `${steps.join('; ')}.`;
}
