/**
 * The sample's only source of chance: sfc32 (Chris Doty-Humphrey, PractRand), seeded by labels.
 * Every part of the story draws from a stream of its own (`createRandom(seed, 'visits', day)`), so adding a
 * draw in one place changes nothing elsewhere, and days can be told in any order.
 */
export interface Random {
  /** 0 <= x < 1. */
  next(): number;
  /** A whole number, both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  /** Throws a RangeError for an empty list. */
  pick<T>(list: readonly T[]): T;
  /** How many times something happened whose mean is `mean`. */
  poisson(mean: number): number;
  /** `count` different entries (or all, when there are fewer), in random order. */
  some<T>(list: readonly T[], count: number): T[];
}

/** A generator whose stream depends on nothing but its labels. */
export function createRandom(...labels: readonly (string | number)[]): Random {
  const next = sfc32(labels.join('\u0000'));
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => at(list, int(0, list.length - 1));
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    poisson: (mean) => poisson(mean, next),
    some: (list, count) => some(list, count, int),
  };
}

/** The entry at `index`; a RangeError when there is none, so that no caller has to invent a default. */
export function at<T>(list: readonly T[], index: number): T {
  if (index < 0 || index >= list.length)
    throw new RangeError(`no entry ${index} in a list of ${list.length}`);
  return list[index] as T;
}

/** FNV-1a, 32 bits, with MurmurHash3's last mixing, for its low bits alone are poor: a stable number for a text. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function sfc32(label: string): () => number {
  let a = hash(`a${label}`) | 0;
  let b = hash(`b${label}`) | 0;
  let c = hash(`c${label}`) | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** Knuth's product method; above 30 the normal approximation, for which the sum of uniforms is near enough. */
function poisson(mean: number, next: () => number): number {
  if (mean <= 0) return 0;
  if (mean > 30) {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += next();
    return Math.max(0, Math.round(mean + sum * Math.sqrt(mean)));
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > limit; product *= next()) count++;
  return count;
}

function some<T>(list: readonly T[], count: number, int: (min: number, max: number) => number): T[] {
  const rest = [...list];
  const chosen: T[] = [];
  while (chosen.length < count && rest.length > 0) {
    chosen.push(...rest.splice(int(0, rest.length - 1), 1));
  }
  return chosen;
}

/** A list to pick from by weight, in O(log n). Entries of weight 0 are never picked. */
export interface Weighted<T> {
  readonly total: number;
  pick(random: Random): T;
}

/** Prepares `list` for picking in proportion to `weightOf`. Picking from a total of 0 throws a RangeError. */
export function weighted<T>(list: readonly T[], weightOf: (entry: T) => number): Weighted<T> {
  const entries: T[] = [];
  const sums: number[] = [];
  let total = 0;
  for (const entry of list) {
    const weight = weightOf(entry);
    if (weight <= 0) continue;
    total += weight;
    entries.push(entry);
    sums.push(total);
  }
  return {
    total,
    pick(random) {
      const aim = random.next() * total;
      let low = 0;
      let high = sums.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (at(sums, middle) > aim) high = middle;
        else low = middle + 1;
      }
      return at(entries, low);
    },
  };
}
