import { Command } from 'commander';
import { migrate, migrationStatus } from '../../../base/index.ts';
import type { CliContext } from '../context.ts';
import { jsonOption, overrides } from '../options.ts';

export function dbCommand(context: CliContext): Command {
  return new Command('db')
    .description('Look after the database schema.')
    .addCommand(migrateCommand(context))
    .addCommand(statusCommand(context));
}

function migrateCommand(context: CliContext): Command {
  return new Command('migrate')
    .description('Apply pending migrations. Every start does this too.')
    .addOption(jsonOption())
    .action(async (flags: { readonly json?: boolean }, command: Command) => {
      await context.withDatabase(
        overrides(command),
        async ({ db }) => {
          const applied = await migrate(db, context.clock.now());
          if (flags.json) context.out.line(JSON.stringify({ applied }));
          else
            context.out.line(applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.join(', ')}.`);
        },
        { migrate: false },
      );
    });
}

function statusCommand(context: CliContext): Command {
  return new Command('status')
    .description('Print which migrations are applied and which are pending.')
    .addOption(jsonOption())
    .action(async (flags: { readonly json?: boolean }, command: Command) => {
      await context.withDatabase(
        overrides(command),
        async ({ db }) => {
          const status = await migrationStatus(db);
          if (flags.json) context.out.line(JSON.stringify(status));
          else {
            for (const name of status.applied) context.out.line(`applied  ${name}`);
            for (const name of status.pending) context.out.line(`pending  ${name}`);
          }
        },
        { migrate: false },
      );
    });
}
