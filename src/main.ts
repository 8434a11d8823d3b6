/** Puts the house together: the only file that knows every room. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommanderError } from 'commander';
import {
  type Config,
  type Job,
  keepDataSettings,
  LeadspringError,
  loadConfig,
  openDatabase,
  openDial,
  openHttp,
  openLog,
  processEnvironment,
  resetDataDirectory,
  type Secrets,
  secretsOf,
  startJobs,
  systemClock,
  toLeadspringError,
} from './base/index.ts';
import { buildProgram, type CliContext, errorText, type OpenedDatabase } from './doors/cli/index.ts';
import { type IntakeWorker, openDoor, runMatcherAside, startIntake } from './intake/index.ts';
import {
  followSignals,
  type LeadOptions,
  leadsAsOf,
  loadWeights,
  refreshLeads,
  subjectsOf,
} from './leads/index.ts';

const ROOT = resolve(import.meta.dirname, '..');
const clock = systemClock;
const version = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

/** Ctrl-C, SIGTERM and a closed pipe ask for an orderly end; a second signal ends at once. */
function listenForEnd(): {
  readonly signal: AbortSignal;
  readonly received: () => NodeJS.Signals | undefined;
} {
  const ending = new AbortController();
  let received: NodeJS.Signals | undefined;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (received !== undefined) process.exit(130);
      received = name;
      ending.abort();
    });
  }
  // Whoever reads may stop reading, as `head` does: no failure, but nobody waits for the rest.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (stream === process.stdout) ending.abort();
    });
  }
  return { signal: ending.signal, received: () => received };
}

/** What judging leads depends on; the pages and the jobs must agree. */
function leadOptions(config: Config): LeadOptions {
  const { vendorDomains, memberDomains } = config;
  return { weights: loadWeights(config.weights, config.topics), vendorDomains, memberDomains };
}

/** The jobs of the role `worker`; those that take long end when the signal asks them to. */
function jobs({ db, config, log }: OpenedDatabase, signal: AbortSignal): readonly Job[] {
  const refresh = async (now: number): Promise<void> => {
    await refreshLeads(db, { ...leadOptions(config), now });
  };
  const match = async (): Promise<void> => {
    const report = await runMatcherAside(db, { now: clock.now(), signal });
    if (report === null) return;
    log.info({ ...report }, 'compared identities');
    // The leads stay those of the day they stand for: that of the last import, or today.
    if (report.merged + report.retracted > 0) await refresh((await leadsAsOf(db)) ?? clock.now());
  };
  return [
    // Points decay day by day, also when nothing is imported.
    { name: 'refresh_leads', schedule: '0 0 * * *', run: () => refresh(clock.now()) },
    // Left out of the schedule, not of the list: one that was asked for still finds its name.
    { name: 'match_identities', ...(config.matchIdentities ? { schedule: '*/5 * * * *' } : {}), run: match },
  ];
}

/** Deliveries and servers; the leads follow what they bring. */
function startIntakeOf({ db, config, log, secrets, network }: OpenedDatabase): IntakeWorker {
  const threads = config.threads > 0 ? config.threads : 1;
  return startIntake({
    ...{ db, secrets, network, log, threads, clock: clock.now, pull: config.pullSources },
    stored: async (touched) => {
      const subjects = touched === null ? null : await subjectsOf(db, touched);
      await followSignals(db, subjects, { ...leadOptions(config), now: clock.now() });
    },
  });
}

async function serve(
  opened: OpenedDatabase,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<void> {
  const { db, config, log, secrets, network } = opened;
  const door = openDoor({ db, secrets, now: clock.now });
  // Loaded only where they are needed: commands that print and end should not wait for them.
  const { startWeb } = await import('./doors/web/index.ts');
  const web = config.role.includes('web')
    ? await startWeb({
        db,
        clock,
        version,
        log,
        host: config.host,
        port: config.port,
        // Read anew for each page, so that edited weights and topics show without a restart.
        get leads() {
          return leadOptions(config);
        },
        door,
        secrets,
        network,
      })
    : undefined;
  const works = config.role.includes('worker');
  const worker = works ? await startJobs(db, jobs(opened, signal), log) : undefined;
  const intake = works ? startIntakeOf(opened) : undefined;
  if (web !== undefined) note(`The dashboard is at ${web.url} (Ctrl-C stops it).`);
  if (!signal.aborted)
    await new Promise<void>((end) => signal.addEventListener('abort', () => end(), { once: true }));
  note('Stopping …');
  await web?.close();
  await door.settle();
  await intake?.close();
  await worker?.close();
}

const makeSample: CliContext['writeSample'] = async ({ data, files, seed }) => {
  const { VENDOR_DOMAIN, writeSample } = await import('../sample/index.ts');
  const day = 86_400_000;
  const end = Math.floor(clock.now() / day) * day;
  const { memberDomains } = await writeSample({ directory: files, seed, size: 'small', end });
  const own = { vendorDomains: [VENDOR_DOMAIN], memberDomains };
  keepDataSettings(data, own);
  return { ...own, settings: { access_log: { networks: join(files, 'networks.tsv') } } };
};

function makeContext(signal: AbortSignal): CliContext {
  const out: CliContext['out'] = {
    line: (text = '') => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    error: process.stderr,
    columns: process.stdout.columns ?? 100,
  };
  const config: CliContext['config'] = (overrides) =>
    loadConfig({ environment: processEnvironment(), overrides, base: ROOT });
  return {
    ...{ version, clock, out, signal, config },
    reset: resetDataDirectory,
    writeSample: makeSample,
    serve: (opened) => serve(opened, signal, out.note),
    withDatabase: async (overrides, work, options) => {
      const effective: Config = config(overrides).config;
      const log = openLog(effective.logLevel);
      const db = await openDatabase({
        config: effective,
        log,
        now: clock.now(),
        migrate: options?.migrate ?? true,
      });
      const http = openHttp({ allowedHosts: effective.allowedHosts, signal, now: clock.now });
      let secrets: Secrets | undefined;
      try {
        return await work({
          ...{ db, config: effective, log },
          secrets: () => {
            secrets ??= secretsOf(effective);
            return secrets;
          },
          network: { http, dial: openDial(effective.allowedHosts) },
        });
      } finally {
        await http.close();
        await db.close();
      }
    },
  };
}

async function main(args: readonly string[]): Promise<number> {
  const { signal, received } = listenForEnd();
  const ending = { code: 0 };
  const program = buildProgram(makeContext(signal), ending);
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)])
    command.exitOverride();
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    // Commander has told the user already; its own code is 1 for everything, ours is 2 for a wrong call.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    const error = toLeadspringError(thrown);
    process.stderr.write(`${errorText(error)}\n`);
    if (error.code === 'internal' && error.cause instanceof Error)
      process.stderr.write(`${error.cause.stack ?? ''}\n`);
    return error instanceof LeadspringError && USAGE.has(error.code) ? 2 : 1;
  }
  // An import that was stopped by a signal ends like any program stopped by it; a server that was asked to stop did well.
  return received() !== undefined && ending.code === 0 ? 0 : ending.code;
}

const USAGE: ReadonlySet<string> = new Set([
  'argument_invalid',
  'setting_invalid',
  'source_unknown',
  'config_invalid',
  'file_not_found',
]);

process.exitCode = await main(process.argv.slice(2));
