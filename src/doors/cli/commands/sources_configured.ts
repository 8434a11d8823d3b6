/** Sources that go on by themselves: added, tried, asked, paused, taken away. */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { LeadspringError } from '../../../base/index.ts';
import {
  type Added,
  addSource,
  type Configuring,
  canReceive,
  changeSource,
  openSource,
  pauseSource,
  pullSource,
  removeSource,
  tryOut,
} from '../../../intake/index.ts';
import type { CliContext, Ending, OpenedDatabase } from '../context.ts';
import { refresh } from '../main_job.ts';
import { collectPairs, jsonOption, overrides, progressFor, threadsFor, wholeNumber } from '../options.ts';
import { runJson, runsTable } from '../show.ts';

const LONGEST_WAIT = 60 * 24 * 7;

/** What setting sources up needs of an open database. */
function configuring(context: CliContext, { db, secrets, network }: OpenedDatabase): Configuring {
  return { db, secrets, network, now: context.clock.now() };
}

interface SettingFlags {
  readonly set: Readonly<Record<string, string>>;
  readonly every?: number;
  readonly test: boolean;
  readonly json?: boolean;
}

function withSettings(command: Command): Command {
  return command
    .option('--set <name=value>', 'a setting of the source; may be repeated', collectPairs, {})
    .option('--every <minutes>', 'how often its server is asked (default: 60)', wholeNumber(1, LONGEST_WAIT))
    .option('--no-test', 'save without trying the credentials')
    .addOption(jsonOption());
}

/** `sources add`: tries the credentials, then saves. */
export function addCommand(context: CliContext): Command {
  return withSettings(new Command('add'))
    .description('Set up a source that goes on by itself, after trying its credentials.')
    .argument('<kind>', 'the kind of source; `leadspring sources --kinds` lists them')
    .option('--name <name>', 'what it is called (default: its kind)')
    .action(async (kind: string, _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<SettingFlags & { readonly name?: string }>();
      await context.withDatabase(overrides(command), async (opened) => {
        const added = await addSource(configuring(context, opened), {
          ...{ kind, settings: flags.set, test: flags.test },
          ...(flags.name === undefined ? {} : { name: flags.name }),
          ...(flags.every === undefined ? {} : { everyMinutes: flags.every }),
        });
        context.out.line(flags.json ? JSON.stringify(addedJson(added), null, 2) : addedText(added, opened));
      });
    });
}

/** `sources set`: other settings, also new secrets, without losing where it stopped. */
export function setCommand(context: CliContext): Command {
  return withSettings(new Command('set'))
    .description('Change settings of a source. It goes on from where it stopped.')
    .argument('<name>', 'the source')
    .action(async (name: string, _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<SettingFlags>();
      await context.withDatabase(overrides(command), async (opened) => {
        const changed = await changeSource(configuring(context, opened), name, {
          ...{ settings: flags.set, test: flags.test },
          ...(flags.every === undefined ? {} : { everyMinutes: flags.every }),
        });
        context.out.line(
          flags.json ? JSON.stringify(addedJson(changed), null, 2) : addedText(changed, opened),
        );
      });
    });
}

function addedJson({ row, found }: Added): object {
  return { source: { name: row.name, kind: row.kind }, found };
}

function addedText({ source, row, found }: Added, { config }: OpenedDatabase): string {
  const lines = [`Saved ${row.name} (${source.title}).`];
  if (found !== null) lines.push(`Its server answers: ${found}`);
  if (source.pull !== undefined) lines.push(`Ask it now: leadspring sources run ${row.name}`);
  if (source.receive !== undefined && canReceive(source, row.settings)) {
    const url = `http://${config.host}:${config.port}/in/${row.name}`;
    lines.push(`It takes deliveries at ${url} while \`leadspring serve\` runs.`);
    lines.push(source.receive.help.replaceAll('URL', url));
  }
  return lines.join('\n');
}

/** `sources test` */
export function testCommand(context: CliContext): Command {
  return new Command('test')
    .description('Try the credentials of a source.')
    .argument('<name>', 'the source')
    .addOption(jsonOption())
    .action(async (name: string, _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{ readonly json?: boolean }>();
      await context.withDatabase(overrides(command), async (opened) => {
        const to = configuring(context, opened);
        const found = await tryOut(to, await openSource(to, name));
        context.out.line(flags.json ? JSON.stringify({ source: name, found }, null, 2) : found);
      });
    });
}

/** `sources run` */
export function runCommand(context: CliContext, ending: Ending): Command {
  return new Command('run')
    .description('Ask the servers of sources now, from where the last run stopped.')
    .argument('<name...>', 'the sources')
    .addOption(jsonOption())
    .action(async (names: readonly string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{ readonly json?: boolean }>();
      await context.withDatabase(overrides(command), async (opened) => {
        const reports = [];
        for (const name of names) {
          const options = {
            ...configuring(context, opened),
            threads: threadsFor(opened.config.threads, availableParallelism()),
            progress: progressFor(context),
            signal: context.signal,
          };
          reports.push(await pullSource(options, name));
        }
        await refresh(context, opened);
        const runs = reports.map(runJson);
        context.out.line(flags.json ? JSON.stringify({ runs }, null, 2) : runsTable(runs));
        if (runs.some((run) => run.errors.length > 0)) ending.code = 1;
      });
    });
}

interface Turn {
  readonly name: string;
  readonly description: string;
  readonly said: string;
  turn(opened: OpenedDatabase, source: string, now: number): Promise<void>;
}

const TURNS: readonly Turn[] = [
  {
    name: 'pause',
    description:
      'Let a source rest: its server is not asked, and what arrives is refused so that it is sent again.',
    said: 'rests',
    turn: ({ db }, source, now) => pauseSource(db, source, now),
  },
  {
    name: 'resume',
    description: 'Let a source go on after a pause.',
    said: 'goes on',
    turn: ({ db }, source) => pauseSource(db, source, null),
  },
  {
    name: 'remove',
    description: 'Take a source away with its settings and secrets. What it brought stays.',
    said: 'is taken away; what it brought stays',
    turn: ({ db }, source, now) => removeSource(db, source, now),
  },
];

/** `sources pause`, `resume` and `remove` */
export function turnCommands(context: CliContext): readonly Command[] {
  return TURNS.map(({ name, description, said, turn }) =>
    new Command(name)
      .description(description)
      .argument('<name>', 'the source')
      .addOption(jsonOption())
      .action(async (source: string, _flags: unknown, command: Command) => {
        const flags = command.optsWithGlobals<{ readonly json?: boolean }>();
        if (source === '') throw new LeadspringError('argument_invalid', 'The name of a source is missing.');
        await context.withDatabase(overrides(command), async (opened) => {
          await turn(opened, source, context.clock.now());
          context.out.line(flags.json ? JSON.stringify({ source, state: name }) : `${source} ${said}.`);
        });
      }),
  );
}
