/** Emergence in plain sentences. */
import type { AccessPoint } from '../../intake/index.ts';
import type { Surprise } from './types.ts';

const NAMES: Readonly<Record<Surprise['measure'], readonly [one: string, many: string]>> = {
  people: ['person', 'people'],
  access_points: ['place where the product is met', 'places where the product is met'],
  deeper: ['person went further than before', 'people went further than before'],
  commercial: ['person on topics of guarantees', 'people on topics of guarantees'],
};

/** One surprise: `4 people in the forum in the last 28 days, where 0.3 were to be expected.` */
export function saySurprise(
  { measure, accessPoint, observed, expected, effect }: Surprise,
  days = 28,
): string {
  const [one, many] = NAMES[measure];
  const what = `${observed} ${observed === 1 ? one : many}`;
  const where = accessPoint === null ? '' : ` (${sayAccessPoint(accessPoint)})`;
  const times =
    effect >= 1.2 || effect <= 0.8 ? `, what everybody did (× ${effect.toFixed(1)}) included` : '';
  return `${what}${where} in the last ${days} days; its own past made ${sayNumber(expected)} likely${times}.`;
}

function sayAccessPoint(accessPoint: AccessPoint): string {
  return accessPoint.replaceAll('_', ' ');
}

function sayNumber(value: number): string {
  if (value < 0.1) return 'less than 0.1';
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
