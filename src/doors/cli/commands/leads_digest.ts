import { Command, Option } from 'commander';
import { type DigestPeriod, digestJson, digestOf } from '../../../leads/index.ts';
import type { CliContext } from '../context.ts';
import { jsonOption, overrides } from '../options.ts';
import { safe } from '../show.ts';

/** `leads digest` */
export function digestCommand(context: CliContext): Command {
  return new Command('digest')
    .description('What emerged, what moved and what went quiet, in ten lines.')
    .addOption(new Option('--period <period>', 'how far back').choices(['day', 'week']).default('week'))
    .addOption(jsonOption())
    .action(async (_flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{ readonly period: DigestPeriod; readonly json?: boolean }>();
      const { out } = context;
      await context.withDatabase(overrides(command), async ({ db }) => {
        const digest = await digestOf(db, flags.period);
        if (flags.json) out.line(JSON.stringify(digestJson(digest), null, 2));
        // As they are, so that ten lines are ten lines wherever they go.
        else for (const { text } of digest.lines) out.line(safe(text));
      });
    });
}
