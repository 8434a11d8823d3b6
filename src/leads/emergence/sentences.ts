/** Emergence in plain sentences. */
import type { AccessPoint } from '../../intake/index.ts';
import type { Surprise } from './types.ts';

type Says = Pick<Surprise, 'measure' | 'accessPoint' | 'observed' | 'traffic' | 'unnamed'>;

/**
 * One surprise: `4 people (forum) in the last 28 days, against 0.3 expected.` What is expected is of the subject's own
 * past, where it has one, of others like it, and of the times. A person counts where they went furthest.
 */
export function saySurprise(surprise: Surprise, days = 28): string {
  const { expected, effect } = surprise;
  const times = effect >= 1.2 || effect <= 0.8 ? `; everybody did ${effect.toFixed(1)} times the usual` : '';
  return `${sayWhat(surprise)} in the last ${days} days, against ${sayNumber(expected)} expected${times}.`;
}

function sayWhat(surprise: Says): string {
  const { measure, accessPoint, observed } = surprise;
  const where = accessPoint === null ? '' : ` (${sayAccessPoint(accessPoint)})`;
  switch (measure) {
    case 'people':
      return `${sayPeople(observed)}${where}`;
    case 'access_points':
      return `${observed} ${observed === 1 ? 'place' : 'places'} where the product is met`;
    case 'deeper':
      return `${sayPeople(observed)} taking a step up for the first time (trying, asking or building)`;
    case 'commercial':
      return `${sayCounted(surprise)} on topics of guarantees${where}`;
  }
}

/** Traffic is never called people, and neither is a shared mailbox. */
function sayCounted({ observed, traffic, unnamed }: Says): string {
  const people = observed - (traffic ? 1 : 0) - (unnamed ? 1 : 0);
  const all = [
    ...(people > 0 ? [sayPeople(people)] : []),
    ...(unnamed ? ['a shared mailbox'] : []),
    ...(traffic ? ['network traffic'] : []),
  ];
  const last = all.pop() ?? 'nobody';
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`;
}

function sayPeople(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function sayAccessPoint(accessPoint: AccessPoint): string {
  return accessPoint.replaceAll('_', ' ');
}

function sayNumber(value: number): string {
  if (value < 0.1) return 'less than 0.1';
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
