/** SQL that tells whether what is stored is the sample. */
import type { Queryable } from '../base/index.ts';

/** Whether some source is made up. */
export async function holdsMadeUp(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ some: boolean }>(
    'select exists (select from source where made_up) as some',
  );
  return rows[0]?.some === true;
}
