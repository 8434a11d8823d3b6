import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { importPaths } from '../../../intake/index.ts';
import type { CliContext, Ending } from '../context.ts';
import { refresh } from '../main_job.ts';
import { collectPairs, jsonOption, overrides, progressFor, threadsFor } from '../options.ts';
import { runJson, runsTable } from '../show.ts';

interface ImportFlags {
  readonly name?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly json?: boolean;
}

export function importCommand(context: CliContext, ending: Ending): Command {
  return new Command('import')
    .description('Import files through one source. Importing the same files again changes nothing.')
    .argument('<kind>', 'the source; `leadspring sources --kinds` lists them')
    .argument('<path...>', 'files or directories')
    .option('--name <name>', 'name of the configured source (default: its kind)')
    .option('--set <name=value>', 'a setting of the source; may be repeated', collectPairs, {})
    .addOption(jsonOption())
    .action(async (kind: string, paths: readonly string[], flags: ImportFlags, command: Command) => {
      await context.withDatabase(overrides(command), async ({ db, config, secrets }) => {
        const report = await importPaths({
          ...{ db, secrets },
          kind,
          paths,
          settings: flags.set,
          now: context.clock.now(),
          threads: threadsFor(config.threads, availableParallelism()),
          progress: progressFor(context),
          signal: context.signal,
          ...(flags.name === undefined ? {} : { name: flags.name }),
        });
        await refresh(context, { db, config });
        const runs = [runJson(report)];
        context.out.line(flags.json ? JSON.stringify({ runs }, null, 2) : runsTable(runs));
        if (runs.some((run) => run.errors.length > 0)) ending.code = 1;
      });
    });
}
