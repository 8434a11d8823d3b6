import { statfsSync } from 'node:fs';
import { Command } from 'commander';
import pc from 'picocolors';
import {
  type Database,
  describeServer,
  ERRORS,
  migrationStatus,
  toLeadspringError,
} from '../../../base/index.ts';
import type { CliContext, Ending } from '../context.ts';
import { jsonOption, overrides } from '../options.ts';

interface Check {
  readonly name: string;
  readonly state: 'good' | 'warning' | 'bad';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

const GIB = 1024 ** 3;

export function doctorCommand(context: CliContext, ending: Ending): Command {
  return new Command('doctor')
    .description('Check configuration, disk, database and clock, and say what to do.')
    .addOption(jsonOption())
    .action(async (flags: { readonly json?: boolean }, command: Command) => {
      const checks = await examine(context, overrides(command));
      if (checks.some((check) => check.state === 'bad')) ending.code = 1;
      if (flags.json) context.out.line(JSON.stringify({ checks }, null, 2));
      else for (const check of checks) context.out.line(checkText(check));
    });
}

function checkText(check: Check): string {
  const marks = { good: pc.green('good   '), warning: pc.yellow('warning'), bad: pc.red('bad    ') };
  return `${marks[check.state]}  ${check.name}: ${check.found}${check.advice ? `\n         ${check.advice}` : ''}`;
}

/** Each check stands alone: one that fails does not keep the others from being made. */
async function examine(
  context: CliContext,
  given: Readonly<Record<string, unknown>>,
): Promise<readonly Check[]> {
  const checks: Check[] = [{ name: 'node', state: 'good', found: process.version }];
  try {
    const { config } = context.config(given);
    checks.push({ name: 'configuration', state: 'good', found: 'valid' });
    const found = await context.withDatabase(given, ({ db }) => examineDatabase(context, db), {
      migrate: false,
    });
    checks.push(...found);
    if (config.databaseUrl === null) checks.push(checkDisk(config.data));
  } catch (thrown) {
    const error = toLeadspringError(thrown);
    const name = error.code === 'config_invalid' ? 'configuration' : 'database';
    checks.push({ name, state: 'bad', found: error.message, advice: ERRORS[error.code].help });
  }
  return checks;
}

async function examineDatabase(context: CliContext, db: Database): Promise<readonly Check[]> {
  const startedAt = performance.now();
  const server = await describeServer(db);
  const took = performance.now() - startedAt;
  const { pending } = await migrationStatus(db);
  const skew = Math.abs(server.now.getTime() - context.clock.now()) / 1000;
  return [
    {
      name: 'database',
      state: 'good',
      found: `${db.description}, version ${server.version}, ${(server.size / 1024 ** 2).toFixed(0)} MiB, answers in ${took.toFixed(0)} ms`,
    },
    pending.length === 0
      ? { name: 'schema', state: 'good', found: 'up to date' }
      : {
          name: 'schema',
          state: 'warning',
          found: `${pending.length} migrations pending`,
          advice: ERRORS.schema_behind.help,
        },
    skew < 5
      ? { name: 'clock', state: 'good', found: `agrees with the database to ${skew.toFixed(1)} s` }
      : {
          name: 'clock',
          state: 'bad',
          found: `differs from the database's by ${skew.toFixed(0)} s`,
          advice: 'Synchronize the clocks (for example with chrony); wrong times make wrong leads.',
        },
  ];
}

function checkDisk(directory: string): Check {
  const { bavail, bsize } = statfsSync(directory);
  const free = (bavail * bsize) / GIB;
  const found = `${free.toFixed(1)} GiB free at ${directory}`;
  if (free >= 2) return { name: 'disk', state: 'good', found };
  return {
    name: 'disk',
    state: free < 0.5 ? 'bad' : 'warning',
    found,
    advice: 'Free space, or move the data directory with --data.',
  };
}
