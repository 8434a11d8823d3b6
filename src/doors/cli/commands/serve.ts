import { Command, Option } from 'commander';
import type { CliContext } from '../context.ts';
import { overrides, wholeNumber } from '../options.ts';

export function serveCommand(context: CliContext): Command {
  return new Command('serve')
    .description('Serve the dashboard and work on background jobs until Ctrl-C.')
    .addOption(new Option('--role <roles>', 'web, worker, or both, comma-separated (LEADSPRING_ROLE)'))
    .addOption(new Option('--host <address>', 'loopback address to listen on (LEADSPRING_HOST)'))
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 takes any (LEADSPRING_PORT)').argParser(
        wholeNumber(0, 65_535),
      ),
    )
    .action(async (_options: unknown, command: Command) => {
      await context.withDatabase(overrides(command, ['role', 'host', 'port']), (opened) =>
        context.serve(opened),
      );
    });
}
