/** The vendor's support mailbox as a Maildir: private mails, the vendor's answers, and what machines sent. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY } from '../story/calendar.ts';
import { VENDOR_DOMAIN } from '../story/names.ts';
import type { World } from '../story/world.ts';
import { renderMail } from './mail.ts';
import type { Writer } from './writer.ts';

const PATH = 'support';
const NEW_DAYS = 2;

export async function support(world: World, directory: string): Promise<Writer> {
  for (const folder of ['cur', 'new', 'tmp']) await mkdir(join(directory, PATH, folder), { recursive: true });
  let messages = 0;
  let bytes = 0;
  return {
    async take({ posts }) {
      for (const post of posts) {
        if (post.place !== 'support') continue;
        messages++;
        const mail = Buffer.from(renderMail(post));
        bytes += mail.length;
        const unread = post.at > world.calendar.end - NEW_DAYS * DAY;
        const name = `${Math.floor(post.at / 1000)}.M${(post.at % 1000) * 1000}P${messages}.mail.${VENDOR_DOMAIN}`;
        await writeFile(join(directory, PATH, unread ? `new/${name}` : `cur/${name}:2,S`), mail);
      }
    },
    close: async () => [{ path: PATH, kind: 'maildir', bytes, messages }],
  };
}
