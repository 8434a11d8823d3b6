/**
 * Configuration: one typed table, read once at the start. A value comes from, in this order: the command line,
 * the environment (`LEADSPRING_…`, or `…_FILE` naming a file that holds a secret), the configuration file (YAML),
 * the file `settings.yaml` of the data directory, the default. A value that is not valid stops the start and names itself.
 * `docs/reference/configuration.md` is generated from the table. This is the only file that reads process.env.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parse as parseYaml, stringify as stringifyYaml } from 'yaml';
import { z } from 'zod';
import { LeadspringError } from './errors.ts';

/** One line of the table. `env` is the environment variable; a secret also has `${env}_FILE`. */
export interface ConfigOption {
  readonly name: string;
  readonly env: string;
  readonly type: 'text' | 'path' | 'integer' | 'boolean' | 'choice' | 'list';
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly default: string | number | boolean | readonly string[] | null;
  readonly secret?: true;
  readonly help: string;
}

export const CONFIG = [
  {
    name: 'data',
    env: 'LEADSPRING_DATA',
    type: 'path',
    default: './data',
    help: 'Directory of the embedded database. Created when missing. Relative paths start at the project folder.',
  },
  {
    name: 'databaseUrl',
    env: 'DATABASE_URL',
    type: 'text',
    default: null,
    secret: true,
    help: 'Connection URL of a PostgreSQL of your own (15 or later). When set, no embedded database is started.',
  },
  {
    name: 'host',
    env: 'LEADSPRING_HOST',
    type: 'text',
    default: '127.0.0.1',
    help: 'Address the web server listens on. Only loopback is accepted until there are accounts.',
  },
  {
    name: 'port',
    env: 'LEADSPRING_PORT',
    type: 'integer',
    min: 0,
    max: 65_535,
    default: 8377,
    help: 'Port of the web server; 0 takes any free port.',
  },
  {
    name: 'role',
    env: 'LEADSPRING_ROLE',
    type: 'list',
    choices: ['web', 'worker'],
    default: ['web', 'worker'],
    help: 'What `serve` does in this process: `web`, `worker`, or both (comma-separated).',
  },
  {
    name: 'threads',
    env: 'LEADSPRING_THREADS',
    type: 'integer',
    min: 0,
    max: 64,
    default: 0,
    help: 'Worker threads that parse heavy input; 0 means one per processor, at most 4.',
  },
  {
    name: 'logLevel',
    env: 'LEADSPRING_LOG_LEVEL',
    type: 'choice',
    choices: ['debug', 'info', 'warn', 'error', 'silent'],
    default: 'info',
    help: 'How much the log says. It goes to standard error as JSON lines.',
  },
  {
    name: 'weights',
    env: 'LEADSPRING_WEIGHTS',
    type: 'path',
    default: null,
    help: 'A weights table of your own (YAML) instead of src/leads/weights.yaml.',
  },
  {
    name: 'topics',
    env: 'LEADSPRING_TOPICS',
    type: 'path',
    default: null,
    help: 'A list of topics of your own (YAML), laid over the default one: words to add or to take away, also by product.',
  },
  {
    name: 'vendorDomains',
    env: 'LEADSPRING_VENDOR_DOMAINS',
    type: 'list',
    default: [],
    help: 'Domains of your own company (comma-separated). Your own people are never leads.',
  },
  {
    name: 'memberDomains',
    env: 'LEADSPRING_MEMBER_DOMAINS',
    type: 'list',
    default: [],
    help: 'Domains of the members of your ecosystem (comma-separated): integrators, trainers, hosters. They are marked, listed apart and left out of the detection of changes, as your own company is.',
  },
  {
    name: 'matchIdentities',
    env: 'LEADSPRING_MATCH_IDENTITIES',
    type: 'boolean',
    default: true,
    help: 'Whether the worker looks every five minutes for people with several handles: merges what is sure, suggests the rest.',
  },
  {
    name: 'pullSources',
    env: 'LEADSPRING_PULL_SOURCES',
    type: 'boolean',
    default: true,
    help: 'Whether the worker asks the servers of the configured sources, each as often as it is set to.',
  },
  {
    name: 'allowedHosts',
    env: 'LEADSPRING_ALLOWED_HOSTS',
    type: 'list',
    default: [],
    help: 'Hosts in your own network that sources may reach (names, addresses, `*.corp.example`). All other private addresses are refused.',
  },
  {
    name: 'secretKey',
    env: 'LEADSPRING_SECRET_KEY',
    type: 'text',
    default: null,
    secret: true,
    help: 'Encrypts the secrets of sources where they are stored (at least 16 characters). Without it the embedded database makes a key of its own, `secret.key` in its data directory.',
  },
] as const satisfies readonly ConfigOption[];

const shape = z.object({
  data: z.string().min(1),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .nullable(),
  host: z.string().min(1),
  port: z.number().int().min(0).max(65_535),
  role: z.array(z.enum(['web', 'worker'])).min(1, 'must name at least one role'),
  threads: z.number().int().min(0).max(64),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  weights: z.string().nullable(),
  topics: z.string().nullable(),
  vendorDomains: z.array(z.string()),
  memberDomains: z.array(z.string()),
  matchIdentities: z.boolean(),
  pullSources: z.boolean(),
  allowedHosts: z.array(z.string()),
  secretKey: z.string().min(16, 'must have at least 16 characters').nullable(),
});

/** The effective configuration. Paths are absolute. */
export type Config = Readonly<z.infer<typeof shape>>;

/** Where an effective value came from. */
export type Origin =
  | 'command line'
  | 'environment'
  | 'secret file'
  | 'configuration file'
  | 'data directory'
  | 'default';

export interface LoadedConfig {
  readonly config: Config;
  readonly origins: Readonly<Record<string, Origin>>;
}

export interface ConfigSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Values from the command line; undefined ones are passed over. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Relative paths start here. */
  readonly base: string;
}

/** The environment of this process. */
export function processEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/**
 * Reads the configuration once.
 * @throws LeadspringError `config_invalid`, naming the value and where it came from.
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const named = readConfigFile(sources);
  const files: Files = { named, ofData: readDataSettings(sources, named) };
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const option of CONFIG as readonly ConfigOption[]) {
    const [value, origin] = pick(option, sources, files);
    origins[option.name] = origin;
    values[option.name] = finish(option, value, sources.base);
  }
  const parsed = shape.safeParse(values);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? '');
    const env = CONFIG.find((option) => option.name === name)?.env ?? name;
    throw invalid(name, env, origins[name] ?? 'default', issue?.message ?? 'not valid');
  }
  return { config: parsed.data, origins };
}

function pick(
  option: ConfigOption,
  sources: ConfigSources,
  { named, ofData }: Files,
): readonly [unknown, Origin] {
  const override = sources.overrides?.[option.name];
  if (override !== undefined) return [override, 'command line'];
  const fromEnvironment = sources.environment[option.env];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return [fromEnvironment, 'environment'];
  const secretFile = option.secret ? sources.environment[`${option.env}_FILE`] : undefined;
  if (secretFile) return [readSecret(option, secretFile), 'secret file'];
  if (Object.hasOwn(named, option.name)) return [named[option.name], 'configuration file'];
  if (Object.hasOwn(ofData, option.name)) return [ofData[option.name], 'data directory'];
  return [option.default, 'default'];
}

function readSecret(option: ConfigOption, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new LeadspringError('config_invalid', `${option.env}_FILE names ${path}, which cannot be read.`, {
      cause,
    });
  }
}

type Values = Readonly<Record<string, unknown>>;

/** What stands in the file that the operator names, and in that of the data directory. */
interface Files {
  readonly named: Values;
  readonly ofData: Values;
}

/** What a data directory brings along: whose data it is, and nothing of how this machine runs. */
const DATA_SETTINGS = ['vendorDomains', 'memberDomains'] as const;
export type DataSettings = Readonly<Record<(typeof DATA_SETTINGS)[number], readonly string[]>>;
const DATA_FILE = 'settings.yaml';

/** Writes settings that hold wherever this data directory is opened, unless something else says otherwise. */
export function keepDataSettings(directory: string, settings: DataSettings): void {
  mkdirSync(directory, { recursive: true, mode: 0o711 });
  writeFileSync(join(directory, DATA_FILE), stringifyYaml(settings));
}

/** A database of one's own has no data directory. */
function readDataSettings(sources: ConfigSources, named: Values): Values {
  const before = (name: (typeof CONFIG)[number]['name']): unknown => {
    const option = CONFIG.find((each) => each.name === name);
    return option && finish(option, pick(option, sources, { named, ofData: {} })[0], sources.base);
  };
  const data = before('data');
  if (typeof data !== 'string' || before('databaseUrl') !== null) return {};
  const path = join(data, DATA_FILE);
  return existsSync(path) ? readYaml(path, path, new Set<string>(DATA_SETTINGS)) : {};
}

function readConfigFile(sources: ConfigSources): Values {
  const path = sources.environment.LEADSPRING_CONFIG;
  if (!path) return {};
  const names = new Set<string>(CONFIG.map(({ name }) => name));
  return readYaml(resolve(sources.base, path), `LEADSPRING_CONFIG names ${path}, which`, names);
}

/** @param called the file, in sentences that go on with “cannot be read” */
function readYaml(path: string, called: string, names: ReadonlySet<string>): Values {
  let content: unknown;
  try {
    content = parseYaml(readFileSync(path, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new LeadspringError('config_invalid', `${called} cannot be read: ${why}`, { cause });
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(content ?? {});
  if (!parsed.success) throw new LeadspringError('config_invalid', `${path} must hold names and values.`);
  const stranger = Object.keys(parsed.data).find((name) => !names.has(name));
  if (stranger !== undefined) {
    throw new LeadspringError(
      'config_invalid',
      `${path} sets ${stranger}, which is not a configuration name that may stand there.`,
    );
  }
  return parsed.data;
}

/** Text from the environment or the command line becomes the option's type; other values are left to the schema. */
function finish(option: ConfigOption, value: unknown, base: string): unknown {
  if (typeof value !== 'string') return value;
  switch (option.type) {
    case 'integer':
      return /^-?\d+$/.test(value.trim()) ? Number(value) : value;
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'list':
      return value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'path': {
      const expanded = value.startsWith('~/') ? join(homedir(), value.slice(2)) : value;
      return isAbsolute(expanded) ? expanded : resolve(base, expanded);
    }
    default:
      return value;
  }
}

function invalid(name: string, env: string, origin: Origin, why: string): LeadspringError {
  return new LeadspringError('config_invalid', `${name} (${env}, from the ${origin}): ${why}`, {
    where: { field: name },
  });
}

/** The effective values for people: secrets hidden. */
export function describeConfig(loaded: LoadedConfig): readonly {
  readonly name: string;
  readonly value: string;
  readonly origin: Origin;
  readonly help: string;
}[] {
  return (CONFIG as readonly ConfigOption[]).map((option) => {
    const value = loaded.config[option.name as keyof Config];
    const shown =
      option.secret && value !== null
        ? '(hidden)'
        : Array.isArray(value)
          ? value.join(',')
          : String(value ?? '');
    return {
      name: option.name,
      value: shown,
      origin: loaded.origins[option.name] ?? 'default',
      help: option.help,
    };
  });
}
