/** The pages of docs/reference, each written from the table of the code that it documents. Pure. */
import type { Command } from 'commander';
import type { ConfigOption, ERRORS } from '../src/base/index.ts';
import type { Setting, Source } from '../src/intake/contract.ts';
import type { JsonShape } from '../src/leads/json_fields.ts';

/** Marks a page as generated, so that nobody mends the copy. */
const GENERATED =
  '<!-- Written by tools/generate_docs.ts from the code. Change the code, then run: node tools/generate_docs.ts -->';

type Errors = Readonly<Record<string, (typeof ERRORS)[keyof typeof ERRORS]>>;

const FIXERS = {
  user: 'you',
  operator: 'the operator',
  remote: 'the other system',
  us: 'the makers',
} as const;

/** docs/reference/errors.md */
export function errorsPage(errors: Errors): string {
  return page(
    'Error codes',
    'Every failure that you can see carries one of these codes: on the command line, in `--json` output, in failed events and on pages. *Retry* says whether the same call may succeed later without any change.',
    table(
      ['code', 'who can fix it', 'retry', 'what it means and what to do'],
      Object.entries(errors).map(([code, { fixer, retry, help }]) => [
        `\`${code}\``,
        `${FIXERS[fixer]} (\`${fixer}\`)`,
        retry ? 'yes' : 'no',
        help,
      ]),
    ),
  );
}

/** docs/reference/configuration.md */
export function configurationPage(options: readonly ConfigOption[]): string {
  return page(
    'Configuration',
    [
      'A value is taken from the command line (where a command has an option for it), else from the environment, else from the configuration file, else the default. A value that is not valid stops the start and names itself. `./leadspring config` prints the effective values with their origin, secrets hidden.',
      'The configuration file is YAML with the names below; the environment variable `LEADSPRING_CONFIG` holds its path. A secret can also be read from a file: set its environment variable with `_FILE` appended to the path of that file.',
    ].join('\n\n'),
    table(
      ['name', 'environment', 'type', 'default', 'meaning'],
      options.map((option) => [
        `\`${option.name}\``,
        `\`${option.env}\`${option.secret === true ? `, \`${option.env}_FILE\`` : ''}`,
        configType(option),
        literal(option.default),
        option.help,
      ]),
    ),
  );
}

function configType({ type, choices, min, max, secret }: ConfigOption): string {
  const range = min !== undefined && max !== undefined ? ` ${min} to ${max}` : '';
  return `${type}${range}${oneOf(choices)}${secret === true ? ', secret' : ''}`;
}

/** docs/reference/json.md */
export function jsonPage(shapes: Readonly<Record<string, JsonShape>>): string {
  return page(
    'Leads as JSON',
    'What the commands about leads answer with `--json`. A field is always there, null or empty where there is nothing to say; days are `YYYY-MM-DD` in UTC. `[]` in a name is every entry of a list.',
    ...Object.values(shapes).map(({ asked, about, fields }) =>
      [
        `## ${about.replace(/\.$/, '')}`,
        asked,
        table(
          ['field', 'type', 'meaning'],
          fields.map(({ path, type, nullable, help }) => [
            `\`${path}\``,
            `${type}${nullable === true ? ' or null' : ''}`,
            help,
          ]),
        ),
      ].join('\n\n'),
    ),
  );
}

/** docs/reference/sources.md */
export function sourcesPage(sources: readonly Source[]): string {
  return page(
    'Sources',
    '`./leadspring try PATH…` finds the right source by the content of each path; `./leadspring import KIND PATH…` names it. What asks a server or is sent to is set up by `./leadspring sources add KIND --set name=value`, or on the page `/sources/new`; [live sources](../guide/live-sources.md) says how.',
    ...sources.map(sourceSection),
  );
}

function sourceSection(source: Source): string {
  return [
    `## ${source.name}: ${source.title}`,
    source.summary,
    [
      ...waysOf(source),
      `- access points: ${source.accessPoints.map((name) => `\`${name}\``).join(', ')}`,
      `- goes on where the last run stopped: ${source.resumable ? 'yes' : 'no'}`,
      `- never shown in logs and failed events: ${source.sensitive.length === 0 ? 'nothing' : source.sensitive.join(', ')}`,
    ].join('\n'),
    source.settings.length === 0
      ? 'No settings.'
      : table(
          ['setting', 'type', 'default', 'meaning'],
          source.settings.map((setting) => [
            `\`${setting.name}\``,
            settingType(setting),
            isLong(setting) ? 'below' : literal(setting.default),
            setting.help,
          ]),
        ),
    ...source.settings.filter(isLong).map((setting) => {
      return `Default of \`${setting.name}\`: ${literal(setting.default).replaceAll(',', ', ')}`;
    }),
  ].join('\n\n');
}

/** How records come in. */
function waysOf({ read, pull, receive, expects, name }: Source): readonly string[] {
  return [
    ...(read === undefined ? [] : [`- reads: ${expects}`]),
    ...(pull === undefined ? [] : ['- asks its server']),
    ...(receive === undefined
      ? []
      : [`- is sent to: ${receive.help.replaceAll('URL', `https://leads.example/in/${name}`)}`]),
  ];
}

/** Lists too long for a cell of a table stand below it. */
function isLong(setting: Setting): boolean {
  return literal(setting.default).length > 120;
}

const NEEDED = { read: 'to read files', pull: 'to ask its server', receive: 'to be sent to' } as const;

function settingType({ type, choices, secret, needed }: Setting): string {
  const need =
    needed === undefined || needed.length === 0
      ? ''
      : `; needed ${needed.map((way) => NEEDED[way]).join(' and ')}`;
  return `${type}${oneOf(choices)}${secret === true ? ', secret' : ''}${need}`;
}

/** docs/reference/commands.md, from the program of the command line. */
export function commandsPage(program: Command): string {
  return page(
    'Commands',
    'Every command also answers to `--help`.',
    ...leaves(program).map(({ path, command }) => commandSection(path, command)),
  );
}

/** Every command that can be called, with its full name; those that only group others are left out. */
function leaves(command: Command, path = ''): readonly { path: string; command: Command }[] {
  const name = `${path} ${command.name()}`.trim();
  const below = command.commands
    .filter((child) => child.name() !== 'help')
    .flatMap((child) => leaves(child, name));
  const groupsOnly =
    below.length > 0 && command.registeredArguments.length === 0 && command.options.length === 0;
  return groupsOnly ? below : [{ path: name, command }, ...below];
}

function commandSection(path: string, command: Command): string {
  const options = command.options.filter((option) => !option.hidden);
  return [
    `## ${path}`,
    command.description(),
    `    ./${path} ${command.usage()}`.trimEnd(),
    options.length === 0
      ? ''
      : table(
          ['option', 'default', 'meaning'],
          options.map((option) => [
            `\`${option.flags}\``,
            literal(option.defaultValue),
            `${option.description}${oneOf(option.argChoices)}`,
          ]),
        ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** One address of the web server. */
export interface RouteLine {
  readonly method: string;
  readonly path: string;
  readonly help: string;
}

/** docs/reference/routes.md */
export function routesPage(routes: readonly RouteLine[]): string {
  return page(
    'Routes',
    'The addresses of the web server. It listens on loopback only.',
    table(
      ['method', 'path', 'what it answers'],
      routes.map(({ method, path, help }) => [method, `\`${path}\``, help]),
    ),
  );
}

function oneOf(choices: readonly string[] | undefined): string {
  return choices === undefined ? '' : `: ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
}

function page(title: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, GENERATED, ...parts].join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function literal(value: unknown): string {
  if (
    value === null ||
    value === undefined ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  )
    return '';
  return `\`${Array.isArray(value) ? value.join(',') : String(value)}\``;
}
