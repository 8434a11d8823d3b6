/** Words of the back-test. Times are milliseconds since the epoch. */
import type { Logistic } from '../model/index.ts';
import type { Baseline } from './baselines.ts';

/** Anything that became visible at some time, and must not be looked at from before. */
export interface Visible {
  readonly visibleAt: number;
}

/** Somebody contributed. People are hashes of their address and of their name. */
export interface EventRow extends Visible {
  readonly project: string;
  readonly email: string;
  readonly name: string;
  /** Domain of the address; empty for addresses that hide it. */
  readonly domain: string;
  /** Domains of all who signed the change off. */
  readonly signedOff: readonly string[];
}

/** A company listed itself as an adopter; visible from then on. */
export interface LabelRow extends Visible {
  readonly project: string;
  readonly company: string;
  readonly domain: string;
  /** When it raised its hand: the earlier of listing and the pull request for it. */
  readonly raisedAt: number;
  readonly usable: boolean;
}

/** One project, rows by rising time. */
export interface Project {
  readonly name: string;
  readonly events: readonly EventRow[];
  readonly labels: readonly LabelRow[];
  /** When the data ends. */
  readonly endsAt: number;
}

/** An act as it counts for an organization; visible once both the act and what says for whom are. */
export interface Act extends Visible {
  readonly at: number;
  readonly person: string;
  /** Key of the organization. */
  readonly organization: string;
  /** Domain that says so. */
  readonly domain: string;
}

/** An organization that may be ranked at a cut-off. */
export interface Candidate {
  readonly organization: string;
  /** Its domain most used. */
  readonly domain: string;
  /** By rising time; at least one. */
  readonly acts: readonly Act[];
}

/** What else is known of the world at a cut-off, to judge a candidate by. */
export interface Surroundings {
  readonly cutoff: number;
  /** All acts in the project up to then, of whomever. */
  readonly acts: number;
  /** Different people of the organization in the other projects given. */
  readonly peopleElsewhere: (organization: string) => number;
  /** Domains of the vendor, where they were told. */
  readonly vendorDomains: ReadonlySet<string>;
}

/** What the detection of changes said of a candidate. */
export interface Change {
  /** −ln of the probability of what was seen when nothing changed; 0 where nothing rose. */
  readonly surprise: number;
  /** Whether it was marked. */
  readonly emerging: boolean;
}

/** Nothing rose. */
export const NO_CHANGE: Change = { surprise: 0, emerging: false };

/** A candidate at a cut-off: what it looked like, and what came of it. */
export interface Judged extends Visible {
  readonly project: string;
  readonly cutoff: number;
  /** Key of the organization. */
  readonly organization: string;
  readonly domain: string;
  readonly x: readonly number[];
  /** What each feature says in a sentence; null where it has nothing to say. */
  readonly says: readonly (string | null)[];
  /** Its number in each baseline. */
  readonly baselines: Readonly<Record<Baseline, number>>;
  readonly change: Change;
  /** Null while the horizon is open; `visibleAt` is when it ends. */
  readonly outcome: 0 | 1 | null;
  /** When it became a hit, also while the horizon is open; null where it did not. */
  readonly hitAt: number | null;
}

/** A judged candidate with its probability. */
export interface Ranked extends Judged {
  readonly probability: number;
  /** The weights that made it. */
  readonly model: Logistic;
}

/** Somebody who raised its hand, and the first act that was visible before, if there was one. */
export interface Raised {
  readonly project: string;
  readonly raisedAt: number;
  /** Keys of organizations under which it may have been seen. */
  readonly keys: readonly string[];
  readonly firstSeenAt: number | null;
}

export const DAY = 86_400_000;
/** Days without an act after which an organization is not ranked. */
export const ACTIVE_DAYS = 180;
/** Days within which a listing counts as a hit. */
export const HORIZON_DAYS = 365;
/** Length of the list somebody can work through, unless another is asked for. */
export const TOP = 10;
