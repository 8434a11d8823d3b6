/** Runs commands without a process of their own. */
import { CommanderError } from 'commander';
import { type Database, fixedClock, loadConfig, openLog } from '../../base/index.ts';
import { buildProgram, type CliContext } from './index.ts';

/** Runs a command and answers with what it printed; a wrong call throws what commander says of it. */
export type Run = (...args: string[]) => Promise<string>;

/** Commands on a database, at an instant. */
export function commandsOn(db: Database, now: number): Run {
  const loaded = loadConfig({ environment: {}, overrides: {}, base: '.' });
  const absent = (): never => {
    throw new Error('not needed here');
  };
  return async (...args) => {
    const [lines, errors]: [string[], string[]] = [[], []];
    const context: CliContext = {
      ...{ version: '0', clock: fixedClock(now), signal: new AbortController().signal },
      out: {
        line: (text = '') => lines.push(text),
        note: (text) => errors.push(text),
        error: { write: () => true },
        columns: 100,
      },
      config: () => loaded,
      withDatabase: (_overrides, task) =>
        task({
          ...{ db, config: loaded.config, log: openLog('silent'), secrets: absent },
          network: { http: { request: absent } },
        }),
      ...{ serve: absent, reset: absent, writeSample: absent },
    };
    const program = buildProgram(context, { code: 0 });
    for (const each of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)])
      each.exitOverride().configureOutput({ writeErr: (text) => errors.push(text) });
    try {
      await program.parseAsync(args, { from: 'user' });
    } catch (thrown) {
      if (thrown instanceof CommanderError) throw new Error(`told: ${errors.join('')}`);
      throw thrown;
    }
    return lines.join('\n');
  };
}
