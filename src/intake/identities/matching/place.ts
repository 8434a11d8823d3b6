/** An index of records into which one more is placed in milliseconds. */
import { type Blocks, openBlocks } from './blocks.ts';
import { findEvidence, mayMatch } from './evidence.ts';
import { type Frequencies, openFrequencies } from './frequencies.ts';
import { openBuckets } from './hashing.ts';
import { DEFAULT_PARAMETERS, type Parameters } from './parameters.ts';
import { type Profile, profileOf } from './profile.ts';
import { explainPair, priorFor, probabilityOf, sumUp } from './score.ts';
import { DEFAULT_THRESHOLDS, type MatchRecord, type PairScore, type Thresholds } from './types.ts';

export interface Placement {
  /** Records already in the index that may be the same person, at or above `suggest`, likeliest first. */
  readonly matches: readonly PairScore[];
  /**
   * Pairs on the new record's address that were decided before it came and are no longer, since it shows that
   * the address is shared: to be looked at again.
   */
  readonly weakened: readonly PairScore[];
}

export interface PeopleIndex {
  /** Adds a record and says whose it may be. Ids must be new. */
  place(record: MatchRecord): Placement;
  readonly size: number;
}

export interface IndexOptions {
  readonly thresholds?: Thresholds;
  /** Learned by `matchRecords` on what there is; the documented defaults otherwise. */
  readonly parameters?: Parameters;
  /** How many records to make room for. */
  readonly expected?: number;
}

interface State {
  readonly profiles: Profile[];
  readonly counts: Frequencies;
  readonly blocks: Blocks;
  /** Records by address. */
  readonly users: ReturnType<typeof openBuckets>;
  readonly parameters: Parameters;
  readonly thresholds: Thresholds;
}

/** Beyond this many users of an address no pair on it was decided for its sake. */
const USERS_LIMIT = 24;

/** Opens an empty index; about 1 kB of memory per record. Not for several writers at once. */
export function openIndex(options: IndexOptions = {}): PeopleIndex {
  const expected = options.expected ?? 1024;
  const state: State = {
    profiles: [],
    counts: openFrequencies(expected),
    blocks: openBlocks(expected),
    users: openBuckets(expected),
    parameters: options.parameters ?? DEFAULT_PARAMETERS,
    thresholds: options.thresholds ?? DEFAULT_THRESHOLDS,
  };
  return {
    place: (record) => place(state, profileOf(record)),
    get size() {
      return state.profiles.length;
    },
  };
}

function place(state: State, profile: Profile): Placement {
  const { profiles, counts, blocks, users, thresholds } = state;
  const before = decidedOn(state, profile);
  const at = profiles.push(profile) - 1;
  const candidates: number[] = [];
  blocks.visit(profile, at, (other) => candidates.push(other));
  counts.add(profile);
  if (profile.addressKey !== 0) users.add(profile.addressKey, at);
  const matches: PairScore[] = [];
  for (const other of candidates) {
    const one = profiles[other];
    if (one !== undefined && mayMatch(one, profile) && probability(state, one, profile) >= thresholds.suggest)
      matches.push(explain(state, one, profile));
  }
  const weakened = before.filter(([a, b]) => probability(state, a, b) < thresholds.decide);
  return {
    matches: matches.sort((x, y) => y.probability - x.probability || (x.a < y.a ? -1 : 1)),
    weakened: weakened.map(([a, b]) => explain(state, a, b)),
  };
}

/** Pairs that use the address and are decided, as things stand. */
function decidedOn(state: State, { address, addressKey }: Profile): readonly (readonly [Profile, Profile])[] {
  if (addressKey === 0 || state.users.count(addressKey) > USERS_LIMIT) return [];
  const found: Profile[] = [];
  state.users.each(addressKey, (at) => {
    const user = state.profiles[at];
    if (user?.address === address) found.push(user);
    return true;
  });
  found.reverse(); // oldest first
  const pairs = found.flatMap((b, at) => found.slice(0, at).map((a) => [a, b] as const));
  return pairs.filter(([a, b]) => probability(state, a, b) >= state.thresholds.decide);
}

function probability(state: State, a: Profile, b: Profile): number {
  const prior = priorFor(state.parameters, state.profiles.length);
  return probabilityOf(sumUp(findEvidence(a, b, state.counts), state.parameters, prior));
}

function explain(state: State, a: Profile, b: Profile): PairScore {
  const prior = priorFor(state.parameters, state.profiles.length);
  return explainPair([a.id, b.id], findEvidence(a, b, state.counts), state.parameters, prior);
}
