/** Sources that were set up to go on: added, tried, paused, taken away. */
import { type Database, LeadspringError, type SourceId } from '../../base/index.ts';
import type { SettingValues, Source, Way } from '../contract.ts';
import { sourceOf } from '../import.ts';
import type { Network } from '../run.ts';
import { parseSettings } from '../settings.ts';
import { findSource, readCursor, type SourceRow, saveSource } from '../store.ts';
import { type OpenSecrets, openSettings, sealSettings } from './settings.ts';
import { setPaused, setRemoved, setSchedule } from './store.ts';

export interface Configuring {
  readonly db: Database;
  readonly secrets: OpenSecrets;
  readonly network: Network;
  readonly now: number;
}

export interface AddOptions {
  readonly kind: string;
  /** Default: its kind. */
  readonly name?: string;
  readonly settings: Readonly<Record<string, string>>;
  /** How often its server is asked; left out: every hour when it has one. */
  readonly everyMinutes?: number;
  /** False saves without trying the credentials. */
  readonly test?: boolean;
}

/** A configured source with the settings that it sees. */
export interface OpenedSource {
  readonly source: Source;
  readonly row: SourceRow;
}

export interface Added extends OpenedSource {
  /** What trying the credentials found; null when it was not asked for, or the source has no server. */
  readonly found: string | null;
}

const HOURLY = 60;
const UNSAVED = '' as SourceId;
const NAME = /^[a-z0-9][a-z0-9_.-]{0,63}$/;

/** The ways in which a source can be used. */
export function waysOf(source: Source): readonly Way[] {
  return [
    ...(source.read === undefined ? [] : (['read'] as const)),
    ...(source.pull === undefined ? [] : (['pull'] as const)),
    ...(source.receive === undefined ? [] : (['receive'] as const)),
  ];
}

/**
 * Adds a source, after trying its credentials.
 * @throws LeadspringError `source_unknown`, `source_way_missing`, `setting_invalid`, `source_name_taken`, and what
 *   the server answers to the credentials; then nothing is saved
 */
export async function addSource(with_: Configuring, options: AddOptions): Promise<Added> {
  const source = sourceOf(options.kind);
  const name = options.name ?? source.name;
  if (!NAME.test(name)) {
    throw new LeadspringError(
      'argument_invalid',
      `${name} is no name for a source: up to 64 of a-z, 0-9, point, hyphen and underscore.`,
      { where: { field: 'name' } },
    );
  }
  if (source.pull === undefined && source.receive === undefined) {
    throw new LeadspringError(
      'source_way_missing',
      `${source.name} reads files only: leadspring import ${source.name} PATH… reads them.`,
    );
  }
  const before = await findSource(with_.db, name);
  if (before !== undefined)
    throw new LeadspringError('source_name_taken', `There is a source ${name} already.`);
  const settings = parseSettings(source, options.settings);
  const row: SourceRow = {
    ...{ source_id: UNSAVED, name, kind: source.name, settings, made_up: false, paused_at: null },
  };
  return saveTried(with_, { source, row }, options);
}

/**
 * Changes settings of a source. Where it stopped stays, and a secret changes without a gap.
 * @throws LeadspringError as `addSource`
 */
export async function changeSource(
  with_: Configuring,
  name: string,
  options: Omit<AddOptions, 'kind' | 'name'>,
): Promise<Added> {
  const { source, row } = await openSource(with_, name);
  const settings = parseSettings(source, options.settings, row.settings);
  return saveTried(with_, { source, row: { ...row, settings } }, options);
}

async function saveTried(
  with_: Configuring,
  { source, row }: OpenedSource,
  { test = true, everyMinutes }: Omit<AddOptions, 'kind' | 'name' | 'settings'>,
): Promise<Added> {
  const { name, settings, made_up: madeUp } = row;
  requireNeeded(source, settings);
  // Also checks what only the source knows to be right.
  await source.adapter(settings);
  const found = test && canPull(source, settings) ? await tryOut(with_, { source, row }) : null;
  const sealed = sealSettings(source, name, settings, with_.secrets);
  const saved = await saveSource(with_.db, { name, kind: source.name, settings: sealed, madeUp }, with_.now);
  const every = everyMinutes ?? (row.source_id === UNSAVED ? HOURLY : undefined);
  if (canPull(source, settings) && every !== undefined) await setSchedule(with_.db, name, every);
  return { source, row: { ...saved, settings }, found };
}

/** Whether a source has a server, and the settings that asking it needs. */
export function canPull(source: Source, settings: SettingValues): boolean {
  return source.pull !== undefined && missing(source, settings, 'pull').length === 0;
}

/** Whether a source takes deliveries, and has the settings for it. */
export function canReceive(source: Source, settings: SettingValues): boolean {
  return source.receive !== undefined && missing(source, settings, 'receive').length === 0;
}

function missing(source: Source, settings: SettingValues, way: Way): readonly string[] {
  return source.settings
    .filter(({ name, needed }) => needed?.includes(way) === true && isEmpty(settings[name]))
    .map(({ name }) => name);
}

function isEmpty(value: SettingValues[string] | undefined): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** At least one way of going on must have what it needs. */
function requireNeeded(source: Source, settings: SettingValues): void {
  if (canPull(source, settings) || canReceive(source, settings)) return;
  const ways = waysOf(source).filter((way) => way !== 'read');
  const lacks = ways
    .map((way) => `${missing(source, settings, way).join(', ')} (${SAID[way]})`)
    .join('; or ');
  throw new LeadspringError('setting_invalid', `${source.name} needs ${lacks}.`, {
    where: { field: missing(source, settings, ways[0] ?? 'pull')[0] ?? '' },
  });
}

const SAID: Readonly<Record<Way, string>> = {
  read: 'to read files',
  pull: 'to ask its server',
  receive: 'to take deliveries',
};

/** Tries the credentials of a source, saved or not. @returns what was found, for people */
export async function tryOut(with_: Configuring, { source, row }: OpenedSource): Promise<string> {
  if (source.test === undefined) return 'It has no server whose answer could be tried.';
  return source.test({
    ...with_.network,
    settings: row.settings,
    cursor: async (key) => (row.source_id === UNSAVED ? undefined : readCursor(with_.db, row.source_id, key)),
    now: with_.now,
    signal: AbortSignal.timeout(60_000),
  });
}

/**
 * A configured source by its name, with its secrets open.
 * @throws LeadspringError `source_unknown`, `secret_unreadable`, `secret_key_missing`
 */
export async function openSource(
  { db, secrets }: Pick<Configuring, 'db' | 'secrets'>,
  name: string,
): Promise<OpenedSource> {
  const row = await findSource(db, name);
  if (row === undefined) throw new LeadspringError('source_unknown', `There is no source named ${name}.`);
  const source = sourceOf(row.kind);
  return { source, row: { ...row, settings: openSettings(source, row, secrets) } };
}

/** Lets a source rest, or go on. What arrives for a resting one is refused, so that its sender tries again. */
export async function pauseSource(db: Database, name: string, now: number | null): Promise<void> {
  if (!(await setPaused(db, name, now))) throw unknown(name);
}

/**
 * Takes a source away: its settings, secrets and schedule. What it brought stays, and so do its runs; adding a source
 * of that name again goes on where it stopped.
 */
export async function removeSource(db: Database, name: string, now: number): Promise<void> {
  if (!(await setRemoved(db, name, now))) throw unknown(name);
}

function unknown(name: string): LeadspringError {
  return new LeadspringError('source_unknown', `There is no source named ${name}.`);
}
