/** An export of a Zulip organization, packed or unpacked, to records: one is one message. */

import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, Failure, ReadJob, RecordPlace, SourceRecord } from '../../contract.ts';
import { inBatches } from '../../files/batches.ts';
import { jsonItems } from '../../files/json_items.ts';
import { unreadable } from '../../files/unreadable.ts';
import { type WalkedFile, walkFiles } from '../../files/walk.ts';
import { parseJson } from '../../text/json.ts';
import { isCurrent } from '../../text/profile.ts';
import { type Author, type Channel, keptFields, type MessageBody } from './message.ts';

/** A row of a table: a message, or a user with all settings. */
const LARGEST = 4 * 1024 * 1024;
const BATCH_RECORDS = 1_000;
/** What is remembered of the organization, and of its conversations. */
const MOST = 200_000;

interface Organization {
  readonly users: LRUCache<number, Author>;
  /** By the number that messages have for where they were sent. */
  readonly channels: LRUCache<number, Channel>;
  /** What profiles name as company, by the number of the user. */
  readonly companies: LRUCache<number, string>;
}

/**
 * Reads the messages in the order of their numbers. realm.json, which says who wrote and where, stands behind them in an
 * archive, which is therefore read twice.
 * @throws LeadspringError `file_corrupt` for an archive without realm.json or what is none, `file_truncated`
 */
export async function* readExport(job: ReadJob): AsyncGenerator<Batch<MessageBody>> {
  const organization = { ...(await readOrganization(job.input)), now: job.now };
  const firsts = new LRUCache<string, number>({ max: MOST });
  for await (const file of walkFiles(job.input, /(?:^|\/)messages-\d+\.json$/)) {
    const messages = messagesOf(file, job.input, organization, firsts);
    yield* inBatches(messages, { size: BATCH_RECORDS, signal: job.signal });
    if (job.signal.aborted) return;
  }
}

async function readOrganization(input: string): Promise<Organization> {
  const channelsById = new LRUCache<number, Channel>({ max: MOST });
  const recipients = new LRUCache<number, number>({ max: MOST });
  const users = new LRUCache<number, Author>({ max: MOST });
  const profiles = openProfiles();
  const tables: Readonly<Record<string, (row: unknown) => void>> = {
    zerver_userprofile: (row) => addUser(row, false, users),
    zerver_userprofile_mirrordummy: (row) => addUser(row, false, users),
    zerver_userprofile_crossrealm: (row) => addUser(row, true, users),
    zerver_customprofilefield: profiles.addField,
    zerver_customprofilefieldvalue: profiles.addValue,
    zerver_stream: (row) => {
      const read = channelShape.safeParse(row);
      if (read.success) channelsById.set(read.data.id, read.data.channel);
    },
    zerver_recipient: (row) => {
      const read = recipientShape.safeParse(row);
      if (read.success) recipients.set(read.data.id, read.data.type_id);
    },
  };
  const wanted = (member: string): boolean => member in tables;
  for await (const { name, bytes } of walkFiles(input, /(?:^|\/)realm\.json$/)) {
    const path = `${input}/${name}`;
    for await (const { member, text } of jsonItems(bytes, { limit: LARGEST, path, wanted })) {
      if (text !== undefined) tables[member]?.(parseJson(text));
    }
    const channels = new LRUCache<number, Channel>({ max: MOST });
    for (const [recipient, id] of recipients.entries()) {
      // A channel that no row tells of is nobody's to show.
      channels.set(recipient, channelsById.get(id) ?? { name: String(id), open: false, web: false });
    }
    return { users, channels, companies: profiles.companies() };
  }
  throw new LeadspringError('file_corrupt', `${input} holds no realm.json.`, { where: { file: input } });
}

const text = z.string().max(500).nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
/** A recipient of type 2 is a channel (Zulip: `Recipient.STREAM`). */
const recipientShape = z.object({ id: z.int(), type: z.literal(2), type_id: z.int() });
const channelShape = z
  .object({ id: z.int(), name: text, invite_only: flag, is_web_public: flag })
  .transform(({ id, name, invite_only: closed, is_web_public: web }) => ({
    id,
    channel: {
      name: name ?? String(id),
      open: closed === false,
      web: web === true && closed === false,
    } satisfies Channel,
  }));
const userShape = z.object({
  id: z.int(),
  full_name: text,
  email: text,
  delivery_email: text,
  is_bot: flag,
});

/** Organizations name the fields of profiles themselves. */
const COMPANY =
  /^(?:current )?(?:company|employer|organi[sz]ation|affiliation|works? (?:at|for)|firma|unternehmen|arbeitgeber|entreprise|employeur|empresa|azienda)(?: name)?$/i;
/** Fields of text; the value of others is a choice, a date or a list (Zulip: `CustomProfileField.SHORT_TEXT`). */
const SHORT_TEXT = 1;
const fieldShape = z.object({ id: z.int(), name: z.string(), field_type: z.literal(SHORT_TEXT) });
const valueShape = z.object({ field: z.int(), user_profile: z.int(), value: z.string().min(1).max(200) });

/** Gathers fields and their values, in whatever order the tables stand. */
function openProfiles() {
  const fields = new Set<number>();
  const values: z.infer<typeof valueShape>[] = [];
  return {
    addField: (row: unknown): void => {
      const read = fieldShape.safeParse(row);
      if (read.success && COMPANY.test(read.data.name.trim())) fields.add(read.data.id);
    },
    addValue: (row: unknown): void => {
      const read = valueShape.safeParse(row);
      if (read.success && values.length < MOST) values.push(read.data);
    },
    companies: (): Organization['companies'] => {
      const found = new LRUCache<number, string>({ max: MOST });
      for (const { field, user_profile: user, value } of values)
        if (fields.has(field)) found.set(user, value);
      return found;
    },
  };
}

function addUser(row: unknown, system: boolean, users: LRUCache<number, Author>): void {
  const read = userShape.safeParse(row);
  if (!read.success) return;
  const { id, full_name: name, email, delivery_email: own, is_bot: robot } = read.data;
  // Where addresses are not shown, `email` is a made-up one.
  const shown = own || (/^user\d+@/.test(email ?? '') ? '' : (email ?? ''));
  users.set(id, { name: name ?? '', email: shown, robot: robot === true, system });
}

async function* messagesOf(
  { name, bytes }: WalkedFile,
  input: string,
  organization: Organization & { readonly now: number },
  firsts: LRUCache<string, number>,
): AsyncGenerator<SourceRecord<MessageBody> | Failure> {
  const path = `${input}/${name}`;
  const wanted = (member: string): boolean => member === 'zerver_message';
  for await (const { text: row, number } of jsonItems(bytes, { limit: LARGEST, path, wanted })) {
    const value = row === undefined ? undefined : parseJson(row);
    // The name of the file without the folder around it, which has another name in each export.
    const id = `${name.slice(name.lastIndexOf('/') + 1)}:${number}`;
    if (value === undefined) yield notRead(id, { file: path }, row);
    else yield recordOf(id, value, { file: path }, organization, firsts);
  }
}

function notRead(id: string, place: RecordPlace, row: string | undefined): Failure {
  if (row !== undefined) return unreadable(id, place, 'record_malformed', 'A message is not JSON.');
  return unreadable(id, place, 'record_too_large', `A message is larger than ${LARGEST / 2 ** 20} MiB.`);
}

function recordOf(
  id: string,
  value: unknown,
  place: RecordPlace,
  { users, channels, companies, now }: Organization & { readonly now: number },
  firsts: LRUCache<string, number>,
): SourceRecord<MessageBody> {
  const message = keptFields(value);
  const { id: number, sender, recipient, subject } = message;
  const channel = typeof recipient === 'number' ? (channels.get(recipient) ?? null) : null;
  const user = typeof sender === 'number' ? (users.get(sender) ?? null) : null;
  const sent = 1000 * Number(message.date_sent ?? message.pub_date);
  const company = isCurrent(sent, now) ? companies.get(Number(sender)) : undefined;
  const author = user === null || company === undefined ? user : { ...user, company };
  let first: number | null = null;
  // Messages without a topic are general talk.
  if (channel !== null && typeof number === 'number' && typeof subject === 'string' && subject !== '') {
    // Topics are the same whatever the case of their letters.
    const topic = `${recipient} ${subject.slice(0, 200).toLowerCase()}`;
    first = firsts.get(topic) ?? number;
    firsts.set(topic, first);
  }
  const named = Number.isSafeInteger(number) ? `message:${number}` : id;
  return { id: named, place, body: { message, channel, author, first } };
}
