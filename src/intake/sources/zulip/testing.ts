/** A made-up Zulip organization in the shape of its export, for tests. */
import { gzipSync } from 'node:zlib';

export type Json = Readonly<Record<string, unknown>>;

const USERS = ['Ana', 'Ben', 'Chloe', 'Dev'];
export const CHANNEL = { help: 21, staff: 22, web: 23, unlisted: 24 } as const;
const DIRECT = 31;

/** A message of April 2026, in one of four topics of the channel #help. */
export function messageOf(number: number, more: Json = {}): Json {
  return {
    id: 1_000 + number,
    sender: 1 + (number % USERS.length),
    recipient: CHANNEL.help,
    subject: `Topic ${number % 4}`,
    content: `Message ${number}`,
    rendered_content: '<p>rendered-4711</p>',
    date_sent: Date.UTC(2026, 3, 1, number) / 1000 + 0.25,
    last_edit_time: null,
    ...more,
  };
}

export const directOf = (number: number, more: Json = {}): Json =>
  messageOf(number, { recipient: DIRECT, subject: '', ...more });

export function messagesFile(messages: readonly unknown[]): string {
  const received = messages.map((_message, id) => ({ id, user_profile: 1, flags_mask: 1 }));
  return JSON.stringify({ zerver_message: messages, zerver_usermessage: received }, null, 2);
}

export const messagesOf = (from: number, to: number): Json[] =>
  Array.from({ length: to - from }, (_unused, index) => messageOf(from + index));

export function realmFile(): string {
  const user = (id: number, full_name: string, more: Json = {}): Json => ({
    ...{ id, full_name, email: `user${id}@chat.acme.example`, is_bot: false, api_key: 'key-4712' },
    delivery_email: `${full_name.toLowerCase()}@corp.example`,
    ...more,
  });
  const channel = (id: number, name: string, closed: boolean, web = false): Json => ({
    ...{ id, name, invite_only: closed, is_web_public: web },
  });
  return JSON.stringify({
    zerver_realm: [{ id: 1, string_id: 'acme', name: 'Acme' }],
    zerver_userprofile: [
      ...USERS.map((name, index) => user(index + 1, name)),
      user(9, 'Robot', { is_bot: true }),
    ],
    zerver_userprofile_crossrealm: [{ id: 10, email: 'notification-bot@zulip.example' }],
    zerver_customprofilefieldvalue: [
      { id: 1, user_profile: 1, field: 3, value: 'Acme GmbH' },
      { id: 2, user_profile: 2, field: 4, value: 'phone-4713' },
    ],
    zerver_customprofilefield: [
      { id: 3, name: 'Company', field_type: 1 },
      { id: 4, name: 'Phone', field_type: 1 },
    ],
    zerver_stream: [channel(1, 'help', false), channel(2, 'staff', true), channel(3, 'web', false, true)],
    zerver_recipient: [
      { id: CHANNEL.help, type: 2, type_id: 1 },
      { id: CHANNEL.staff, type: 2, type_id: 2 },
      { id: CHANNEL.web, type: 2, type_id: 3 },
      { id: CHANNEL.unlisted, type: 2, type_id: 4 },
      { id: DIRECT, type: 1, type_id: 1 },
    ],
  });
}

/** A tar archive (POSIX ustar), packed with gzip. */
export function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const body = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0', 156);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 8 * 32);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]));
}
