/** Empties a data directory whose contents can be made again. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from './lock.ts';

/**
 * Removes everything in a data directory.
 * @throws LeadspringError `data_directory_locked` when a leadspring uses it
 */
export function resetDataDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o711 });
  const lock = takeLock(directory);
  try {
    for (const entry of readdirSync(directory)) {
      if (entry !== 'leadspring.lock') rmSync(join(directory, entry), { recursive: true, force: true });
    }
  } finally {
    lock.release();
  }
}
