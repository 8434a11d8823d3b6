/** Ids. Stored ids are made from natural keys, so that the same input gives the same rows everywhere. */
import { hash, randomUUID } from 'node:crypto';

declare const brand: unique symbol;
/** A string that is known to be an id of one kind. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type SourceId = Id<'source'>;
export type RunId = Id<'run'>;
export type SignalId = Id<'signal'>;
export type IdentityId = Id<'identity'>;
export type PersonId = Id<'person'>;
export type OrganizationId = Id<'organization'>;
export type AssetId = Id<'asset'>;
export type MessageId = Id<'message'>;
export type FailedEventId = Id<'failed_event'>;

/**
 * The id of a thing with this natural key: a version 8 UUID (RFC 9562 §5.8) from the SHA-256 of the kind
 * and the parts. Parts are joined by U+001F, which no part should contain.
 */
export function idFrom<Kind extends string>(kind: Kind, ...parts: readonly string[]): Id<Kind> {
  const hex = hash('sha256', `${kind}\u001f${parts.join('\u001f')}`, 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return uuid as Id<Kind>;
}

/** A random version 4 UUID, for things without a natural key (runs). */
export function randomId<Kind extends string>(): Id<Kind> {
  return randomUUID() as Id<Kind>;
}

/** Whether a text has the shape of an id: a UUID in lower case. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
