/** Threads as they were before later messages joined them. */
import type { Client } from '../../../base/index.ts';
import type { Visibility } from '../../contract.ts';

/** A message of a thread that went on. */
export interface OpenMessage {
  readonly id: string;
  readonly space: string;
  readonly visibility: Visibility;
  /** Native ids of those it refers to. */
  readonly references: readonly string[];
}

/** Messages of before an instant in threads that went on after it: others are as they were. */
export async function readOpenMessages(client: Client, before: Date): Promise<readonly OpenMessage[]> {
  const { rows } = await client.query<OpenMessage>(
    `with open as (
       select n.thread_id from message_node n join message m on m.id = n.node_id
        group by n.thread_id having min(m.at) < $1 and max(m.at) >= $1
     )
     select m.id, m.space, m.visibility, m.thread_hints as references
       from open join message_node n using (thread_id) join message m on m.id = n.node_id where m.at < $1`,
    [before],
  );
  return rows;
}

/** Writes threads into what stands before the real ones; see shadow_store.ts. */
export async function writeThreads(client: Client, threads: ReadonlyMap<string, string>): Promise<void> {
  await client.query(
    `update pg_temp.message_node n set thread_id = t.thread_id
       from unnest($1::uuid[], $2::uuid[]) as t (node_id, thread_id) where t.node_id = n.node_id`,
    [[...threads.keys()], [...threads.values()]],
  );
}
