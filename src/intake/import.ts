/** Imports paths through a source, in one run. */
import { resolve } from 'node:path';
import { type Database, LeadspringError, type Progress } from '../base/index.ts';
import { noSecrets, type OpenSecrets, openSettings, sealSettings } from './configured/settings.ts';
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
  readonly paths: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly now: number;
  readonly threads: number;
  readonly madeUp?: boolean;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly patience?: number;
  /** Needed only for sources that have secrets. */
  readonly secrets?: OpenSecrets;
}

/** The source of a name. @throws LeadspringError `source_unknown` */
export function sourceOf(kind: string): Source {
  const source = SOURCES.find((each) => each.name === kind);
  if (source !== undefined) return source;
  const names = SOURCES.map((each) => each.name).join(', ');
  throw new LeadspringError('source_unknown', `There is no source "${kind}". There are: ${names}.`);
}

/**
 * Imports paths through a source.
 * @throws LeadspringError `source_unknown`, `setting_invalid`, `file_not_found`, `file_not_readable`, `run_in_progress`;
 *   what goes wrong while reading is in the report
 */
export async function importPaths(options: ImportOptions): Promise<RunReport> {
  const source = sourceOf(options.kind);
  const inputs = options.paths.map((path) => resolve(path));
  for (const input of inputs) await probe(input);
  const name = options.name ?? source.name;
  const before = await findSource(options.db, name);
  if (before !== undefined && before.kind !== source.name) {
    throw new LeadspringError(
      'argument_invalid',
      `${name} is a source of the kind ${before.kind}, not ${source.name}.`,
    );
  }
  const opened =
    before === undefined ? undefined : openSettings(source, before, options.secrets ?? noSecrets);
  const settings = parseSettings(source, options.settings, opened);
  const sealed = sealSettings(source, name, settings, options.secrets ?? noSecrets);
  const saved = await saveSource(
    options.db,
    { name, kind: source.name, settings: sealed, madeUp: options.madeUp ?? false },
    options.now,
  );
  const row = { ...saved, settings };
  return runSource({
    db: options.db,
    source,
    row,
    inputs,
    now: options.now,
    threads: options.threads,
    totalBytes: inputs.reduce((total, input) => total + sizeOf(input), 0),
    ...(options.progress === undefined ? {} : { progress: options.progress }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.patience === undefined ? {} : { patience: options.patience }),
  });
}
