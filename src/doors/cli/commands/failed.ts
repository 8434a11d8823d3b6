import { Command } from 'commander';
import { countFailures, listFailures, replayFailures } from '../../../intake/index.ts';
import type { CliContext, Ending } from '../context.ts';
import { refresh } from '../main_job.ts';
import { jsonOption, overrides, wholeNumber } from '../options.ts';
import { runJson, runsTable, table, tail } from '../show.ts';

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
      return [row.source, row.code, tail(place, 50), row.field ?? '', row.detail.slice(0, 100)];
    });
    context.out.line(table(['source', 'code', 'where', 'field', 'what'], rows));
  });
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
