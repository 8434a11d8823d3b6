/**
 * What many moderate surprises are worth together, measured on the population's own past.
 *
 * The sum of −ln p over the surprises of a subject (Fisher's statistic) gains from several that are moderate, which the
 * harmonic mean does not. Its distribution when nothing changes is not known from theory: counts are few and whole,
 * and the same person stands in several measures. So it is taken from what subjects of this population showed in
 * earlier windows (an empirical null; Efron 2004). Earlier windows hold real changes, too, so the null is too wide and
 * the answer careful. Beyond what was ever seen, the excesses over a high threshold are taken to be exponential (peaks
 * over threshold; Pickands 1975), the middle one of the three tails that excesses can have.
 */
import { upperTail } from './gamma_poisson.ts';
import { expectedNow, type Usual, weigh } from './population.ts';
import type { EmergenceSettings } from './settings.ts';
import type { SubjectCounts } from './types.ts';

/** Fisher's statistic. */
export function sumOfSurprises(ps: readonly number[]): number {
  return ps.reduce((sum, p) => sum - Math.log(Math.max(p, LEAST_P)), 0);
}
const LEAST_P = 1e-15;

/** Probability of at least such a sum when nothing changed; 1 where too little past is known to say. */
export type NullTail = (sum: number) => number;

/** Earlier windows that are looked at: half a year. Each has its own past before it. */
const WINDOWS = 6;
/** Subjects whose earlier windows are looked at, at most; by the hash of their id, so that the choice is fair. */
const MOST_SUBJECTS = 4_000;
/** Fewer windows of subjects say nothing of a tail. */
const LEAST_WINDOWS = 500;
const TAIL = 0.02;
const LEAST_TAIL = 12;

/** Collects subjects and forgets most of them when there are many. */
export interface NullSample {
  add(counts: SubjectCounts): void;
  /** The tail, once the population is learned. */
  tail(usual: ReadonlyMap<string, Usual>): NullTail;
}

export function openNullSample(settings: EmergenceSettings): NullSample {
  let kept: { readonly hash: number; readonly counts: SubjectCounts }[] = [];
  let every = 1;
  return {
    add: (counts) => {
      const hash = hashOf(counts.id);
      if (hash % every !== 0 || counts.age < 2) return;
      // Names of who was counted are not needed here.
      kept.push({ hash, counts });
      if (kept.length <= MOST_SUBJECTS) return;
      every *= 2;
      kept = kept.filter((one) => one.hash % every === 0);
    },
    tail: (usual) => {
      const sums: number[] = [];
      let windows = 0;
      for (const { counts } of kept) {
        for (let window = 1; window <= WINDOWS && window < counts.age; window++) {
          windows++;
          const sum = sumInWindow(counts, window, usual, settings);
          if (sum > 0) sums.push(sum);
        }
      }
      return tailOf(sums, windows);
    },
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** The statistic as it was in an earlier window, against the windows before that. */
function sumInWindow(
  { type, age, series }: SubjectCounts,
  window: number,
  usual: ReadonlyMap<string, Usual>,
  settings: EmergenceSettings,
): number {
  const ps: number[] = [];
  let people = 0;
  for (const [key, { measure, counts }] of series) {
    const observed = counts[window] ?? 0;
    const known = usual.get(key);
    if (observed === 0 || known === undefined) continue;
    // Each counts at one access point only, so this is how many there were.
    if (measure === 'people') people += observed;
    const before = weigh(counts.slice(window), age - window, settings);
    const own = expectedNow(before, age - window, known.effects.slice(window), known.gamma, settings);
    ps.push(upperTail(observed, own.gamma, known.effects[window] ?? 1));
  }
  return type === 'organization' && people < settings.people ? 0 : sumOfSurprises(ps);
}

/**
 * The tail of sums that were seen.
 * @param positive the sums above nothing
 * @param all how many sums there were, those of nothing included
 */
export function tailOf(positive: readonly number[], all: number): NullTail {
  const falling = positive.toSorted((a, b) => b - a);
  const tail = Math.min(Math.floor(all * TAIL), falling.length - 1);
  const threshold = falling[tail];
  if (all < LEAST_WINDOWS || tail < LEAST_TAIL || threshold === undefined) return () => 1;
  const excess = falling.slice(0, tail).reduce((sum, value) => sum + value - threshold, 0) / tail;
  return (sum) => {
    if (sum <= 0) return 1;
    if (sum > threshold) return (tail / all) * Math.exp(-(sum - threshold) / excess);
    return Math.min(1, (countFrom(falling, sum) + 1) / (all + 1));
  };
}

/** How many of falling values are at least `value`: by halving, for this is asked of every subject. */
function countFrom(falling: readonly number[], value: number): number {
  let [low, high] = [0, falling.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((falling[middle] ?? 0) >= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
