/** The command line: one file per command, put together here. The docs are tested against this program. */
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { accessPointsCommand } from './commands/access_points.ts';
import { backtestCommand } from './commands/backtest.ts';
import { configCommand } from './commands/config.ts';
import { dbCommand } from './commands/db.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { failedCommand } from './commands/failed.ts';
import { identitiesCommand } from './commands/identities.ts';
import { importCommand } from './commands/import.ts';
import { leadsCommand } from './commands/leads.ts';
import { organizationsCommand } from './commands/organizations.ts';
import { scoreCommand } from './commands/score.ts';
import { serveCommand } from './commands/serve.ts';
import { sourcesCommand } from './commands/sources.ts';
import { tryCommand } from './commands/try.ts';
import type { CliContext, Ending } from './context.ts';

/** The whole program. `ending.code` becomes the exit code. */
export function buildProgram(context: CliContext, ending: Ending): Command {
  const program = new Command('leadspring')
    .description(
      'Lets sales leads emerge in open-source ecosystems: reads the places where people meet a product, and shows which organizations to talk to, and why.',
    )
    .version(context.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addOption(
      new Option('--data <dir>', 'directory of the embedded database (LEADSPRING_DATA)').argParser(
        (path: string) => resolve(path),
      ),
    )
    .addOption(
      new Option('--log-level <level>', 'how much the log says (LEADSPRING_LOG_LEVEL)').choices([
        'debug',
        'info',
        'warn',
        'error',
        'silent',
      ]),
    )
    .showHelpAfterError('(add --help for what can be said)')
    .addHelpText(
      'after',
      '\nFirst steps:\n  leadspring demo            a made-up ecosystem, imported and shown\n  leadspring try PATH…       the same with your own files\n',
    );
  const commands = [
    demoCommand,
    tryCommand,
    serveCommand,
    importCommand,
    sourcesCommand,
    accessPointsCommand,
    leadsCommand,
    explainCommand,
    backtestCommand,
    identitiesCommand,
    organizationsCommand,
    scoreCommand,
    failedCommand,
    doctorCommand,
    configCommand,
    dbCommand,
  ];
  for (const make of commands) {
    const command = make(context, ending).copyInheritedSettings(program);
    for (const inner of command.commands) inner.copyInheritedSettings(program);
    program.addCommand(command);
  }
  return program;
}

/** The program with nothing behind it, for help texts and the docs. */
export function describeProgram(version: string): Command {
  const absent = (): never => {
    throw new Error('this program only describes itself');
  };
  const context: CliContext = {
    version,
    clock: { now: absent },
    out: { line: absent, note: absent, error: { write: absent }, columns: 80 },
    signal: new AbortController().signal,
    config: absent,
    withDatabase: absent,
    serve: absent,
    reset: absent,
    writeSample: absent,
  };
  return buildProgram(context, { code: 0 });
}
