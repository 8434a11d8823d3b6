import { Command } from 'commander';
import { computeLeads, listLeads } from '../../../leads/index.ts';
import type { CliContext } from '../context.ts';
import { leadJson, leadsText } from '../leads_text.ts';
import { leadOptions } from '../main_job.ts';
import { jsonOption, overrides, parseInstant, wholeNumber } from '../options.ts';

interface LeadsFlags {
  readonly limit: number;
  readonly asOf?: number;
  readonly json?: boolean;
}

export function leadsCommand(context: CliContext): Command {
  return new Command('leads')
    .description('List the leads, best first, each with its reason.')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 100_000), 20)
    .option(
      '--as-of <date>',
      'as they stood at the end of that day, counting only what had happened by then',
      parseInstant,
    )
    .addOption(jsonOption())
    .action(async (flags: LeadsFlags, command: Command) => {
      await context.withDatabase(overrides(command), async ({ db, config }) => {
        const rows =
          flags.asOf === undefined
            ? (await listLeads(db, { sort: 'score', direction: 'descending', limit: flags.limit })).rows
            : await computeLeads(db, {
                ...leadOptions(context, config),
                asOf: flags.asOf,
                limit: flags.limit,
              });
        context.out.line(
          flags.json
            ? JSON.stringify({ leads: rows.map(leadJson) }, null, 2)
            : leadsText(rows, context.out.columns),
        );
      });
    });
}
