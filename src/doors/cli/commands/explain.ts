import { Command } from 'commander';
import { LeadspringError } from '../../../base/index.ts';
import { explainLead, findLead, leadsAsOf } from '../../../leads/index.ts';
import type { CliContext } from '../context.ts';
import { explanationText } from '../leads_text.ts';
import { leadOptions } from '../main_job.ts';
import { jsonOption, overrides, parseInstant } from '../options.ts';

export function explainCommand(context: CliContext): Command {
  return new Command('explain')
    .description('Explain a lead: why, since when, who, and the signals behind every point.')
    .argument('<organization>', 'name, domain or id of an organization or person')
    .option('--as-of <date>', 'as it stood at the end of that day', parseInstant)
    .addOption(jsonOption())
    .action(async (wanted: string, _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{ readonly asOf?: number; readonly json?: boolean }>();
      await context.withDatabase(overrides(command), async ({ db, config }) => {
        const found = await findLead(db, wanted);
        const options = leadOptions(context, config);
        const explanation =
          found &&
          (await explainLead(db, found.id, {
            ...options,
            status: found.status,
            asOf: flags.asOf ?? (await leadsAsOf(db)) ?? options.now,
          }));
        if (!explanation)
          throw new LeadspringError('organization_not_found', `Nothing is known of "${wanted}".`);
        context.out.line(
          flags.json
            ? JSON.stringify(explanation, null, 2)
            : explanationText(explanation, context.out.columns),
        );
      });
    });
}
