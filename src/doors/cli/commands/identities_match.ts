import { Command, InvalidArgumentError } from 'commander';
import { LeadspringError } from '../../../base/index.ts';
import { DEFAULT_THRESHOLDS, matchCsvAside } from '../../../intake/index.ts';
import type { CliContext } from '../context.ts';
import { jsonOption, progressFor } from '../options.ts';
import { table } from '../show.ts';

interface MatchFlags {
  readonly in: string;
  readonly out: string;
  readonly threshold: number;
  readonly suggestThreshold: number;
  readonly suggestions?: string;
  readonly json?: boolean;
}

export function identitiesMatchCommand(context: CliContext): Command {
  return new Command('match')
    .description('Find the people behind raw names and addresses in a CSV file. Needs no database.')
    .requiredOption('--in <file>', 'CSV with the columns raw_name, raw_email and, if there is one, login')
    .requiredOption('--out <file>', 'the same rows with the columns cluster and confidence')
    .option('--threshold <probability>', 'from here on, two are one', probability, DEFAULT_THRESHOLDS.decide)
    .option(
      '--suggest-threshold <probability>',
      'from here on, two may be one',
      probability,
      DEFAULT_THRESHOLDS.suggest,
    )
    .option('--suggestions <file>', 'where to write the pairs that may be one person, with reasons')
    .addOption(jsonOption())
    .action(async (flags: MatchFlags) => {
      const thresholds = { decide: flags.threshold, suggest: flags.suggestThreshold };
      if (thresholds.suggest > thresholds.decide)
        throw new LeadspringError(
          'argument_invalid',
          `--suggest-threshold ${thresholds.suggest} is above --threshold ${thresholds.decide}.`,
        );
      const summary = await matchCsvAside({
        input: flags.in,
        output: flags.out,
        thresholds,
        progress: progressFor(context),
        signal: context.signal,
        ...(flags.suggestions === undefined ? {} : { suggestions: flags.suggestions }),
      });
      if (summary === null) return;
      const { rows, people, merged, merged_rows, suggestions } = summary;
      context.out.line(
        flags.json
          ? JSON.stringify(summary, null, 2)
          : table(
              ['rows', 'people', 'with several rows', 'their rows', 'suggestions'],
              [[rows, people, merged, merged_rows, suggestions]],
            ),
      );
    });
}

function probability(text: string): number {
  const value = Number(text);
  if (!/^[\d.]{1,12}$/.test(text) || !(value > 0 && value < 1))
    throw new InvalidArgumentError('must be a number between 0 and 1.');
  return value;
}
