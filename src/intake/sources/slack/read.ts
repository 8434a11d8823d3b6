/** An export of a Slack workspace, zipped or unpacked, to records: one is one message. */
import { z } from 'zod';
import type { Batch, Failure, ReadJob, SourceRecord } from '../../contract.ts';
import { type Archive, openArchive } from '../../files/archive.ts';
import { unreadable } from '../../files/unreadable.ts';
import { parseJson } from '../../text/json.ts';
import { companyOfTitle, isCurrent } from '../../text/profile.ts';
import { type Author, type Channel, keptFields, type MessageBody } from './message.ts';
import { mentionedIds } from './text.ts';

/** A day of a channel, or the list of all users. */
const LARGEST = 64 * 1024 * 1024;
const BATCH_RECORDS = 1_000;
const DAY = /^(.+)\/(\d{4}-\d{2}-\d{2})\.json$/;
/** The export's lists of channels, and whether everybody in the workspace may join those. */
const LISTS = [
  ['channels.json', true],
  ['groups.json', false],
  ['dms.json', false],
  ['mpims.json', false],
] as const;

/** Reads the days of all channels, in the order of their names. */
export async function* readExport(job: ReadJob): AsyncGenerator<Batch<MessageBody>> {
  const archive = await openArchive(job.input);
  try {
    const top = topOf(archive.names);
    const file = (name: string): string => `${job.input}/${name}`;
    const failures: Failure[] = [];
    const list = async <T>(name: string, each: z.ZodType<T>): Promise<readonly T[]> => {
      const read = archive.names.includes(`${top}${name}`)
        ? await readList(archive, `${top}${name}`, file(name))
        : [];
      if (!Array.isArray(read)) failures.push(read);
      return Array.isArray(read) ? read.flatMap((value) => each.safeParse(value).data ?? []) : [];
    };
    const users = new Map((await list('users.json', userShape)).map((user) => [user.id, user]));
    const channels = new Map<string, Channel>();
    for (const [name, open] of LISTS) {
      for (const { id, name: called } of await list(name, channelShape)) {
        channels.set(called, { id, name: called, open });
      }
    }
    if (failures.length > 0) yield { records: [], cursors: [], failures };
    for (const name of archive.names) {
      const match = name.startsWith(top) ? DAY.exec(name.slice(top.length)) : null;
      if (match === null) continue;
      const folder = match[1] ?? '';
      // What no list names is nobody's to show.
      const channel = channels.get(folder) ?? { id: folder, name: folder, open: false };
      const messages = await readList(archive, name, file(name));
      yield* Array.isArray(messages)
        ? batchesOf(messages, channel, users, { file: file(name), now: job.now })
        : [{ records: [], cursors: [], failures: [messages] }];
      if (job.signal.aborted) return;
    }
  } finally {
    await archive.close();
  }
}

/** The folder inside of the archive that holds the export: archives made by hand often have one around it. */
function topOf(names: readonly string[]): string {
  const list = names.find((name) => /(?:^|\/)(?:channels|users)\.json$/.test(name)) ?? '';
  return list.slice(0, list.lastIndexOf('/') + 1);
}

function companyOf(title: unknown): { readonly company?: string } {
  const company = companyOfTitle(title);
  return company === undefined ? {} : { company };
}

const text = z.string().max(500).nullish().catch(null);
const userShape = z
  .object({
    id: z.string(),
    name: text,
    real_name: text,
    is_bot: z.boolean().nullish().catch(null),
    profile: z.object({ email: text, real_name: text, title: text }).nullish().catch(null),
  })
  .transform(
    ({ id, name, real_name: realName, is_bot: robot, profile }): Author => ({
      ...{ id, name: name ?? '', robot: robot === true },
      ...{ realName: profile?.real_name || realName || '', email: profile?.email ?? '' },
      ...companyOf(profile?.title),
    }),
  );
/** Direct messages have no name; their folder has their id. */
const channelShape = z
  .object({ id: z.string(), name: text })
  .transform(({ id, name }) => ({ id, name: name || id }));

async function readList(archive: Archive, name: string, file: string): Promise<unknown[] | Failure> {
  const failure = (code: 'record_malformed' | 'record_too_large', detail: string): Failure =>
    unreadable(`file:${name}`, { file }, code, detail);
  const bytes = await archive.read(name, LARGEST);
  if (bytes === undefined)
    return failure('record_too_large', `The file is larger than ${LARGEST / 2 ** 20} MiB.`);
  const value = parseJson(Buffer.from(bytes).toString('utf8'));
  if (value === undefined) return failure('record_malformed', 'The file is not JSON.');
  return Array.isArray(value) ? value : failure('record_malformed', 'The file is not a list.');
}

/** Of an author as they may have been long ago. */
function withoutCompany(author: Author | null): Author | null {
  if (author === null) return null;
  const { company: _company, ...rest } = author;
  return rest;
}

function* batchesOf(
  messages: readonly unknown[],
  channel: Channel,
  users: ReadonlyMap<string, Author>,
  { file, now }: { readonly file: string; readonly now: number },
): Generator<Batch<MessageBody>> {
  for (let at = 0; at < messages.length; at += BATCH_RECORDS) {
    const records = messages.slice(at, at + BATCH_RECORDS).map((message, index) => {
      const kept = keptFields(message);
      const id = typeof kept.ts === 'string' ? `${channel.id}/${kept.ts}` : `${file}:${at + index}`;
      const mentioned = mentionedIds(kept.text).flatMap((user) => {
        const name = users.get(user)?.name;
        return name ? [[user, name] as const] : [];
      });
      const known = typeof kept.user === 'string' ? (users.get(kept.user) ?? null) : null;
      const author = isCurrent(1000 * Number(kept.ts), now) ? known : withoutCompany(known);
      const body: MessageBody = { message: kept, channel, author, mentioned: Object.fromEntries(mentioned) };
      return { id: `message:${id}`, place: { file }, body } satisfies SourceRecord<MessageBody>;
    });
    yield { records, cursors: [] };
  }
}
