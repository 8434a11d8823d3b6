import { Command } from 'commander';
import { listSources, SOURCES, type SourceSummary } from '../../../intake/index.ts';
import type { CliContext, Ending } from '../context.ts';
import { jsonOption, overrides } from '../options.ts';
import { table } from '../show.ts';
import { addCommand, runCommand, setCommand, testCommand, turnCommands } from './sources_configured.ts';

export function sourcesCommand(context: CliContext, ending: Ending): Command {
  const command = new Command('sources')
    .description('List the configured sources with their counts, or the kinds of source there are.')
    .option('--kinds', 'list the kinds of source and their settings')
    .addOption(jsonOption())
    .action(async (flags: { readonly kinds?: boolean; readonly json?: boolean }, command: Command) => {
      if (flags.kinds) {
        context.out.line(flags.json ? kindsJson() : kindsText());
        return;
      }
      await context.withDatabase(overrides(command), async ({ db }) => {
        const sources = await listSources(db);
        context.out.line(
          flags.json ? JSON.stringify({ sources: sources.map(summaryJson) }, null, 2) : sourcesText(sources),
        );
      });
    });
  const more = [addCommand(context), setCommand(context), testCommand(context), runCommand(context, ending)];
  for (const each of [...more, ...turnCommands(context)]) command.addCommand(each);
  return command;
}

function kindsJson(): string {
  const kinds = SOURCES.map(
    ({ name, title, summary, expects, accessPoints, settings, sensitive, resumable }) => ({
      ...{ name, title, summary, expects, accessPoints, settings, sensitive, resumable },
    }),
  );
  return JSON.stringify({ kinds }, null, 2);
}

function kindsText(): string {
  return SOURCES.map((source) => {
    const settings = source.settings.map((setting) => {
      const value = Array.isArray(setting.default)
        ? setting.default.join(',')
        : String(setting.default ?? '');
      return `    ${setting.name}=${value}\n      ${setting.help}`;
    });
    return [
      `${source.name}: ${source.title}`,
      `  ${source.summary}`,
      `  Takes ${source.expects}.`,
      ...settings,
    ].join('\n');
  }).join('\n\n');
}

/** What a source shows of itself; its settings may hold secrets later. */
const SHOWN = [
  ...([
    'name',
    'kind',
    'made_up',
    'runs',
    'read',
    'stored',
    'duplicate',
    'dropped',
    'failed',
    'drops',
  ] as const),
  ...(['open_failures', 'last_state', 'last_error', 'last_run_at'] as const),
];

function summaryJson(source: SourceSummary): object {
  return Object.fromEntries(SHOWN.map((name) => [name, source[name]]));
}

function sourcesText(sources: readonly SourceSummary[]): string {
  if (sources.length === 0)
    return 'No source has been imported yet. Begin with `leadspring try PATH…` or `leadspring import KIND PATH…`.';
  return table(
    [
      'source',
      'kind',
      'runs',
      'read',
      '= stored',
      '+ duplicate',
      '+ dropped',
      '+ failed',
      'open failures',
      'last run',
    ],
    sources.map((source) => [
      ...[
        source.made_up ? `${source.name} (made up)` : source.name,
        source.kind,
        source.runs,
        source.read,
        source.stored,
      ],
      ...[
        source.duplicate,
        source.dropped,
        source.failed,
        source.open_failures,
        source.last_state ?? 'never',
      ],
    ]),
  );
}
