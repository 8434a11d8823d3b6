import { Command } from 'commander';
import { describeConfig } from '../../../base/index.ts';
import type { CliContext } from '../context.ts';
import { jsonOption, overrides } from '../options.ts';
import { table } from '../show.ts';

export function configCommand(context: CliContext): Command {
  return new Command('config')
    .description('Print the effective configuration and where each value came from. Secrets are hidden.')
    .addOption(jsonOption())
    .action((flags: { readonly json?: boolean }, command: Command) => {
      const values = describeConfig(context.config(overrides(command)));
      if (flags.json) context.out.line(JSON.stringify({ config: values }, null, 2));
      else
        context.out.line(
          table(
            ['name', 'value', 'from'],
            values.map((each) => [each.name, each.value, each.origin]),
          ),
        );
    });
}
