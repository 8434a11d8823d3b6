import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { LeadspringError } from '../../../base/index.ts';
import {
  type Backtest,
  backtestDatabaseAside,
  backtestProjects,
  type Ranked,
  rankedLines,
  readProjects,
} from '../../../leads/index.ts';
import { backtestText, databaseText } from '../backtest_text.ts';
import type { CliContext } from '../context.ts';
import { leadOptions } from '../main_job.ts';
import { jsonOption, overrides, progressFor, wholeNumber } from '../options.ts';

interface BacktestFlags {
  readonly events?: readonly string[];
  readonly labels?: readonly string[];
  readonly vendor?: readonly string[];
  readonly every: number;
  readonly horizon: number;
  readonly k: number;
  readonly out?: string;
  readonly json?: boolean;
}

export function backtestCommand(context: CliContext): Command {
  return new Command('backtest')
    .description(
      'Prove the ranking on history, seen as it was visible at the time: who was ranked first, and who came.',
    )
    .option(
      '--events <file...>',
      'CSV files of contributions, NAME.events.csv, plain or packed; without them, the database is replayed',
    )
    .option('--labels <file...>', 'CSV files of who came, NAME.labels.csv, one for each of --events')
    .option('--vendor <domain...>', 'with --events: domains of the makers, who are ranked last')
    .option('--every <days>', 'of the database: days from one cut-off to the next', wholeNumber(1, 365), 30)
    .option(
      '--horizon <days>',
      'of the database: days within which a deal counts',
      wholeNumber(1, 3_650),
      365,
    )
    .option('--k <number>', 'how many are the first ones of a list', wholeNumber(1, 10_000), 10)
    .option('--out <file>', 'where to write all rankings as JSON lines, with reasons')
    .addOption(jsonOption())
    .action(async (flags: BacktestFlags, command: Command) => {
      const ofItself = flags.events === undefined && flags.labels === undefined;
      const { ranked, ...figures } = ofItself
        ? await ofDatabase(context, command, flags)
        : await ofFiles(flags);
      if (flags.out !== undefined) await writeRanked(flags.out, ranked, context.signal);
      context.out.line(
        flags.json
          ? JSON.stringify(figures, null, 2)
          : ofItself
            ? databaseText(figures.projects[0] ?? figures.pooled)
            : backtestText(figures.projects, figures.pooled),
      );
    });
}

async function ofFiles({ events, labels, vendor = [], k }: BacktestFlags): Promise<Backtest> {
  if (events === undefined || labels === undefined)
    throw new LeadspringError('argument_invalid', '--events and --labels are needed together.');
  return backtestProjects(await readProjects(events, labels), {
    vendorDomains: new Set(vendor),
    length: k,
  });
}

async function ofDatabase(
  context: CliContext,
  command: Command,
  { every, horizon, k }: BacktestFlags,
): Promise<Backtest> {
  return context.withDatabase(overrides(command), ({ db, config }) =>
    backtestDatabaseAside(db, {
      ...leadOptions(context, config),
      ...{ every, horizon, length: k, progress: progressFor(context), signal: context.signal },
    }),
  );
}

async function writeRanked(file: string, ranked: readonly Ranked[], signal: AbortSignal): Promise<void> {
  const lines = rankedLines(ranked).map((line) => `${JSON.stringify(line)}\n`);
  try {
    await pipeline(lines, createWriteStream(file), { signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new LeadspringError('argument_invalid', `${file} cannot be written.`, { where: { file }, cause });
  }
}
