/** Matches a whole set of records at once. */
import { openBlocks } from './blocks.ts';
import { clusterLinks, type Link } from './cluster.ts';
import { type Finding, findEvidence, mayMatch } from './evidence.ts';
import { type Frequencies, openFrequencies } from './frequencies.ts';
import { enlarged } from './hashing.ts';
import { learnParameters } from './learn.ts';
import type { Parameters } from './parameters.ts';
import { type Profile, profileOf } from './profile.ts';
import { compareRecords, sortedRecords } from './record_order.ts';
import { explainPair, openScale, priorFor, probabilityOf } from './score.ts';
import { openSieve } from './sieve.ts';
import { eachPartner, type Pairs, touchedBy } from './touched.ts';
import {
  DEFAULT_THRESHOLDS,
  type MatchRecord,
  type PairScore,
  type ScoredPair,
  type Thresholds,
} from './types.ts';

export interface MatchOptions {
  readonly thresholds?: Thresholds;
  /** Given, nothing is learned. */
  readonly parameters?: Parameters;
  /**
   * Ids of the records that are new since all were matched. Given, only the people that these may change are looked
   * at, with the same answer about them as without.
   */
  readonly fresh?: ReadonlySet<string>;
  /** Told now and then how many of how many records were compared. */
  readonly progress?: (done: number, all: number) => void;
}

export interface MatchResult {
  /** Ids of the records of one person, one list per person with several records, in the order of content. */
  readonly clusters: readonly (readonly string[])[];
  /** Pairs at or above `decide` that hold the clusters together. */
  readonly decided: readonly ScoredPair[];
  /** Pairs between the thresholds, and stronger ones that contradicting names in their clusters forbade. */
  readonly suggestions: readonly ScoredPair[];
  /** The reasons of a pair of this result. Made on demand, since a million records have a million pairs. */
  readonly explain: (pair: ScoredPair) => PairScore;
  /** By id: 0..1 that the record is where it belongs. */
  readonly confidence: ReadonlyMap<string, number>;
  /** Whether the answer is about this record: about each, but for `fresh`. */
  readonly covers: (id: string) => boolean;
  readonly parameters: Parameters;
  readonly thresholds: Thresholds;
}

/** Records to learn from, at most. */
const SAMPLE = 5_000;

/**
 * Finds the people in a set of records. The answer depends on what the records say, not on their order.
 * Time grows about in proportion to the records; about 1 kB of memory each.
 */
export function matchRecords(records: readonly MatchRecord[], options: MatchOptions = {}): MatchResult {
  const thresholds = options.thresholds ?? DEFAULT_THRESHOLDS;
  const { profiles, copies } = profilesOf(records);
  const counts = openFrequencies(profiles.length);
  for (const profile of profiles) counts.add(profile);
  const pairs = findPairs(profiles, options.fresh === undefined, options.progress);
  const parameters = options.parameters ?? learnFrom(profiles, pairs, counts);
  const filtered = options.fresh === undefined;
  const model = { profiles, copies, counts, parameters, thresholds, filtered };
  const touched = options.fresh === undefined ? undefined : touchedIn(model, pairs, options.fresh);
  return answer({ ...model, touched, links: scorePairs(model, pairs, touched) });
}

/** Profiles in the order of their content, exact copies once. */
function profilesOf(records: readonly MatchRecord[]): {
  profiles: readonly Profile[];
  copies: ReadonlyMap<number, readonly string[]>;
} {
  const profiles: Profile[] = [];
  const copies = new Map<number, string[]>();
  for (const record of sortedRecords(records)) {
    const at = profiles.length - 1;
    const last = profiles[at];
    // Records that say nothing are not copies of each other.
    if (last && compareRecords(last.record, record, false) === 0 && saysSomething(last)) {
      const list = copies.get(at);
      if (list === undefined) copies.set(at, [record.id]);
      else list.push(record.id);
    } else profiles.push(profileOf(record));
  }
  return { profiles, copies };
}

const saysSomething = (profile: Profile): boolean =>
  profile.address !== '' || profile.account !== '' || profile.name.joined !== '';

function findPairs(
  profiles: readonly Profile[],
  filter: boolean,
  progress?: (done: number, all: number) => void,
): Pairs {
  const blocks = openBlocks(profiles.length);
  const sieve = filter ? openSieve(profiles.length) : undefined;
  const ends = new Int32Array(profiles.length);
  let partners = new Int32Array(profiles.length * 2);
  let count = 0;
  for (const [at, profile] of profiles.entries()) {
    sieve?.add(profile);
    blocks.visit(profile, at, (other) => {
      const judgement = sieve?.judge(other, at) ?? 'may_match';
      if (judgement === 'apart' || (judgement === 'unsure' && !mayMatchBy(profiles, other, at))) return;
      if (count === partners.length) partners = enlarged(partners);
      partners[count++] = other;
    });
    ends[at] = count;
    if (at % 1000 === 0) progress?.(at, profiles.length);
  }
  progress?.(profiles.length, profiles.length);
  return { count, partners, ends };
}

function mayMatchBy(profiles: readonly Profile[], a: number, b: number): boolean {
  const [one, other] = [profiles[a], profiles[b]];
  return one !== undefined && other !== undefined && mayMatch(one, other);
}

interface Model {
  /** Whether pairs that cannot match are out already. With `fresh` most pairs are never asked, so that is left for later. */
  readonly filtered: boolean;
  readonly profiles: readonly Profile[];
  readonly copies: ReadonlyMap<number, readonly string[]>;
  readonly counts: Frequencies;
  readonly parameters: Parameters;
  readonly thresholds: Thresholds;
}

/** Learns from an even sample of records and their pairs. */
function learnFrom(profiles: readonly Profile[], pairs: Pairs, counts: Frequencies): Parameters {
  const step = Math.max(1, Math.ceil(profiles.length / SAMPLE));
  const sample: (readonly Finding[])[] = [];
  for (let b = 0; b < profiles.length; b += step)
    eachPartner(pairs, b, (a) => {
      const [one, other] = [profiles[a], profiles[b]];
      // Copied, so that findings die young: the engine would otherwise learn to make them all in old space.
      if (one !== undefined && other !== undefined && mayMatch(one, other))
        sample.push(findEvidence(one, other, counts).map((finding) => ({ ...finding })));
    });
  return learnParameters(sample, profiles.length, 1 / step);
}

/** The probability of two records by their numbers, the lower one first. */
function scorer({ profiles, counts, parameters, filtered }: Model): (a: number, b: number) => number {
  const prior = priorFor(parameters, profiles.length);
  const weigh = openScale(counts, parameters);
  return (a, b) => {
    const [one, other] = [profiles[a], profiles[b]];
    if (one === undefined || other === undefined || !(filtered || mayMatch(one, other))) return 0;
    return probabilityOf(weigh(one, other, prior));
  };
}

function touchedIn(model: Model, pairs: Pairs, fresh: ReadonlySet<string>): Uint8Array {
  const { profiles, copies, thresholds } = model;
  const score = scorer(model);
  const isFresh = (at: number): boolean =>
    fresh.has(profiles[at]?.id ?? '') || copies.get(at)?.some((id) => fresh.has(id)) === true;
  const isLink = (a: number, b: number): boolean =>
    !isHeld(profiles, a, b) && score(a, b) >= thresholds.decide;
  const isPair = (a: number, b: number): boolean => mayMatchBy(profiles, a, b);
  return touchedBy(profiles, pairs, { isFresh, isPair, isLink });
}

function scorePairs(model: Model, pairs: Pairs, touched: Uint8Array | undefined): readonly Link[] {
  const score = scorer(model);
  const links: Link[] = [];
  for (let b = 0; b < model.profiles.length; b++)
    eachPartner(pairs, b, (a) => {
      if (touched !== undefined && touched[a] === 0 && touched[b] === 0) return;
      const probability = score(a, b);
      if (probability >= model.thresholds.suggest) links.push({ a, b, probability });
    });
  return links;
}

/** Whether a link of the two is at most suggested. */
const isHeld = (profiles: readonly Profile[], a: number, b: number): boolean =>
  profiles[a]?.record.suggestOnly === true || profiles[b]?.record.suggestOnly === true;

interface Found extends Model {
  readonly links: readonly Link[];
  /** By number of record: 1 when the answer is about it; undefined when it is about all. */
  readonly touched: Uint8Array | undefined;
}

function answer(found: Found): MatchResult {
  const { profiles, links, thresholds, parameters, touched } = found;
  const held = new Set(links.filter(({ a, b }) => isHeld(profiles, a, b)));
  const free = held.size === 0 ? links : links.filter((link) => !held.has(link));
  const { of, refused } = clusterLinks(profiles, free, thresholds.decide);
  for (const link of refused) held.add(link);
  const strong = (link: Link): boolean => link.probability >= thresholds.decide && !held.has(link);
  const open = links.filter((link) => !strong(link) && of[link.a] !== of[link.b]);
  const scored = ({ a, b, probability }: Link): ScoredPair => ({
    a: profiles[a]?.id ?? '',
    b: profiles[b]?.id ?? '',
    probability,
  });
  return {
    clusters: clustersOf(found, of),
    decided: links.filter(strong).map(scored),
    suggestions: open.sort((x, y) => y.probability - x.probability || x.a - y.a || x.b - y.b).map(scored),
    explain: explainer(found),
    confidence: confidenceOf(found, of),
    covers: touched === undefined ? () => true : coverage(found, touched),
    parameters,
    thresholds,
  };
}

function coverage({ profiles, copies }: Found, touched: Uint8Array): (id: string) => boolean {
  const ids = new Set<string>();
  for (const [at, profile] of profiles.entries()) {
    if (touched[at] === 0) continue;
    for (const id of [profile.id, ...(copies.get(at) ?? [])]) ids.add(id);
  }
  return (id) => ids.has(id);
}

function explainer({ profiles, counts, parameters }: Found): MatchResult['explain'] {
  const prior = priorFor(parameters, profiles.length);
  let byId: ReadonlyMap<string, Profile> | undefined;
  return (pair) => {
    byId ??= new Map(profiles.map((profile) => [profile.id, profile]));
    const [a, b] = [byId.get(pair.a), byId.get(pair.b)];
    if (a === undefined || b === undefined) return { ...pair, prior, reasons: [] };
    return explainPair([pair.a, pair.b], findEvidence(a, b, counts), parameters, prior);
  };
}

function clustersOf({ profiles, copies }: Found, of: readonly number[]): readonly (readonly string[])[] {
  // Most records are alone, and for these there is nothing to put together.
  const sizes = new Int32Array(profiles.length);
  for (const root of of) sizes[root] = (sizes[root] ?? 0) + 1;
  const members = new Map<number, string[]>();
  for (const [at, profile] of profiles.entries()) {
    const root = of[at] ?? at;
    const same = copies.get(at);
    if (same === undefined && (sizes[root] ?? 0) < 2) continue;
    const list = members.get(root) ?? [];
    list.push(profile.id, ...(same ?? []));
    members.set(root, list);
  }
  return [...members.values()];
}

/** In a cluster: the strongest link within it. Alone: that the strongest link to another is wrong. */
function confidenceOf(
  { profiles, copies, links }: Found,
  of: readonly number[],
): ReadonlyMap<string, number> {
  const inside = new Float64Array(profiles.length);
  const outside = new Float64Array(profiles.length);
  for (const { a, b, probability } of links) {
    const side = of[a] === of[b] ? inside : outside;
    side[a] = Math.max(side[a] ?? 0, probability);
    side[b] = Math.max(side[b] ?? 0, probability);
  }
  const confidence = new Map<string, number>();
  for (const [at, profile] of profiles.entries()) {
    // No link is a probability of 0.
    const value = inside[at] || 1 - (outside[at] ?? 0);
    confidence.set(profile.id, value);
    for (const id of copies.get(at) ?? NO_IDS) confidence.set(id, value);
  }
  return confidence;
}

const NO_IDS: readonly string[] = [];
