/** Matches a whole set of records at once. */
import { openBlocks } from './blocks.ts';
import { clusterLinks, type Link } from './cluster.ts';
import { type Finding, findEvidence } from './evidence.ts';
import { type Frequencies, openFrequencies } from './frequencies.ts';
import { learnParameters } from './learn.ts';
import type { Parameters } from './parameters.ts';
import { type Profile, profileOf } from './profile.ts';
import { explainPair, priorFor, probabilityOf, sumUp } from './score.ts';
import { DEFAULT_THRESHOLDS, type MatchRecord, type PairScore, type Thresholds } from './types.ts';

export interface MatchOptions {
  readonly thresholds?: Thresholds;
  /** Given, nothing is learned. */
  readonly parameters?: Parameters;
  /** Told now and then how many of how many records were compared. */
  readonly progress?: (done: number, all: number) => void;
}

export interface MatchResult {
  /** Ids of the records of one person, one list per person with several records, in the order of content. */
  readonly clusters: readonly (readonly string[])[];
  /** Pairs at or above `decide` that hold the clusters together or were refused (then a suggestion too). */
  readonly decided: readonly PairScore[];
  /** Pairs between the thresholds, and stronger ones that contradicting names in their clusters forbade. */
  readonly suggestions: readonly PairScore[];
  /** By id: 0..1 that the record is where it belongs. */
  readonly confidence: ReadonlyMap<string, number>;
  readonly parameters: Parameters;
  readonly thresholds: Thresholds;
}

/** Pairs to learn from. */
const SAMPLE = 200_000;

/**
 * Finds the people in a set of records. The answer depends on what the records say, not on their order.
 * Time grows about in proportion to the records; about 1 kB of memory each.
 */
export function matchRecords(records: readonly MatchRecord[], options: MatchOptions = {}): MatchResult {
  const thresholds = options.thresholds ?? DEFAULT_THRESHOLDS;
  const { profiles, copies } = profilesOf(records);
  const counts = openFrequencies(profiles.length);
  for (const profile of profiles) counts.add(profile);
  const parameters = options.parameters ?? learnFrom(profiles, counts);
  const links = findLinks(profiles, counts, parameters, thresholds, options.progress);
  return answer({ profiles, copies, counts, parameters, links, thresholds });
}

/** Profiles in the order of their content, exact copies once. */
function profilesOf(records: readonly MatchRecord[]): {
  profiles: readonly Profile[];
  copies: ReadonlyMap<number, readonly string[]>;
} {
  const all = records.map(profileOf).sort((a, b) => order(a.content, b.content) || order(a.id, b.id));
  const profiles: Profile[] = [];
  const copies = new Map<number, string[]>();
  for (const profile of all) {
    const at = profiles.length - 1;
    // Records that say nothing are not copies of each other.
    if (profiles[at]?.content === profile.content && saysSomething(profile)) {
      const list = copies.get(at);
      if (list === undefined) copies.set(at, [profile.id]);
      else list.push(profile.id);
    } else profiles.push(profile);
  }
  return { profiles, copies };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const saysSomething = (profile: Profile): boolean =>
  profile.address !== '' || profile.account !== '' || profile.name.joined !== '';

/** Learns from an even sample of records and all their candidates. */
function learnFrom(profiles: readonly Profile[], counts: Frequencies): Parameters {
  const blocks = openBlocks(profiles.length);
  const step = Math.max(1, Math.ceil(profiles.length / 20_000));
  const pairs: (readonly Finding[])[] = [];
  let asked = 0;
  for (const [at, profile] of profiles.entries()) {
    if (at % step === 0 && pairs.length < SAMPLE) {
      asked++;
      for (const other of blocks.candidates(profile)) pairs.push(evidenceOf(profiles, at, other, counts));
    }
    blocks.add(profile, at);
  }
  return learnParameters(pairs, profiles.length, asked / Math.max(1, profiles.length));
}

function evidenceOf(profiles: readonly Profile[], a: number, b: number, counts: Frequencies): readonly Finding[] {
  const [one, other] = [profiles[a], profiles[b]];
  return one === undefined || other === undefined ? [] : findEvidence(one, other, counts);
}

function findLinks(
  profiles: readonly Profile[],
  counts: Frequencies,
  parameters: Parameters,
  thresholds: Thresholds,
  progress?: (done: number, all: number) => void,
): readonly Link[] {
  const blocks = openBlocks(profiles.length);
  const prior = priorFor(parameters, profiles.length);
  const links: Link[] = [];
  for (const [at, profile] of profiles.entries()) {
    for (const other of blocks.candidates(profile)) {
      const findings = evidenceOf(profiles, other, at, counts);
      const probability = probabilityOf(sumUp(findings, parameters, prior));
      if (probability >= thresholds.suggest) links.push({ a: other, b: at, probability });
    }
    blocks.add(profile, at);
    if (at % 1000 === 0) progress?.(at, profiles.length);
  }
  progress?.(profiles.length, profiles.length);
  return links;
}

interface Found {
  readonly profiles: readonly Profile[];
  readonly copies: ReadonlyMap<number, readonly string[]>;
  readonly counts: Frequencies;
  readonly parameters: Parameters;
  readonly links: readonly Link[];
  readonly thresholds: Thresholds;
}

function answer(found: Found): MatchResult {
  const { profiles, links, thresholds, parameters, counts } = found;
  const names = profiles.map((profile) => profile.name);
  const { of, refused } = clusterLinks(names, links, thresholds.decide);
  const prior = priorFor(parameters, profiles.length);
  const explain = ({ a, b }: Link): PairScore => {
    const ids = [profiles[a]?.id ?? '', profiles[b]?.id ?? ''] as const;
    return explainPair(ids, evidenceOf(profiles, a, b, counts), parameters, prior);
  };
  const kept = new Set(refused);
  const decided = links.filter((link) => link.probability >= thresholds.decide && !kept.has(link));
  const open = links.filter((link) => link.probability < thresholds.decide || kept.has(link));
  const suggestions = open.filter(({ a, b }) => of[a] !== of[b]);
  return {
    clusters: clustersOf(found, of),
    decided: decided.map(explain),
    suggestions: suggestions.map(explain).sort((x, y) => y.probability - x.probability),
    confidence: confidenceOf(found, of),
    parameters,
    thresholds,
  };
}

function clustersOf({ profiles, copies }: Found, of: readonly number[]): readonly (readonly string[])[] {
  const members = new Map<number, string[]>();
  for (const [at, profile] of profiles.entries()) {
    const root = of[at] ?? at;
    const list = members.get(root) ?? [];
    list.push(profile.id, ...(copies.get(at) ?? []));
    members.set(root, list);
  }
  return [...members.values()].filter((ids) => ids.length > 1);
}

/** In a cluster: the strongest link within it. Alone: that the strongest link to another is wrong. */
function confidenceOf({ profiles, copies, links }: Found, of: readonly number[]): ReadonlyMap<string, number> {
  const inside = new Map<number, number>();
  const outside = new Map<number, number>();
  for (const { a, b, probability } of links) {
    const side = of[a] === of[b] ? inside : outside;
    for (const at of [a, b]) side.set(at, Math.max(side.get(at) ?? 0, probability));
  }
  const confidence = new Map<string, number>();
  for (const [at, profile] of profiles.entries()) {
    const value = inside.get(at) ?? 1 - (outside.get(at) ?? 0);
    for (const id of [profile.id, ...(copies.get(at) ?? [])]) confidence.set(id, value);
  }
  return confidence;
}
