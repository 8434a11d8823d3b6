/** The cases of the conformance suite: an inbox of two epochs, and spoilt ones. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Conformance, ConformanceInput, HostileInput } from '../../../../test/support/conformance.ts';
import { makeEpoch, makeInbox, type Step } from './testing.ts';

const SECRETS = ['192.0.2.77', '2001:db8::4711', 'cookie-tok3n'];

const dateOf = (number: number): string => `${1 + (number % 28)} May 2026 10:00:00 +0000`;

/** Some are automatic, some have no date. Those fail and are kept whole, so they carry no secret. */
function message(number: number): string {
  const fails = number % 13 === 6;
  const root = number - (number % 5);
  return [
    ...(fails ? [] : [`Received: from relay ([192.0.2.77]) by mx.acme.example; ${dateOf(number)}`]),
    `From: Bo <bo@corp${number % 7}.example>`,
    `Message-ID: <${number}@list.example>`,
    ...(number === root ? [] : [`In-Reply-To: <${root}@list.example>`]),
    `Subject: ${number === root ? '' : 'Re: '}Question ${root}`,
    ...(fails ? [] : [`Date: ${dateOf(number)}`, 'X-Spam-Report: cookie-tok3n from 2001:db8::4711']),
    'List-Id: <users.lists.acme.example>',
    ...(number % 11 === 7 ? ['Auto-Submitted: auto-replied'] : []),
    '',
    `Words of message ${number}.`,
    '',
  ].join('\n');
}

const came = (number: number): Step => ({ kind: 'm', raw: message(number) });
const gone = (number: number): Step => ({ kind: 'd', raw: message(number) });
const steps = (from: number, count: number): Step[] =>
  Array.from({ length: count }, (_, index) => came(from + index));

const epochOf = (directory: string, epoch: number): string =>
  join(makeInbox(join(directory, 'users')), 'git', `${epoch}.git`);

async function ordinary(directory: string): Promise<ConformanceInput> {
  makeEpoch(epochOf(directory, 0), [...steps(0, 30), gone(104)]);
  makeEpoch(epochOf(directory, 1), [...steps(30, 15), gone(109), gone(133)]);
  return { path: join(directory, 'users') };
}

async function grow(directory: string): Promise<void> {
  makeEpoch(epochOf(directory, 1), steps(45, 12));
  makeEpoch(epochOf(directory, 2), [...steps(57, 6), gone(47)]);
}

const HOSTILE: Readonly<Record<string, readonly [string | Uint8Array, ...HostileInput['codes']]>> = {
  junk: [Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 256), 'mail_malformed'],
  nul: ['From: a@x.example\nDate: 3 May 2026\nMessage-ID: <n@x>\nSub\0ject: \0\n\n\0\0'],
  giant: [`From: a@x.example\nDate: 3 May 2026\n\n${'x'.repeat(30_000_000)}`, 'mail_too_large'],
  empty: [''],
  headers: [`From: a@x.example\nDate: 3 May 2026\n${'X-A: b\n'.repeat(10_000)}\nx`, 'mail_malformed'],
};

async function hostile(directory: string): Promise<readonly HostileInput[]> {
  const inputs: HostileInput[] = [];
  for (const [name, [raw, ...codes]] of Object.entries(HOSTILE)) {
    const path = makeEpoch(join(directory, name, 'git', '0.git'), [came(0), { kind: 'm', raw }, came(1)]);
    inputs.push({ path, stored: codes.length === 0 && name !== 'empty' ? 3 : 2, codes });
  }
  const nameless = [came(0), { kind: 'd', raw: 'no mail' } as const, came(1)];
  inputs.push({
    path: makeEpoch(join(directory, 'nameless', 'git', '0.git'), nameless),
    stored: 2,
    codes: ['record_malformed'],
  });
  const lost = makeEpoch(join(directory, 'lost', 'git', '0.git'), steps(0, 3));
  await writeFile(join(lost, 'refs', 'heads', 'master'), `${'1'.repeat(40)}\n`);
  inputs.push({ path: lost, stored: 0, codes: ['git_failed'] });
  return inputs;
}

export const conformance: Conformance = { ordinary, grow, hostile, secrets: SECRETS, privateMarks: [] };
