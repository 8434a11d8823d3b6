/**
 * A server that misbehaves as real ones do now and then: it refuses for a while, cuts answers off, answers with what it
 * answered before, and gives lists in another order. The same seed misbehaves in the same way.
 */
import { type Http, type HttpAnswer, LeadspringError } from '../../src/base/plain.ts';

export interface Mischief {
  /** How often of a hundred requests, each. */
  readonly limits: number;
  readonly cuts: number;
  readonly repeats: number;
  readonly shuffles: number;
}

const MISCHIEF: Mischief = { limits: 8, cuts: 8, repeats: 12, shuffles: 50 };

/** Makes it of a server that behaves. @param counts is told how often it did what */
export function hostileRemote(
  http: Http,
  seed: number,
  counts: Record<keyof Mischief, number> = { limits: 0, cuts: 0, repeats: 0, shuffles: 0 },
  mischief: Mischief = MISCHIEF,
): Http {
  const random = randomOf(seed);
  const before = new Map<string, HttpAnswer>();
  const does = (what: keyof Mischief): boolean => {
    const done = random() * 100 < mischief[what];
    if (done) counts[what]++;
    return done;
  };
  return {
    request: async (url, request) => {
      if (does('limits')) throw new LeadspringError('remote_limited', 'The server asks to wait for an hour.');
      const { pathname } = new URL(url);
      const earlier = before.get(pathname);
      if (earlier !== undefined && does('repeats')) return earlier;
      const answer = await http.request(url, request);
      if (does('cuts')) return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
      const given = does('shuffles') ? shuffled(answer, random) : answer;
      before.set(pathname, given);
      return given;
    },
  };
}

/** mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled(answer: HttpAnswer, random: () => number): HttpAnswer {
  const value: unknown = JSON.parse(Buffer.from(answer.body).toString('utf8'));
  return { ...answer, body: new Uint8Array(Buffer.from(JSON.stringify(shuffle(value, random)))) };
}

function shuffle(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) {
    const keyed = value.map((item): [number, unknown] => [random(), shuffle(item, random)]);
    return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shuffle(part, random)]));
}
