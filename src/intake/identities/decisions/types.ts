/** What a decision about people is. */

/** One reason of a decision; weights are log2 of likelihood ratios, as the matcher gives them. */
export interface Reason {
  readonly reason: string;
  readonly weight?: number;
}

export type Author = 'operator' | 'matcher';

/**
 * What is to be decided. Identities, not people, are named, by id:
 * - merge: the people of both are one
 * - split: these identities, all of one person, become a person of their own
 * - move: the first leaves its person and joins the person of the second
 * - lock, unlock: the identity's person changes only by hand; changes freely again
 * - never: the two are never proposed, and no merge of the matcher unites their people
 * - reject: not on this evidence; only a higher probability brings the pair back
 * - rename: the name of the identity's person
 */
export type DecisionDraft =
  | Pair<'merge' | 'never' | 'reject'>
  | (Base & { readonly kind: 'move'; readonly identityIds: readonly [string, string] })
  | (Base & { readonly kind: 'split'; readonly identityIds: readonly string[] })
  | (Base & { readonly kind: 'lock' | 'unlock'; readonly identityIds: readonly [string] })
  | (Base & { readonly kind: 'rename'; readonly identityIds: readonly [string]; readonly name: string });

interface Base {
  readonly reasons?: readonly Reason[];
}

interface Pair<Kind extends string> extends Base {
  readonly kind: Kind;
  readonly identityIds: readonly [string, string];
  /** As the matcher saw it. */
  readonly probability?: number;
}

export type DecisionKind = DecisionDraft['kind'] | 'undo';

/** A decision as recorded. */
export interface Decision {
  /** 1, 2, 3 ...: the order in which decisions count. */
  readonly id: number;
  readonly kind: DecisionKind;
  readonly author: Author;
  /** A lock names its own identity first, then all others the person had. */
  readonly identityIds: readonly string[];
  readonly name: string | null;
  /** The decision that an undo undoes. */
  readonly undoes: number | null;
  readonly probability: number | null;
  readonly reasons: readonly Reason[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What exact claims say of an identity. */
export interface Claim {
  readonly identityId: string;
  /** The person by exact claims; null for handles of functions, machines and bare names. */
  readonly claimedPersonId: string | null;
  /** The person it would be by itself alone. */
  readonly ownPersonId: string;
  readonly label: string;
}
