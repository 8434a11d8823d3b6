import { Command } from 'commander';
import { LeadspringError } from '../../../base/index.ts';
import {
  explainedJson,
  explainLead,
  findLead,
  leadsAsOf,
  likelihoodOfLead,
  modelInUse,
} from '../../../leads/index.ts';
import type { CliContext } from '../context.ts';
import { explanationText } from '../leads_text.ts';
import { leadOptions } from '../main_job.ts';
import { jsonOption, overrides, parseInstant } from '../options.ts';

const DAY = 86_400_000;

export function explainCommand(context: CliContext): Command {
  return new Command('explain')
    .description('Explain a lead: why, since when, who, and the signals behind every point.')
    .argument('<organization>', 'name, domain or id of an organization or person')
    .option('--as-of <date>', 'as it stood at the end of that day', parseInstant)
    .addOption(jsonOption())
    .action(async (wanted: string, _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{ readonly asOf?: number; readonly json?: boolean }>();
      await context.withDatabase(overrides(command), async ({ db, config }) => {
        const listed = await findLead(db, wanted);
        if (listed === null)
          throw new LeadspringError('organization_not_found', `Nothing is known of "${wanted}".`);
        const options = leadOptions(context, config);
        const listedAsOf = (await leadsAsOf(db)) ?? options.now;
        const asOf = flags.asOf ?? listedAsOf;
        const explanation = await explainLead(db, listed.id, { ...options, status: listed.status, asOf });
        // What was learned since is no knowledge of an earlier day.
        const earlier = Math.floor(asOf / DAY) < Math.floor(listedAsOf / DAY);
        const model = earlier ? null : await modelInUse(db);
        const likelihood = likelihoodOfLead(model, explanation.lead);
        const explained = { listed, explanation, likelihood, asOf, listedAsOf };
        context.out.line(
          flags.json
            ? JSON.stringify(explainedJson(explained), null, 2)
            : explanationText(explained, context.out.columns),
        );
      });
    });
}
