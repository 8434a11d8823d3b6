/**
 * Message-IDs of what was read, by their numbers in the folder, so that what leaves the folder can be found here.
 * They are kept in cursors of a thousand numbers each.
 */
import { z } from 'zod';
import type { Cursor, PullJob } from '../../contract.ts';

/** A message's number in the folder (UID), and its Message-ID. */
export type Kept = readonly [uid: number, id: string];

const SPAN = 1000;
/** So few may all leave at once; of more, at most half. */
const FEW = 20;

const stored = z.object({
  validity: z.string(),
  ids: z.array(z.tuple([z.number(), z.string()])),
});

export interface Keeper {
  /** @returns the cursors to store with the batch that holds these messages, and the blocks they are in */
  keep(
    messages: readonly Kept[],
  ): Promise<{ readonly cursors: readonly Cursor[]; readonly blocks: readonly number[] }>;
  /** Messages of the blocks that are not in the folder, block by block, with the cursor that forgets them. */
  missing(
    blocks: readonly number[],
    present: ReadonlySet<number>,
  ): AsyncGenerator<{ readonly gone: readonly Kept[]; readonly cursor: Cursor }>;
}

/** @param key names the folder; @param validity its UIDVALIDITY: what was kept under another is forgotten */
export function keeper(job: PullJob, key: string, validity: string): Keeper {
  // The block under way, for its cursor may not be stored yet when the next batch is made.
  let open: { readonly block: number; readonly ids: readonly Kept[] } | undefined;
  const cursorOf = (block: number, ids: readonly Kept[]): Cursor => ({
    key: `${key}:${block}`,
    value: { validity, ids },
  });
  const load = async (block: number): Promise<readonly Kept[]> => {
    if (open?.block === block) return open.ids;
    const { data } = stored.safeParse(await job.cursor(`${key}:${block}`));
    return data?.validity === validity ? data.ids : [];
  };
  return {
    keep: async (messages) => {
      const byBlock = Map.groupBy(messages, ([uid]) => Math.floor(uid / SPAN));
      const cursors: Cursor[] = [];
      for (const [block, fresh] of byBlock) {
        const numbers = new Set(fresh.map(([uid]) => uid));
        const ids = [...(await load(block)).filter(([uid]) => !numbers.has(uid)), ...fresh];
        open = { block, ids };
        cursors.push(cursorOf(block, ids));
      }
      return { cursors, blocks: [...byBlock.keys()] };
    },
    missing: async function* (blocks, present) {
      for (const block of blocks) {
        const ids = await load(block);
        const gone = ids.filter(([uid]) => !present.has(uid));
        if (gone.length === 0) continue;
        const left = ids.filter(([uid]) => present.has(uid));
        yield { gone, cursor: cursorOf(block, left) };
      }
    },
  };
}

/**
 * Whether that many may be missing because someone deleted them. A folder that lost most of its messages was rather
 * moved, restored or is not the same any more, and nothing is erased for that.
 */
export function isPlausible(missing: number, kept: number): boolean {
  return missing <= FEW || missing * 2 <= kept;
}
