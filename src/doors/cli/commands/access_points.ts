import { Command } from 'commander';
import { LeadspringError } from '../../../base/index.ts';
import { type AccessPointChange, accessPointsOf, changeAccessPoint } from '../../../leads/index.ts';
import type { CliContext } from '../context.ts';
import { collectPairs, jsonOption, overrides } from '../options.ts';
import { safe, table } from '../show.ts';

export function accessPointsCommand(context: CliContext): Command {
  return new Command('access-points')
    .description(
      'Show every place where someone meets the product: who came, who went on, and where a rung is missing.',
    )
    .addOption(jsonOption())
    .action(async (flags: { readonly json?: boolean }, command: Command) => {
      await context.withDatabase(overrides(command), async ({ db }) => {
        const view = await accessPointsOf(db);
        if (flags.json) return context.out.line(JSON.stringify(view, null, 2));
        const rows = view.accessPoints.map(({ name, rung, paid, owner, cost, currency, reach }) => [
          ...[name, rung, paid ? 'paid' : 'unpaid', owner, cost === null ? '' : `${cost} ${currency ?? ''}`],
          ...[reach?.subjects ?? 0, reach?.lately ?? 0, reach?.before ?? 0],
        ]);
        const head = [
          'access point',
          'rung',
          'paid',
          'owner',
          'cost a month',
          'came',
          'last 28 days',
          '28 before',
        ];
        context.out.line(table(head, rows));
        const flows = view.flows.filter(({ from }) => from !== '').sort((a, b) => b.subjects - a.subjects);
        context.out.line();
        context.out.line(
          table(
            ['from', 'to', 'went on'],
            flows.map(({ from, to, subjects }) => [from, to, subjects]),
          ),
        );
        for (const { rung, text } of view.gaps) context.out.line(`\n${rung}: ${safe(text)}`);
      });
    })
    .addCommand(setCommand(context));
}

const FIELDS: ReadonlySet<string> = new Set(['owner', 'audience', 'paid', 'cost', 'currency', 'next']);

function setCommand(context: CliContext): Command {
  return new Command('set')
    .description(
      'Say who owns an access point, whom it is for, what it costs, whether it is paid, and what comes next.',
    )
    .argument('<access point>', 'such as forum')
    .requiredOption(
      '--set <field=value>',
      'owner, audience, paid (paid or unpaid), cost (a month), currency or next; may be repeated',
      collectPairs,
      {},
    )
    .addOption(jsonOption())
    .action(async (name: string, _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{
        readonly set: Readonly<Record<string, string>>;
        readonly json?: boolean;
      }>();
      const stranger = Object.keys(flags.set).find((field) => !FIELDS.has(field));
      if (stranger !== undefined)
        throw new LeadspringError(
          'argument_invalid',
          `${stranger} cannot be said of an access point; there are ${[...FIELDS].join(', ')}.`,
        );
      await context.withDatabase(overrides(command), async ({ db }) => {
        await changeAccessPoint(db, name, flags.set as AccessPointChange, context.clock.now());
        const point = (await accessPointsOf(db)).accessPoints.find((each) => each.name === name);
        context.out.line(flags.json ? JSON.stringify(point, null, 2) : `Saved ${name}.`);
      });
    });
}
