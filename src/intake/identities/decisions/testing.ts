/** For tests: what a few handles wrote and changed together. */
import type { Database } from '../../../base/index.ts';
import type { ActorClaim, MessageDraft } from '../../contract.ts';
import { type MessageRow, writeMessages } from '../../messages/store.ts';
import { resolveActor } from '../rules.ts';
import { sightingIds, writeSightings } from '../store.ts';

export const NOW = Date.UTC(2026, 10, 24);
const SOURCE = '00000000-0000-8000-8000-000000000001' as Parameters<typeof writeMessages>[1];

/** Sees handles, also in one change. */
export async function see(db: Database, claims: readonly ActorClaim[], commit?: string): Promise<void> {
  const sightings = claims.map((claim) => ({
    ...{ at: NOW, resolution: resolveActor(claim) },
    ...(commit === undefined ? {} : { commit }),
  }));
  await db.transaction((client) => writeSightings(client, sightings));
}

/** A message: its number, who wrote it, and the message it answers. */
export type Written = readonly [id: number, email: string, parent?: number];

function messageOf([id, email, parent]: Written): MessageRow {
  const author = { email };
  const draft: MessageDraft = {
    ...{ nativeId: `m${id}`, space: 'mail', container: 'list', visibility: 'public', at: NOW + id },
    ...{ subject: 'Subject', author, claims: {}, format: 'rfc822', raw: new Uint8Array(), text: 'text' },
    references: parent === undefined ? [] : [`m${parent}`],
  };
  const { identityId } = sightingIds(resolveActor(author));
  return { draft, identityId, compressed: new Uint8Array(), size: 0 };
}

/** Stores messages; their authors must have been seen. */
export async function writeAll(db: Database, written: readonly Written[]): Promise<void> {
  await db.transaction((client) => writeMessages(client, SOURCE, written.map(messageOf), NOW));
}
