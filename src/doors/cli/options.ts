/** Options that several commands share, and what they mean for the configuration. */
import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Progress } from '../../base/index.ts';
import { openProgress } from '../../base/index.ts';
import type { CliContext } from './context.ts';

/** Configuration values that were given on the command line, from this command or above it. */
export function overrides(
  command: Command,
  names: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const given = command.optsWithGlobals<Record<string, unknown>>();
  const picked: Record<string, unknown> = {};
  for (const name of ['data', 'logLevel', ...names])
    if (given[name] !== undefined) picked[name] = given[name];
  return picked;
}

/** Who is at the keyboard, where the system says so. */
function whoAmI(): string {
  try {
    return userInfo().username;
  } catch {
    // The system knows no name for this user, as in some containers.
    return 'operator';
  }
}

/** Who does it, for the record. */
export const authorOption = (): Option =>
  new Option('--author <name>', 'who does this').default(whoAmI(), 'the user of the system');

export const jsonOption = (): Option => new Option('--json', 'print the answer as JSON');

/** A whole number in a range, or commander's own error. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,12}$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** A day (to its end, UTC) or an instant, in milliseconds since the epoch. */
export function parseInstant(text: string): number {
  const at = Date.parse(DAY.test(text) ? `${text}T23:59:59.999Z` : text);
  if (!(DAY.test(text) || INSTANT.test(text)) || Number.isNaN(at) || !isDay(text.slice(0, 10)))
    throw new InvalidArgumentError('must be a date like 2026-03-31.');
  return at;
}

/** A day that there is, as it was given. */
export function parseDay(text: string): string {
  if (!DAY.test(text) || !isDay(text)) throw new InvalidArgumentError('must be a day like 2027-03-31.');
  return text;
}

/** Whether the calendar has this day: 30 February is read as one of March otherwise. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Collects `name=value` pairs of a repeated option. */
export function collectPairs(
  text: string,
  before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('must look like name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Progress on standard error. */
export function progressFor(context: CliContext): Progress {
  return openProgress({ stream: context.out.error, now: () => context.clock.now() });
}

/** Threads of the configuration; 0 means one per processor, at most four. */
export function threadsFor(configured: number, processors: number): number {
  return configured > 0 ? configured : Math.max(1, Math.min(4, processors));
}
