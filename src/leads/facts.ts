/** What the score is made from: a subject and its acts, added up by day. Filled by store.ts, judged by the rest. */
import type { AccessPoint, Act } from '../intake/index.ts';

/** Days since 1970-01-01, UTC. */
export type Day = number;

/** A person's id; where everybody is judged at once, a number among the people of one subject, from 0 on. */
export type PersonKey = string | number;

/** Acts of one kind, on one day, by one person (or by nobody known). */
export interface Cell {
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  /** Name of the topic touched, or null. */
  readonly topic: string | null;
  readonly day: Day;
  readonly personId: PersonKey | null;
  /** True for anonymous traffic of a network: nobody's act in particular. */
  readonly network: boolean;
  /** How often. */
  readonly quantity: number;
  /** `quantity` times the confidence that it was this subject. */
  readonly weight: number;
}

/** A contract or deal as it was recorded. */
export interface Agreement {
  readonly act: 'contract' | 'deal_open' | 'deal_won' | 'deal_lost';
  readonly day: Day;
  readonly title: string;
  /** First and last day of a contract in force, where the record has them. */
  readonly from: Day | null;
  readonly to: Day | null;
}

export interface Subject {
  readonly id: string;
  readonly type: 'organization' | 'person';
  readonly name: string;
  readonly domain: string | null;
  /** Kind of organization; `person` for a person. */
  readonly kind: string;
  readonly kindReason: string;
  /** One of the vendor's own organizations. */
  readonly own: boolean;
  /** A member of the ecosystem: lives from the product, and so is no lead. */
  readonly member: boolean;
  /** Holds data of a made-up sample. */
  readonly madeUp: boolean;
}

/** Whether a subject is the vendor or a member, whom nobody need win. */
export function isInsider({ own, member }: Pick<Subject, 'own' | 'member'>): boolean {
  return own || member;
}

/** Everything known about one subject up to a day. */
export interface Facts {
  readonly subject: Subject;
  readonly cells: readonly Cell[];
  readonly agreements: readonly Agreement[];
  /** Names of people seen, when there are few; for telling a person's own domain from a firm's. */
  readonly names: readonly string[];
}
