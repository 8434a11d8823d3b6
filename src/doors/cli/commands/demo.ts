import { join } from 'node:path';
import { Command } from 'commander';
import { recognizePaths } from '../../../intake/index.ts';
import type { CliContext, Ending } from '../context.ts';
import { importAndShow } from '../main_job.ts';
import { jsonOption, overrides, wholeNumber } from '../options.ts';

interface DemoFlags {
  readonly exit?: boolean;
  readonly seed: number;
  readonly json?: boolean;
}

export function demoCommand(context: CliContext, ending: Ending): Command {
  return new Command('demo')
    .description('Make up an ecosystem, import it through the real sources, and show its leads.')
    .option('--exit', 'stop after printing instead of serving the dashboard')
    .option('--port <number>', 'port of the dashboard; 0 takes any', wholeNumber(0, 65_535))
    .option('--seed <number>', 'another seed makes up another ecosystem', wholeNumber(0, 4_294_967_295), 1)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nEverything is made up and kept apart, in the folder `demo` of the data directory. It is made anew each time.',
    )
    .action(async (flags: DemoFlags, command: Command) => {
      const given = overrides(command, ['port']);
      const data = join(context.config(given).config.data, 'demo');
      context.reset(data);
      const files = join(data, 'files');
      if (!flags.json) context.out.note(`Making up an ecosystem (seed ${flags.seed}) in ${files} …`);
      const sample = await context.writeSample({ data, files, seed: flags.seed });
      const { vendorDomains, memberDomains } = sample;
      const own = { data, databaseUrl: null, vendorDomains, memberDomains };
      await context.withDatabase({ ...given, ...own }, async (opened) => {
        const { recognized } = await recognizePaths([files]);
        const failed = await importAndShow(context, opened, {
          ...{
            inputs: recognized,
            madeUp: true,
            json: flags.json === true,
            unrecognized: [],
            settings: sample.settings,
          },
        });
        if (failed) ending.code = 1;
        if (!flags.exit && !flags.json) await context.serve(opened);
      });
    });
}
