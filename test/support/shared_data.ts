/** Real data that lives beside the project, not in it. Tests read it when it is there and skip when not. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Need } from './needs.ts';

const SHARED = resolve(import.meta.dirname, '../../../shared/data');

/** A file or folder below `../shared/data`, e.g. `sharedData('mail-mime')`. */
export function sharedData(relativePath: string): Need {
  const path = join(SHARED, relativePath);
  if (existsSync(path)) return { ok: true, path };
  return { ok: false, reason: `../shared/data/${relativePath} is not here` };
}
