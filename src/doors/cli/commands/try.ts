import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { ERRORS, errorJson, LeadspringError } from '../../../base/index.ts';
import { recognizePaths, sourceOf } from '../../../intake/index.ts';
import type { CliContext, Ending } from '../context.ts';
import { importAndShow } from '../main_job.ts';
import { collectPairs, jsonOption, overrides, wholeNumber } from '../options.ts';

interface TryFlags {
  readonly exit?: boolean;
  readonly json?: boolean;
  readonly set: Readonly<Record<string, string>>;
}

/** `access_log.networks=FILE` belongs to the source access_log. */
function bySource(
  pairs: Readonly<Record<string, string>>,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const settings: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(pairs)) {
    const [kind = '', setting] = name.split('.');
    if (setting === undefined)
      throw new LeadspringError(
        'argument_invalid',
        `--set ${name}=… must name its source, like access_log.${name}=….`,
      );
    settings[sourceOf(kind).name] = { ...settings[kind], [setting]: value };
  }
  return settings;
}

export function tryCommand(context: CliContext, ending: Ending): Command {
  return new Command('try')
    .description(
      'Find leads in your own files: git clones, access logs, mail archives, CSV. Trying them again changes nothing.',
    )
    .argument('<path...>', 'files or directories')
    .option('--exit', 'stop after printing instead of serving the dashboard')
    .option('--port <number>', 'port of the dashboard; 0 takes any', wholeNumber(0, 65_535))
    .option(
      '--set <source.setting=value>',
      'a setting of a source, e.g. access_log.networks=FILE; may be repeated',
      collectPairs,
      {},
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nThe results are kept in the folder `try` of the data directory, or where --data says.',
    )
    .action(async (paths: readonly string[], flags: TryFlags, command: Command) => {
      const { recognized, unrecognized } = await recognizePaths(paths.map((path) => resolve(path)));
      for (const { error } of unrecognized)
        context.out.note(`${error.code}: ${error.message} ${ERRORS[error.code].help}`);
      if (unrecognized.length > 0) ending.code = 2;
      if (recognized.length === 0) {
        if (flags.json)
          context.out.line(
            JSON.stringify({
              runs: [],
              leads: [],
              unrecognized: unrecognized.map((each) => errorJson(each.error).error),
            }),
          );
        return;
      }
      const given = overrides(command, ['port']);
      const { config } = context.config(given);
      const data = given.data === undefined ? join(config.data, 'try') : config.data;
      await context.withDatabase({ ...given, data, databaseUrl: null }, async (opened) => {
        const failed = await importAndShow(context, opened, {
          ...{
            inputs: recognized,
            madeUp: false,
            json: flags.json === true,
            unrecognized,
            settings: bySource(flags.set),
          },
        });
        if (failed && ending.code === 0) ending.code = 1;
        if (!flags.exit && !flags.json) await context.serve(opened);
      });
    });
}
