/** Whether an input is mail: by the bytes of a file, by the names in a directory. */
import type { Probe } from '../../contract.ts';
import { kindOf } from './kind.ts';
import { isPacked } from './packed.ts';

/** Names in the first headers of an archive. What Google packs comes in folders of this name, mail among them or not. */
const PACKED_NAME = /[\w@. ()-]{1,200}\.mbox/;
const TAKEOUT = /^[\s\S]{0,30}Takeout\//;

const MAIL_NAME = /\.(?:eml|mbox|mbx)(?:\.(?:gz|zst))?$/i;
/** Pipermail's monthly files: `2021-March.txt.gz`. */
const PIPERMAIL_NAME = /^\d{4}-(?:[A-Z][a-z]+|\d{2})\.(?:txt|mbox)(?:\.(?:gz|zst))?$/;

/** See `Source.recognize`. */
export function recognizeMail(probe: Probe): number {
  if (!probe.isDirectory) {
    if (isPacked(probe.head)) return recognizePacked(Buffer.from(probe.head).toString('latin1'));
    const kind = kindOf(probe.head);
    return kind === 'mbox' ? 0.98 : kind === 'message' ? 0.9 : 0;
  }
  const { entries } = probe;
  if (entries.includes('cur') && entries.includes('new')) return 0.98;
  const files = entries.filter((name) => !name.startsWith('.'));
  const mails = files.filter((name) => MAIL_NAME.test(name) || PIPERMAIL_NAME.test(name));
  if (mails.length === 0) return 0;
  return mails.length * 2 >= files.length ? 0.9 : 0.5;
}

function recognizePacked(head: string): number {
  if (PACKED_NAME.test(head)) return 0.9;
  return TAKEOUT.test(head) ? 0.5 : 0;
}
