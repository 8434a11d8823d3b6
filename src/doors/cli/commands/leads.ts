import { Command } from 'commander';
import {
  type LeadFilter,
  leadsAsOf,
  leadsJson,
  listLeads,
  listPastLeads,
  STAGES,
  STATUSES,
  type Stage,
  type Status,
} from '../../../leads/index.ts';
import type { CliContext } from '../context.ts';
import { emptyText, leadsText } from '../leads_text.ts';
import { leadOptions } from '../main_job.ts';
import { jsonOption, overrides, parseInstant, wholeNumber } from '../options.ts';
import { explainCommand } from './explain.ts';
import { digestCommand } from './leads_digest.ts';
import { historyCommand, stepCommands, undoStepCommand } from './leads_life.ts';

interface LeadsFlags {
  readonly limit: number;
  readonly asOf?: number;
  readonly stage?: Stage;
  readonly status?: Status | 'any';
  readonly owner?: string;
  readonly emerging?: boolean;
  readonly json?: boolean;
}

export function leadsCommand(context: CliContext): Command {
  const command = listing(context, new Command('leads'));
  const more = [
    listing(context, new Command('list')),
    explainCommand(context).alias('show'),
    ...stepCommands(context),
    undoStepCommand(context),
    historyCommand(context),
    digestCommand(context),
  ];
  for (const each of more) command.addCommand(each);
  return command;
}

/** `leads` by itself and `leads list` are one. */
function listing(context: CliContext, command: Command): Command {
  return command
    .description('List the leads, best first, each with its reason.')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 100_000), 20)
    .option(
      '--as-of <date>',
      'as they stood at the end of that day, counting only what had happened by then',
      parseInstant,
    )
    .option('--emerging', 'only those whose change was detected, most surprising first')
    .option('--owner <name>', 'only those assigned to this person')
    .addOption(command.createOption('--stage <stage>', 'only at this stage').choices(STAGES))
    .addOption(
      command.createOption('--status <status>', 'default: those that are open').choices([...STATUSES, 'any']),
    )
    .addOption(jsonOption())
    .action(async (_flags: unknown, self: Command) =>
      list(context, self.optsWithGlobals<LeadsFlags>(), self),
    );
}

async function list(context: CliContext, flags: LeadsFlags, command: Command): Promise<void> {
  await context.withDatabase(overrides(command), async ({ db, config }) => {
    const past = flags.asOf;
    const rows =
      past === undefined
        ? (await listLeads(db, filterOf(flags))).rows
        : await listPastLeads(
            db,
            { ...leadOptions(context, config), asOf: past, limit: flags.limit },
            filterOf(flags),
          );
    const asOf = past ?? (await leadsAsOf(db));
    if (flags.json) context.out.line(JSON.stringify(leadsJson(rows, asOf), null, 2));
    else if (rows.length > 0) context.out.line(leadsText(rows, context.out.columns));
    else context.out.line(emptyText({ ...flagged(flags), known: asOf !== null }));
  });
}

function flagged({ stage, status, owner, emerging }: LeadsFlags) {
  return {
    filtered: stage !== undefined || status !== undefined || owner !== undefined,
    emerging: emerging === true,
  };
}

function filterOf({ limit, stage, status, owner, emerging }: LeadsFlags): LeadFilter {
  return {
    limit,
    ...(emerging ? { sort: 'surprise' } : {}),
    ...(stage === undefined ? {} : { stage }),
    ...(status === undefined ? {} : { status }),
    ...(owner === undefined ? {} : { owner }),
    ...(emerging === undefined ? {} : { emerging }),
  };
}
