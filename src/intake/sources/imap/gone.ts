/** What was read and is deleted now: marked in the folder, or not in it any more. */
import type { Batch } from '../../contract.ts';
import type { Connection } from './connection.ts';
import { isPlausible, type Keeper } from './kept.ts';
import { numbers, placeOf, WINDOW } from './numbers.ts';
import type { ImapBody, ImapRecord } from './record.ts';
import type { ImapSettings } from './settings.ts';

interface Look {
  readonly settings: ImapSettings;
  readonly connection: Connection;
  readonly keeper: Keeper;
  /** Blocks of numbers whose Message-IDs are kept. */
  readonly blocks: readonly number[];
  /** The number of the last message that was read. */
  readonly last: number;
}

/** Records that tell of them. */
export async function* goneSince(look: Look): AsyncGenerator<Batch<ImapBody>> {
  if (look.last === 0) return;
  yield* markedSince(look);
  yield* missingSince(look);
}

async function* markedSince({ settings, connection, last }: Look): AsyncGenerator<Batch<ImapBody>> {
  const { client, folder } = connection;
  if (folder.exists === 0) return;
  const uids = await numbers(client.search({ uid: `1:${last}`, deleted: true }, { uid: true }));
  for (let at = 0; at < uids.length; at += WINDOW) {
    const query = { uid: true, headers: ['message-id'] };
    const found = await client.fetchAll(uids.slice(at, at + WINDOW), query, { uid: true });
    const records = found.map(({ uid, headers }) =>
      goneRecord(settings, folder.uidValidity, uid, new Uint8Array(headers ?? [])),
    );
    yield { records, cursors: [] };
  }
}

async function* missingSince(look: Look): AsyncGenerator<Batch<ImapBody>> {
  const { settings, connection, keeper, blocks, last } = look;
  const { client, folder } = connection;
  const found = folder.exists === 0 ? [] : await numbers(client.search({ uid: `1:${last}` }, { uid: true }));
  const present = new Set(found);
  let missing = 0;
  for await (const { gone } of keeper.missing(blocks, present)) missing += gone.length;
  if (!isPlausible(missing, present.size + missing)) {
    const notes = [
      `${missing} messages left ${settings.folder} at once, more than stayed: they are kept here`,
    ];
    yield { records: [], cursors: [], notes };
    return;
  }
  for await (const { gone, cursor } of keeper.missing(blocks, present)) {
    const records = gone.map(([uid, id]) => {
      const header = new Uint8Array(Buffer.from(`Message-ID: <${id}>\n`));
      return goneRecord(settings, folder.uidValidity, uid, header);
    });
    yield { records, cursors: [cursor] };
  }
}

function goneRecord(settings: ImapSettings, validity: bigint, uid: number, header: Uint8Array): ImapRecord {
  const place = placeOf(settings, uid);
  return { id: `${place.file};UIDVALIDITY=${validity};gone`, place, body: { gone: 'since', header } };
}
