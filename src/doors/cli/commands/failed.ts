import { Command } from 'commander';
import { ERRORS, type ErrorCode, LeadspringError } from '../../../base/index.ts';
import {
  countFailures,
  type FailedEventRow,
  listFailures,
  readFailure,
  replayFailures,
} from '../../../intake/index.ts';
import type { CliContext, Ending } from '../context.ts';
import { refresh } from '../main_job.ts';
import { jsonOption, overrides, wholeNumber } from '../options.ts';
import { runJson, runsTable, safe, table, tail } from '../show.ts';

interface ListFlags {
  readonly source?: string;
  readonly code?: string;
  readonly limit: number;
  readonly json?: boolean;
}

export function failedCommand(context: CliContext, ending: Ending): Command {
  return new Command('failed')
    .description('List records that could not be read, or try them again.')
    .option('--source <name>', 'only of this source')
    .option('--code <code>', 'only with this error code')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000), 50)
    .addOption(jsonOption())
    .action((flags: ListFlags, command: Command) => list(context, flags, command))
    .addCommand(showCommand(context))
    .addCommand(replayCommand(context, ending));
}

async function list(context: CliContext, flags: ListFlags, command: Command): Promise<void> {
  await context.withDatabase(overrides(command), async ({ db }) => {
    const failures = await listFailures(db, flags);
    const counts = await countFailures(db);
    if (flags.json) {
      context.out.line(JSON.stringify({ counts, failures }, null, 2));
      return;
    }
    if (failures.length === 0) {
      context.out.line('No failed records.');
      return;
    }
    context.out.line(
      table(
        ['source', 'code', 'open'],
        counts.map((row) => [row.source, row.code, row.count]),
      ),
    );
    context.out.line();
    const rows = failures.map((row) => {
      const place = row.line === null ? row.file : `${row.file}:${row.line}`;
      return [
        row.failed_event_id.slice(0, 8),
        row.source,
        row.code,
        tail(place, 50),
        row.field ?? '',
        row.detail.slice(0, 100),
      ];
    });
    context.out.line(table(['id', 'source', 'code', 'where', 'field', 'what'], rows));
  });
}

function showCommand(context: CliContext): Command {
  return new Command('show')
    .description('Show one failed record whole: what is wrong with it, and the record as it was kept.')
    .argument('<id>', 'its id, or the beginning of it')
    .addOption(jsonOption())
    .action(async (id: string, _flags: unknown, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      await context.withDatabase(overrides(command), async ({ db }) => {
        const failure = await readFailure(db, id);
        if (failure === null) throw new LeadspringError('failure_not_found', `No failed event is ${id}.`);
        const { body, ...about } = failure;
        const record = JSON.stringify(body, bytesAsText, 2);
        if (json) context.out.line(JSON.stringify({ ...about, body: JSON.parse(record ?? 'null') }, null, 2));
        else context.out.line(`${describe(about)}\n\n${safeLines(record ?? '')}`);
      });
    });
}

function describe(failure: FailedEventRow & { readonly replayed_at: Date | null }): string {
  const { source, code, file, line, field, detail, first_seen_at: at, replayed_at: closed } = failure;
  const help = Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode].help : '';
  return [
    `${code}: ${safe(detail)}`,
    help,
    `source ${source}, ${safe(file)}${line === null ? '' : `:${line}`}${field === null ? '' : `, field ${safe(field)}`}`,
    `first seen ${at.toISOString()}${closed === null ? '' : `, mended ${closed.toISOString()}`}`,
  ].join('\n');
}

/** Bytes of a record as text, where they are some. */
function bytesAsText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}

function safeLines(text: string): string {
  return text.split('\n').map(safe).join('\n');
}

function replayCommand(context: CliContext, ending: Ending): Command {
  return new Command('replay')
    .description('Try failed records again, for example after an update. Those that succeed are closed.')
    .option('--source <name>', 'only of this source')
    .addOption(jsonOption())
    .action(async (_flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{ source?: string; json?: boolean }>();
      await context.withDatabase(overrides(command), async ({ db, config, secrets }) => {
        const reports = await replayFailures({
          ...{ db, secrets },
          now: context.clock.now(),
          ...(flags.source === undefined ? {} : { name: flags.source }),
        });
        const runs = reports.map(runJson);
        if (runs.length > 0) await refresh(context, { db, config });
        if (flags.json) context.out.line(JSON.stringify({ runs }, null, 2));
        else context.out.line(runs.length === 0 ? 'Nothing to replay.' : runsTable(runs));
        if (runs.some((run) => run.errors.length > 0)) ending.code = 1;
      });
    });
}
