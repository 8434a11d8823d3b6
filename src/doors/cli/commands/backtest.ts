import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { LeadspringError } from '../../../base/index.ts';
import { backtestProjects, type Ranked, rankedLines, readProjects } from '../../../leads/index.ts';
import { backtestText } from '../backtest_text.ts';
import type { CliContext } from '../context.ts';
import { jsonOption } from '../options.ts';

interface BacktestFlags {
  readonly events?: readonly string[];
  readonly labels?: readonly string[];
  readonly vendor?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

export function backtestCommand(context: CliContext): Command {
  return new Command('backtest')
    .description(
      'Prove the ranking on history, seen as it was visible at the time: who was ranked first, and who came.',
    )
    .option('--events <file...>', 'CSV files of contributions, NAME.events.csv or packed; needs no database')
    .option('--labels <file...>', 'CSV files of what came of them, NAME.labels.csv, one for each of --events')
    .option('--vendor <domain...>', 'domains of the makers, who are ranked last')
    .option('--out <file>', 'where to write all rankings as JSON lines, with reasons')
    .addOption(jsonOption())
    .action(async (flags: BacktestFlags) => {
      if (flags.events === undefined || flags.labels === undefined)
        throw new LeadspringError('argument_invalid', 'Both --events and --labels are needed.');
      const projects = await readProjects(flags.events, flags.labels);
      const { ranked, ...figures } = backtestProjects(projects, {
        vendorDomains: new Set(flags.vendor ?? []),
      });
      if (flags.out !== undefined) await writeRanked(flags.out, ranked, context.signal);
      context.out.line(
        flags.json ? JSON.stringify(figures, null, 2) : backtestText(figures.projects, figures.pooled),
      );
    });
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
