/** A made-up mail server for what a real one never does. Its inbox is a folder of files: `1.eml` is message 1. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Dial } from '../../src/base/plain.ts';

interface Message {
  readonly uid: number;
  readonly raw: Buffer;
  readonly deleted: boolean;
}

export interface ImapServer {
  /** Where messages are put: `UID.eml`, or `UID.deleted.eml` for one that is marked so. */
  readonly inbox: string;
  readonly port: number;
  readonly dial: Dial;
}

/** What the server says instead of what it should, `TAG` standing for the command's; undefined: what it should. */
export type Misbehaviour = (command: string, arguments_: string) => string | undefined;

/** Starts a server that lasts as long as the process. Any name and password will do. */
export async function startImapServer(
  directory: string,
  misbehave: Misbehaviour = () => undefined,
): Promise<ImapServer> {
  const inbox = join(directory, 'inbox');
  mkdirSync(inbox, { recursive: true });
  const server = createServer((socket) => converse(socket, inbox, misbehave));
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { inbox, port: address.port, dial: async () => '127.0.0.1' };
}

function converse(socket: Socket, inbox: string, misbehave: Misbehaviour): void {
  socket.unref();
  socket.on('error', () => socket.destroy());
  socket.write(misbehave('GREETING', '') ?? '* OK [CAPABILITY IMAP4rev1] ready\r\n');
  let rest = '';
  socket.on('data', (bytes) => {
    const lines = (rest + bytes.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, tag = '*', command = '', arguments_ = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/.exec(line) ?? [];
      const word = command.toUpperCase();
      const instead = misbehave(word, arguments_);
      const should = (): string => `${answer(word, arguments_, messages(inbox))}TAG OK done\r\n`;
      socket.write((instead ?? should()).replace(/^TAG/m, tag), 'latin1');
    }
  });
}

function messages(inbox: string): Message[] {
  return readdirSync(inbox)
    .map((name) => ({
      uid: Number.parseInt(name, 10),
      raw: readFileSync(join(inbox, name)),
      deleted: name.includes('.deleted.'),
    }))
    .sort((one, other) => one.uid - other.uid);
}

/** The untagged lines before the command's end. */
function answer(command: string, arguments_: string, all: readonly Message[]): string {
  const next = (all.at(-1)?.uid ?? 0) + 1;
  if (command === 'CAPABILITY') return '* CAPABILITY IMAP4rev1\r\n';
  if (command === 'LIST') return '* LIST () "/" "INBOX"\r\n';
  if (command === 'EXAMINE' || command === 'SELECT') {
    return `* FLAGS (\\Deleted)\r\n* ${all.length} EXISTS\r\n* OK [UIDVALIDITY 1]\r\n* OK [UIDNEXT ${next}]\r\n`;
  }
  const set = /(?:UID )?([\d:,*]+)/.exec(arguments_)?.[1] ?? '1:*';
  const chosen = all.filter(({ uid }) => isIn(uid, set, next - 1));
  if (command === 'UID SEARCH') {
    const found = chosen.filter(({ deleted }) => deleted || !/DELETED/.test(arguments_));
    return `* SEARCH ${found.map(({ uid }) => uid).join(' ')}\r\n`;
  }
  if (command !== 'UID FETCH') return '';
  return chosen.map((message) => fetched(message, all.indexOf(message) + 1, arguments_)).join('');
}

function fetched({ uid, raw, deleted }: Message, number: number, wanted: string): string {
  const flags = `FLAGS (${deleted ? '\\Deleted' : ''})`;
  if (/HEADER\.FIELDS/.test(wanted)) {
    const id = /^message-id:.*\r?\n/im.exec(raw.toString('latin1'))?.[0] ?? '';
    const section = 'BODY[HEADER.FIELDS (message-id)]';
    return `* ${number} FETCH (UID ${uid} ${flags} ${section} {${id.length}}\r\n${id})\r\n`;
  }
  if (!/BODY/.test(wanted)) return `* ${number} FETCH (UID ${uid} ${flags} RFC822.SIZE ${raw.length})\r\n`;
  return `* ${number} FETCH (UID ${uid} BODY[] {${raw.length}}\r\n${raw.toString('latin1')})\r\n`;
}

/** Whether a set such as `1:3,7,9:*` names a number. */
function isIn(uid: number, set: string, last: number): boolean {
  return set.split(',').some((part) => {
    const [from = 0, to = from] = part.split(':').map((bound) => (bound === '*' ? last : Number(bound)));
    return uid >= Math.min(from, to) && uid <= Math.max(from, to);
  });
}
