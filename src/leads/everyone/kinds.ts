/** Kinds of acts as numbers: an access point, an act and a topic, and what else tells acts apart. */
import { ACCESS_POINTS, ACTS, type AccessPoint, type Act } from '../../intake/plain.ts';

/** What the number of a kind of act stands for. */
export interface Kind {
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly topic: string | null;
  /** Anonymous traffic of a network. */
  readonly network: boolean;
  readonly madeUp: boolean;
}

export const MADE_UP = 1;
export const NETWORK = 2;
const FLAGS = 4;
/** More topics than a weights table holds. */
const TOPICS = 1_024;

/** All pairs of an access point and an act, and the number of each. `spend` is nobody's. */
export const CODES = ACCESS_POINTS.flatMap((accessPoint, place) =>
  ACTS.map((act, index) => ({ accessPoint, act, code: place * ACTS.length + index })),
).filter(({ act }) => act !== 'spend');

/** @param topic from 1 on; 0 is none. @param flags `MADE_UP` and `NETWORK` added up */
export function kindNumber(code: number, topic: number, flags: number): number {
  return (code * TOPICS + topic) * FLAGS + flags;
}

/** The code of a kind. */
export function codeOf(kind: number): number {
  return Math.floor(kind / (TOPICS * FLAGS));
}

/** The same kind with a topic, of one that has none. */
export function withTopic(kind: number, topic: number): number {
  return kind + topic * FLAGS;
}

/** @param topics the names of topics; their numbers begin with 1 */
export function kindOf(number: number, topics: readonly string[]): Kind {
  const flags = number % FLAGS;
  const topic = Math.floor(number / FLAGS) % TOPICS;
  const code = codeOf(number);
  const accessPoint = ACCESS_POINTS[Math.floor(code / ACTS.length)];
  const act = ACTS[code % ACTS.length];
  if (accessPoint === undefined || act === undefined) throw new RangeError(`no kind of act: ${number}`);
  return {
    ...{ accessPoint, act, topic: topic === 0 ? null : (topics[topic - 1] ?? null) },
    ...{ network: (flags & NETWORK) !== 0, madeUp: (flags & MADE_UP) !== 0 },
  };
}
