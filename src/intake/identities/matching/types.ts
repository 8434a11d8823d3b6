/** What goes into the matcher of people and what comes out. */

/**
 * Minutes east of UTC that clocks mostly showed in the two halves of a year between which they are put forward and
 * back, whichever of them is summer; null where nothing is known.
 */
export interface Timezone {
  readonly january: number | null;
  readonly july: number | null;
}

/** One identity as a source knows it. Everything but the id may be missing ('' counts as missing). */
export interface MatchRecord {
  /** Unique within one run; never used as evidence. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Further names that the identity was seen with: spellings, a former name, or those of others who use it. */
  readonly names?: readonly string[];
  readonly login?: string;
  /** Where the login is valid. */
  readonly platform?: string;
  readonly organization?: string;
  /** Keys of threads or commits in which the identity took part. Of `CROWDED_THREAD` people and more they say nothing. */
  readonly threads?: readonly string[];
  readonly timezone?: Timezone | null;
  readonly homepage?: string;
  /** True when the source has checked that the address belongs to whoever uses it. */
  readonly verified?: boolean;
  /** True for what may be several people (a bare name): its pairs are suggested, however probable, never decided. */
  readonly suggestOnly?: boolean;
}

/** One piece of evidence. */
export interface Reason {
  /** A sentence for people. */
  readonly reason: string;
  /** log2 of the likelihood ratio: positive speaks for one person, negative against. */
  readonly weight: number;
}

export interface ScoredPair {
  /** Ids of records; which one is `a` does not depend on their order in the input. */
  readonly a: string;
  readonly b: string;
  /** 0..1 that both are one person. */
  readonly probability: number;
}

export interface PairScore extends ScoredPair {
  /** log2 of the odds before any evidence; `prior` + the weights = log2(probability / (1 - probability)). */
  readonly prior: number;
  readonly reasons: readonly Reason[];
}

export interface Thresholds {
  /** At and above: one person, without asking. */
  readonly decide: number;
  /** At and above, below `decide`: a suggestion. */
  readonly suggest: number;
}

/** Chosen on tuning projects only; see README.md. */
export const DEFAULT_THRESHOLDS: Thresholds = { decide: 0.9, suggest: 0.3 };
