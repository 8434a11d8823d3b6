/** For tests: real repositories in temporary folders, and a reading of them with cursors, as a run does it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Adapted, Batch, SourceRecord } from '../../contract.ts';
import { git } from './source.ts';

export interface CommitSpec {
  readonly message?: string | Buffer;
  /** `Name <address>` as it stands in the commit. */
  readonly author?: string | Buffer;
  readonly committer?: string | Buffer;
  /** Seconds since the epoch. */
  readonly authored?: number;
  readonly committed?: number;
  /** Of both; default: +0000. */
  readonly offset?: string;
  /** Indexes of earlier commits; default: the one before. */
  readonly parents?: readonly number[];
  readonly encoding?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Default: main. */
  readonly branch?: string;
}

export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'leadspring git-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function runGit(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: 'pipe' });
}

/** Makes a bare repository of the commits, or adds them to an existing one as a new history. */
export function makeRepository(folder: string, commits: readonly CommitSpec[]): string {
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder], { stdio: 'pipe' });
  const input = Buffer.concat(commits.flatMap((spec, index) => commitStream(spec, index)));
  execFileSync('git', ['-C', folder, 'fast-import', '--quiet', '--force'], { input });
  return folder;
}

const PERSON = 'Ada Example <ada@acme.example>';
const START = 1_700_000_000;

function commitStream(spec: CommitSpec, index: number): Buffer[] {
  const { author = PERSON, branch = 'main', parents = index === 0 ? [] : [index - 1] } = spec;
  const { authored = START + index * 60, committed = authored, offset = '+0000' } = spec;
  const message = Buffer.from(spec.message ?? `Change ${index}\n`);
  const person = (role: string, who: string | Buffer, at: number) =>
    Buffer.concat([Buffer.from(`${role} `), Buffer.from(who), Buffer.from(` ${at} ${offset}\n`)]);
  const [from, ...merged] = parents;
  return [
    Buffer.from(from === undefined ? `reset refs/heads/${branch}\n` : ''),
    Buffer.from(`commit refs/heads/${branch}\nmark :${index + 1}\n`),
    person('author', author, authored),
    person('committer', spec.committer ?? author, committed),
    Buffer.from(spec.encoding === undefined ? '' : `encoding ${spec.encoding}\n`),
    Buffer.from(`data ${message.length}\n`),
    message,
    Buffer.from('\n'),
    Buffer.from(from === undefined ? '' : `from :${from + 1}\n`),
    ...merged.map((parent) => Buffer.from(`merge :${parent + 1}\n`)),
    ...Object.entries(spec.files ?? {}).map(([name, text]) =>
      Buffer.from(`M 100644 inline ${name}\ndata ${Buffer.byteLength(text)}\n${text}\n`),
    ),
    Buffer.from('\n'),
  ];
}

export interface Reading {
  readonly batches: readonly Batch<unknown>[];
  readonly records: readonly SourceRecord<unknown>[];
  readonly skipped: number;
  readonly notes: readonly string[];
}

/** Reads until `stopAfter` batches are "stored"; their cursors are kept in `cursors`. */
export async function readGit(
  input: string,
  cursors = new Map<string, unknown>(),
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<Reading> {
  const batches: Batch<unknown>[] = [];
  const signal = new AbortController().signal;
  const cursor = async (key: string) => cursors.get(key);
  for await (const batch of git.read({ input, settings: {}, cursor, now: 0, signal })) {
    batches.push(batch);
    for (const { key, value } of batch.cursors) cursors.set(key, JSON.parse(JSON.stringify(value)));
    if (batches.length >= stopAfter) break;
  }
  return {
    batches,
    records: batches.flatMap((batch) => batch.records),
    skipped: batches.reduce((sum, batch) => sum + (batch.skipped ?? 0), 0),
    notes: batches.flatMap((batch) => batch.notes ?? []),
  };
}

/** Everything that a repository becomes. */
export async function adaptAll(input: string): Promise<Adapted[]> {
  const adapt = await git.adapter({});
  const { records } = await readGit(input);
  return await Promise.all(records.map((record) => adapt(record)));
}
