/** Numbers of messages in a folder (UIDs), and where they stand. */
import { LeadspringError } from '../../../base/plain.ts';
import type { ImapSettings } from './settings.ts';

/** Messages that are asked for at a time; a command of so many numbers stays below what servers read. */
export const WINDOW = 500;

/** What a search found, in ascending order. @throws LeadspringError `remote_failed` when the server did not search */
export async function numbers(search: Promise<number[] | false | undefined>): Promise<number[]> {
  const found = await search;
  if (!Array.isArray(found)) throw new LeadspringError('remote_failed', 'The mail server does not search.');
  return found.sort((one, other) => one - other);
}

/** Where a message stands, as a URL (RFC 5092) without its user. */
export function placeOf({ host, folder }: ImapSettings, uid: number): { readonly file: string } {
  return { file: `imap://${host}/${encodeURIComponent(folder)}/;UID=${uid}` };
}
