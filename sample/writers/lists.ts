/** The mailing lists' archives, an mbox file each. */
import { join } from 'node:path';
import { hash } from '../random.ts';
import type { Post } from '../story/events.ts';
import { envelopeSender, renderMail } from './mail.ts';
import { separatorDate } from './mime.ts';
import { createOutput } from './output.ts';
import type { Writer } from './writer.ts';

const LISTS = ['users', 'dev'] as const;

export async function lists(directory: string): Promise<Writer> {
  const archives = await Promise.all(
    LISTS.map(async (list) => {
      const path = `lists/${list}.mbox`;
      return { list, path, output: await createOutput(join(directory, path)), counts: { messages: 0 } };
    }),
  );
  return {
    async take({ posts }) {
      for (const { list, output, counts } of archives) {
        for (const post of posts) {
          if (post.place !== list) continue;
          await output.append(entry(post));
          counts.messages++;
        }
      }
    },
    close: () =>
      Promise.all(
        archives.map(async ({ path, output, counts }) => ({
          path,
          kind: 'mbox' as const,
          bytes: await output.close(),
          ...counts,
        })),
      ),
  };
}

/**
 * A message with its separator and the empty line after it. Body lines that begin with `From ` are quoted as mboxo
 * does; half of the messages were archived by a program that forgot to, as happens in real archives.
 */
function entry(post: Post): string {
  const mail = renderMail(post);
  const quoted = hash(post.id) % 2 === 0 ? mail : mail.replaceAll('\nFrom ', '\n>From ');
  return `From ${envelopeSender(post)} ${separatorDate(post.at)}\n${quoted}${quoted.endsWith('\n') ? '' : '\n'}\n`;
}
