import { Command, Option } from 'commander';
import { type Digest, digestOf } from '../../../leads/index.ts';
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
      const flags = command.optsWithGlobals<{ readonly period: Digest['period']; readonly json?: boolean }>();
      await context.withDatabase(overrides(command), async ({ db }) => {
        const digest = await digestOf(db, flags.period);
        if (flags.json) context.out.line(JSON.stringify(digest, null, 2));
        else if (digest === null)
          context.out.line('There are no leads yet. Begin with `leadspring try PATH…`.');
        else for (const line of digest.lines) context.out.line(safe(line));
      });
    });
}
