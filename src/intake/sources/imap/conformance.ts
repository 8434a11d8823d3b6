/** The cases of the conformance suite: a mailbox on a made-up server. Dovecot is asked in dovecot.test.ts. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Conformance, ConformanceInput, HostileInput } from '../../../../test/support/conformance.ts';
import { type ImapServer, type Misbehaviour, startImapServer } from '../../../../test/support/imap_server.ts';
import { remoteOf } from '../../../../test/support/remote.ts';

const PASSWORD = 'imap-passw0rd-4711';
const SECRETS = [PASSWORD, 'cookie-tok3n', '192.0.2.77'];
const PRIVATE = ['merger of Acme', 'cfo@quiet-customer.example'];

/** A private message; some are automatic, some have no date. Those fail and are kept whole, so they carry no secret. */
function mail(number: number): string {
  const fails = number % 9 === 5;
  return [
    ...(fails
      ? []
      : [
          `Received: from relay ([192.0.2.77]) by mx.acme.example; ${1 + (number % 28)} May 2026 10:00:00 +0000`,
        ]),
    'From: Jo <cfo@quiet-customer.example>',
    `Message-ID: <${number}@quiet.example>`,
    ...(fails ? [] : [`Date: ${1 + (number % 28)} May 2026 10:00:00 +0000`, 'X-Spam-Report: cookie-tok3n']),
    `Subject: The merger of Acme, ${number}`,
    ...(number % 11 === 7 ? ['Auto-Submitted: auto-replied'] : []),
    '',
    `Words of message ${number}.`,
    '',
  ].join('\r\n');
}

async function add({ inbox }: Pick<ImapServer, 'inbox'>, from: number, count: number): Promise<void> {
  for (let number = from; number < from + count; number++) {
    const marked = number % 10 === 3 ? '.deleted' : '';
    await writeFile(join(inbox, `${number}${marked}.eml`), mail(number));
  }
}

function inputOf(directory: string, { port, dial }: ImapServer): ConformanceInput {
  const settings = {
    host: 'imap.acme.example',
    port: String(port),
    security: 'none',
    user: 'support@acme.example',
    password: PASSWORD,
  };
  return { path: directory, http: remoteOf(directory), dial, settings };
}

async function ordinary(directory: string): Promise<ConformanceInput> {
  const server = await startImapServer(directory);
  await add(server, 1, 45);
  return inputOf(directory, server);
}

const HOSTILE: Readonly<Record<string, readonly [Misbehaviour, number, ...HostileInput['codes']]>> = {
  closed: [(command) => (command === 'GREETING' ? '* BYE not now\r\n' : undefined), 0, 'remote_unreachable'],
  junk: [
    (command) => (command === 'EXAMINE' ? ')]\0{x} imap-passw0rd-4711\r\nTAG OK\r\n' : undefined),
    0,
    'remote_answer_malformed',
  ],
  refused: [
    (command) => (command === 'LOGIN' ? 'TAG NO imap-passw0rd-4711 is wrong\r\n' : undefined),
    0,
    'remote_refused',
  ],
  huge: [
    (command, arguments_) =>
      command === 'UID FETCH' && /BODY/.test(arguments_)
        ? '* 1 FETCH (UID 1 BODY[] {4000000000}\r\n'
        : undefined,
    0,
    'remote_answer_too_large',
  ],
};

/** Messages that no mail program writes. */
const ODD: Readonly<Record<string, readonly [Buffer, number, ...HostileInput['codes']]>> = {
  empty: [Buffer.alloc(0), 0, 'mail_malformed'],
  nul: [Buffer.from('From: a@x.example\r\nDate: 3 May 2026 10:00:00 +0000\r\nSubject: \0a\r\n\r\n\0\0'), 1],
  bytes: [Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), 0, 'mail_malformed'],
};

async function hostile(directory: string): Promise<readonly HostileInput[]> {
  const inputs: HostileInput[] = [];
  for (const [name, [misbehave, stored, ...codes]] of Object.entries(HOSTILE)) {
    const server = await startImapServer(join(directory, name), misbehave);
    await add(server, 1, 2);
    inputs.push({ ...inputOf(name, server), stored, codes });
  }
  for (const [name, [raw, stored, ...codes]] of Object.entries(ODD)) {
    const server = await startImapServer(join(directory, name));
    await writeFile(join(server.inbox, '1.eml'), raw);
    inputs.push({ ...inputOf(name, server), stored, codes });
  }
  return inputs;
}

export const pullConformance: Conformance = {
  ordinary,
  grow: (directory) => add({ inbox: join(directory, 'inbox') }, 46, 12),
  hostile,
  secrets: SECRETS,
  privateMarks: PRIVATE,
};
