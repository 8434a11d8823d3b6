/** What goes into emergence and what comes out. */
import type { AccessPoint } from '../../intake/index.ts';
import type { Cell, Day, PersonKey } from '../facts.ts';

/** A subject and its acts up to a day. */
export interface SubjectActs {
  readonly id: string;
  readonly type: 'organization' | 'person';
  /** `quantity` and `weight` are not looked at: a thousand downloads of one build server are one thing. */
  readonly cells: readonly Cell[];
  /** Where people in the cells are numbers from 0 on: who each is, by number, as `Staff` has them. */
  readonly people?: ArrayLike<number>;
}

/** People whose acts do not count: the vendor's staff and members. Ids, or numbers where everybody is judged. */
export type Staff = ReadonlySet<PersonKey>;

/** What may rise. */
export type Measure = 'people' | 'access_points' | 'deeper' | 'commercial';

/** A measure, at one access point or over all. */
export interface SeriesName {
  readonly measure: Measure;
  readonly accessPoint: AccessPoint | null;
}

/** Who was counted in the trailing window. */
export interface Counted {
  /** People; where nobody asked for their names, nobody. */
  readonly who: readonly string[];
  /** Whether traffic of a network was counted, which is one thing and nobody. */
  readonly traffic: boolean;
  /** Whether somebody was counted whom no name is known of: a shared mailbox. All of them are one thing. */
  readonly unnamed: boolean;
}

/** One measure of one subject by window; index 0 is the trailing window, 1 the one before it. */
export interface Series extends SeriesName, Counted {
  readonly counts: readonly number[];
  /** First day of the trailing window on which something was counted. */
  readonly since: Day | null;
}

/** All that is counted of one subject. */
export interface SubjectCounts {
  readonly id: string;
  readonly type: SubjectActs['type'];
  /** Windows between the subject's first act and now: 0 is new in the trailing window. */
  readonly age: number;
  /** Different people in the trailing window. Traffic and shared mailboxes are nobody. */
  readonly people: number;
  readonly series: ReadonlyMap<string, Series>;
}

/** A measure that rose, and how surprising that is. */
export interface Surprise extends SeriesName, Counted {
  readonly observed: number;
  /** What was to be expected of this subject's own past, of subjects like it, and of the times. */
  readonly expected: number;
  /** What everybody did in the trailing window, as a multiple of the usual. */
  readonly effect: number;
  /** Probability of at least so many when nothing changed. */
  readonly p: number;
  readonly since: Day | null;
}

/** What emergence says of one subject. */
export interface Emergence {
  readonly id: string;
  readonly type: SubjectActs['type'];
  /** All surprises combined. */
  readonly p: number;
  /** The rate of false discoveries at which the subject is still on the list. */
  readonly falseDiscoveryRate: number;
  readonly emerging: boolean;
  /** First day of what made it emerge. */
  readonly since: Day | null;
  /** Most surprising first. */
  readonly surprises: readonly Surprise[];
}
