/** Imports paths: each goes through its source, one run per path. */
import { resolve } from 'node:path';
import { type Database, LeadspringError, type Progress, toLeadspringError } from '../base/index.ts';
import type { Source } from './contract.ts';
import { probe, sizeOf } from './recognize.ts';
import { SOURCES } from './registry.ts';
import { type RunReport, runSource } from './run.ts';
import { parseSettings } from './settings.ts';
import { findSource, saveSource } from './store.ts';

export interface ImportOptions {
  readonly db: Database;
  readonly kind: string;
  /** The configured source; by default named like its kind. */
  readonly name?: string;
  readonly path: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly now: number;
  readonly threads: number;
  readonly madeUp?: boolean;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly patience?: number;
}

/** The source of a name. @throws LeadspringError `source_unknown` */
export function sourceOf(kind: string): Source {
  const source = SOURCES.find((each) => each.name === kind);
  if (source !== undefined) return source;
  const names = SOURCES.map((each) => each.name).join(', ');
  throw new LeadspringError('source_unknown', `There is no source "${kind}". There are: ${names}.`);
}

/**
 * Imports one path through a source.
 * @throws LeadspringError `source_unknown`, `setting_invalid`, `file_not_found`, `file_not_readable`, `run_in_progress`;
 *   what goes wrong while reading is in the report
 */
export async function importPath(options: ImportOptions): Promise<RunReport> {
  const source = sourceOf(options.kind);
  const path = resolve(options.path);
  await probe(path);
  const name = options.name ?? source.name;
  const before = await findSource(options.db, name);
  if (before !== undefined && before.kind !== source.name) {
    throw new LeadspringError(
      'argument_invalid',
      `${name} is a source of the kind ${before.kind}, not ${source.name}.`,
    );
  }
  const settings = parseSettings(source, options.settings, before?.settings);
  const row = await saveSource(
    options.db,
    { name, kind: source.name, settings, madeUp: options.madeUp ?? false },
    options.now,
  );
  return runSource({
    db: options.db,
    source,
    row,
    input: path,
    now: options.now,
    threads: options.threads,
    totalBytes: sizeOf(path),
    ...(options.progress === undefined ? {} : { progress: options.progress }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.patience === undefined ? {} : { patience: options.patience }),
  });
}

/** Several imports one after the other; an error of one does not keep the others from running. */
export async function importAll(
  inputs: readonly { readonly source: Source; readonly path: string }[],
  options: Omit<ImportOptions, 'kind' | 'path'>,
): Promise<
  readonly (RunReport | { readonly input: string; readonly kind: string; readonly error: LeadspringError })[]
> {
  const reports = [];
  for (const { source, path } of inputs) {
    try {
      reports.push(await importPath({ ...options, kind: source.name, path }));
    } catch (thrown) {
      reports.push({ input: path, kind: source.name, error: toLeadspringError(thrown) });
    }
    if (options.signal?.aborted) break;
  }
  return reports;
}
