/** What can be done with a lead, and what follows from it. */

/** Why a lead is none. Those that speak of the subject teach: others like it count less. */
export const DISQUALIFY_REASONS = {
  not_a_buyer: 'buys nothing of this kind',
  student: 'students or a course',
  hobby: 'a hobby',
  too_small: 'too small',
  wrong_company: 'not this company',
  competitor: 'a competitor',
  own_people: 'our own people or members',
  provider: 'a provider whose customers act',
  not_now: 'not now',
  other: 'another reason',
} as const;
export type DisqualifyReason = keyof typeof DISQUALIFY_REASONS;

/** Reasons that hold for others of the same kind and segment, too. */
export const TEACHING: ReadonlySet<DisqualifyReason> = new Set([
  'not_a_buyer',
  'student',
  'hobby',
  'too_small',
]);

export type StepDraft =
  | { readonly kind: 'assign'; readonly owner: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'snooze'; readonly until: number }
  | { readonly kind: 'disqualify'; readonly reason: DisqualifyReason; readonly text?: string }
  | { readonly kind: 'won'; readonly amount?: Amount }
  | { readonly kind: 'lost'; readonly text?: string; readonly amount?: Amount }
  | { readonly kind: 'do_not_contact'; readonly text?: string }
  | { readonly kind: 'reopen' };

/** A decimal with a point, and an ISO 4217 code. */
export interface Amount {
  readonly value: string;
  readonly currency: string;
}

export interface Step {
  readonly id: number;
  readonly subjectId: string;
  /** A `return` is taken by leadspring itself. */
  readonly kind: StepDraft['kind'] | 'return' | 'undo';
  readonly author: string;
  readonly text: string;
  readonly reason: string | null;
  /** Milliseconds since the epoch, like all times here. */
  readonly until: number | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly undoes: number | null;
  readonly at: number;
  /** False when it was undone. */
  readonly active: boolean;
}

export const STATUSES = ['open', 'snoozed', 'disqualified', 'won', 'lost', 'do_not_contact'] as const;
export type Status = (typeof STATUSES)[number];

/** Where a lead stands between those who work on it. */
export interface LeadStatus {
  readonly status: Status;
  readonly owner: string | null;
  /** Of a disqualification or a return, or what was said at a loss. */
  readonly reason: string | null;
  readonly until: number | null;
  /** When the status began; 0 for a lead that nobody has touched. */
  readonly since: number;
  /** It was disqualified or lost, and is open since something significant was seen; `reason` says what. */
  readonly returned: boolean;
}
