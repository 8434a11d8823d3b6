/** What a decision about organizations is. */
import type { Author, Reason } from '../decisions/types.ts';

/**
 * What is to be decided. Organizations are named by id; handles by the id of their identity.
 * - merge: all named are one organization
 * - subsidiary: the first belongs to the second, and stays apart from it
 * - wrong: the handles are not this organization's. Of a person: they do not act for it. Of an organization (a domain,
 *   a name, a network): it is not one of its own
 * - right: they are
 * - rename: what the organization is called
 */
export type OrganizationDraft =
  | (Base & { readonly kind: 'merge' | 'subsidiary'; readonly organizationIds: readonly [string, string] })
  | (Base & {
      readonly kind: 'wrong' | 'right';
      readonly organizationIds: readonly [string];
      readonly identityIds: readonly string[];
    })
  | (Base & { readonly kind: 'rename'; readonly organizationIds: readonly [string]; readonly name: string });

interface Base {
  readonly reasons?: readonly Reason[];
}

/** A decision as recorded. */
export interface OrganizationDecision {
  /** 1, 2, 3 ...: the order in which decisions count. */
  readonly id: number;
  readonly kind: OrganizationDraft['kind'] | 'undo';
  readonly author: Author;
  readonly organizationIds: readonly string[];
  readonly identityIds: readonly string[];
  readonly name: string | null;
  readonly undoes: number | null;
  readonly reasons: readonly Reason[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** An organization as claims make it. */
export interface OrganizationClaim {
  readonly id: string;
  readonly domain: string | null;
  readonly name: string;
  readonly nameGiven: boolean;
  /** The organization whose name this one is by claims alone. */
  readonly aliasOf: string | null;
}

/** A handle that decisions name. */
export interface HandleClaim {
  readonly id: string;
  /** Whether it is an organization's own: a domain, a name, a network. */
  readonly ofOrganization: boolean;
  /** The organization that claims give it; null for a person's handle and for domains of nobody. */
  readonly organizationId: string | null;
}
