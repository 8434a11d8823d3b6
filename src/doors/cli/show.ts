/** Text for terminals: tables, counts, reports. */
import pc from 'picocolors';
import { count, type ErrorJson, errorJson, type LeadspringError } from '../../base/index.ts';
import type { RunReport } from '../../intake/index.ts';

/** A day, in UTC. */
export const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Rows under a header, columns as wide as their contents; numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? count(cell) : safe(cell))));
  const widths = header.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const numeric = header.map(
    (_title, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [pc.dim(line([...header])), ...cells.map(line)].join('\n');
}

/** Foreign text must not move the cursor or colour the terminal (control and bidirectional characters). */
export function safe(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, ' ');
}

/** A report as the CLI tells it; also the shape of `--json`. */
export interface RunJson {
  readonly kind: string;
  readonly input: string;
  readonly read: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly dropped: number;
  readonly failed: number;
  readonly drops: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly seconds: number;
  readonly errors: readonly ErrorJson['error'][];
}

export type ImportOutcome =
  | RunReport
  | { readonly input: string; readonly kind: string; readonly errors: readonly LeadspringError[] };

export function runJson(outcome: ImportOutcome): RunJson {
  const counts = 'counts' in outcome ? outcome.counts : undefined;
  return {
    kind: outcome.kind,
    input: outcome.input,
    read: counts?.read ?? 0,
    stored: counts?.stored ?? 0,
    duplicate: counts?.duplicate ?? 0,
    dropped: counts?.dropped ?? 0,
    failed: counts?.failed ?? 0,
    drops: counts?.drops ?? {},
    notes: 'notes' in outcome ? outcome.notes : [],
    seconds: 'seconds' in outcome ? Math.round(outcome.seconds * 100) / 100 : 0,
    errors: outcome.errors.map((error) => errorJson(error).error),
  };
}

/** The counts of several runs as a table with an equation per line, then what was dropped and noted. */
export function runsTable(runs: readonly RunJson[]): string {
  const rows = runs.map((run) => [
    run.kind,
    tail(run.input, 44),
    run.read,
    run.stored,
    run.duplicate,
    run.dropped,
    run.failed,
  ]);
  const lines = [
    table(['source', 'input', 'read', '= stored', '+ duplicate', '+ dropped', '+ failed'], rows),
  ];
  for (const [reason, total] of totals(runs)) lines.push(pc.dim(`  dropped ${count(total)} as ${reason}`));
  for (const note of new Set(runs.flatMap((run) => run.notes))) lines.push(pc.dim(`  note: ${safe(note)}`));
  for (const error of runs.flatMap((run) => run.errors)) {
    lines.push(pc.red(`  ${error.code}: ${safe(error.message)} ${error.help}`));
  }
  return lines.join('\n');
}

function totals(runs: readonly RunJson[]): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const run of runs) {
    for (const [reason, value] of Object.entries(run.drops))
      sums.set(reason, (sums.get(reason) ?? 0) + value);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** The end of a long path. */
export function tail(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(text.length - length + 1)}`;
}

/** An error as the CLI tells it. */
export function errorText(error: LeadspringError): string {
  const { code, message, help } = errorJson(error).error;
  return `${pc.red('error')} ${code}: ${safe(message)}\n${safe(help)}`;
}
