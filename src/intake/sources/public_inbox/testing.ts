/** For tests: epochs in format v2 made by git alone, and readings of them with cursors, as a run does it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapted, Batch, ReadJob } from '../../contract.ts';
import { inboxAdapter } from './adapt.ts';
import { readInbox } from './read.ts';
import type { InboxBody } from './record.ts';

/** A message that comes, or one that is taken back. */
export interface Step {
  readonly kind: 'm' | 'd';
  readonly raw: string | Uint8Array;
}

const PERSON = 'public-inbox <users@lists.acme.example> 1777802460 +0000';

/** Makes a bare repository, or adds to it. @param anew writes the history from its start */
export function makeEpoch(repository: string, steps: readonly Step[], anew = false): string {
  const isNew = !existsSync(repository);
  if (isNew) {
    mkdirSync(repository, { recursive: true });
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=master', repository], {
      stdio: 'pipe',
    });
  }
  const input = steps.flatMap(({ kind, raw }, index) => {
    const from = index === 0 ? (isNew || anew ? 'reset refs/heads/master\n' : '') : '';
    const parent = index === 0 && !isNew && !anew ? 'from refs/heads/master^0\n' : '';
    const bytes = Buffer.from(raw);
    return [
      Buffer.from(
        `${from}commit refs/heads/master\nauthor ${PERSON}\ncommitter ${PERSON}\ndata 1\nx\n${parent}deleteall\nM 100644 inline ${kind}\ndata ${bytes.length}\n`,
      ),
      bytes,
      Buffer.from('\n'),
    ];
  });
  const args = ['-C', repository, 'fast-import', '--quiet', '--force'];
  execFileSync('git', args, { input: Buffer.concat(input), stdio: ['pipe', 'pipe', 'pipe'] });
  return repository;
}

/** The folder of an inbox, of which epoch 0 lies in `git/0.git`. */
export function makeInbox(folder: string): string {
  mkdirSync(join(folder, 'git'), { recursive: true });
  writeFileSync(join(folder, 'inbox.lock'), '');
  return folder;
}

/** A message of the list. */
export function post(number: number, words = `Words of message ${number}.`): string {
  return [
    `From: Ana <ana@corp${number % 7}.example>`,
    `Message-ID: <${number}@list.example>`,
    `Date: ${1 + (number % 28)} May 2026 10:00:00 +0000`,
    `Subject: Question ${number}`,
    'List-Id: <users.lists.acme.example>',
    '',
    words,
    '',
  ].join('\n');
}

/** Reads an inbox and keeps the cursors as the runner does: each batch's only once it is "stored". */
export async function readAll(
  input: string,
  cursors = new Map<string, unknown>(),
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<Batch<InboxBody>[]> {
  const job: ReadJob = {
    input,
    settings: {},
    cursor: (key) => Promise.resolve(cursors.get(key)),
    now: Date.UTC(2026, 10, 24),
    signal: new AbortController().signal,
  };
  const batches: Batch<InboxBody>[] = [];
  for await (const batch of readInbox(job)) {
    batches.push(batch);
    for (const { key, value } of batch.cursors) cursors.set(key, structuredClone(value));
    if (batches.length >= stopAfter) break;
  }
  return batches;
}

/** What the records of batches become, one line each. */
export async function fates(batches: readonly Batch<InboxBody>[]): Promise<string[]> {
  const adapt = await inboxAdapter({});
  const lines: string[] = [];
  for (const record of batches.flatMap(({ records }) => records)) lines.push(fate(await adapt(record)));
  return lines;
}

function fate({ messages, dropped, erasures = [], failures }: Adapted): string {
  const [message] = messages;
  if (message !== undefined) {
    const edited = message.editedAt === undefined ? '' : ' edited';
    return `${message.visibility} ${message.nativeId}${edited}`;
  }
  const [erasure] = erasures;
  if (erasure !== undefined) return `erased ${'nativeId' in erasure ? erasure.nativeId : ''}`;
  return Object.keys(dropped)[0] ?? failures[0]?.code ?? 'nothing';
}
