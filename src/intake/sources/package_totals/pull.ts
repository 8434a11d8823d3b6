/** Asks npm, PyPI Stats and Docker Hub how often packages were fetched. */
import { z } from 'zod';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { askJson, malformed } from '../../text/remote.ts';
import { type Body, REGISTRIES, type Registry, recordOf } from './record.ts';
import { readSettings } from './settings.ts';

const DAY = 86_400_000;
/** How far npm is asked back; it answers for at most 18 months. PyPI Stats keeps 180 days by itself. */
const BACKFILL = 365 * DAY;
/** Counts of the last days are not all in: the registries count with a delay. */
const UNSETTLED = 3 * DAY;
/** Asked again, for what came late. */
const OVERLAP = 2 * DAY;

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

interface Span {
  /** Days, both included. */
  readonly from: string;
  readonly to: string;
}
/** The counts of one package. @throws LeadspringError what `askJson` throws */
type Ask = (job: PullJob, name: string, span: Span) => Promise<readonly Body['total'][]>;

/** A package that cannot be asked for does not keep the others from it. @throws LeadspringError of the first such */
export async function* pullTotals(job: PullJob): AsyncGenerator<Batch<Body>> {
  let failure: LeadspringError | undefined;
  for (const [registry, name] of packagesOf(job)) {
    try {
      yield await pullPackage(job, registry, name);
    } catch (thrown) {
      if (!(thrown instanceof LeadspringError)) throw thrown;
      failure ??= thrown;
    }
    if (job.signal.aborted) return;
  }
  if (failure !== undefined) throw failure;
}

/** @returns what was found, for people */
export async function testTotals(job: PullJob): Promise<string> {
  const packages = packagesOf(job);
  if (packages.length === 0) throw new LeadspringError('setting_invalid', 'No package is named.');
  const found: string[] = [];
  for (const [registry, name] of packages) {
    const { records } = await pullPackage({ ...job, cursor: async () => undefined }, registry, name);
    found.push(`${registry} ${name}: ${records.length} ${records.length === 1 ? 'count' : 'counts'}`);
  }
  return found.join('; ');
}

function packagesOf({ settings }: PullJob): readonly (readonly [Registry, string])[] {
  const read = readSettings(settings);
  return REGISTRIES.flatMap((registry) => read[registry].map((name) => [registry, name] as const));
}

async function pullPackage(job: PullJob, registry: Registry, name: string): Promise<Batch<Body>> {
  const key = `${registry} ${name}`;
  const known = z.object({ day: z.iso.date() }).safeParse(await job.cursor(key)).data;
  const from = known === undefined ? job.now - BACKFILL : Date.parse(known.day) - OVERLAP;
  const span = { from: isoDay(from), to: isoDay(job.now - UNSETTLED) };
  if (span.from > span.to) return { records: [], cursors: [] };
  const totals = await ASK[registry](job, name, span);
  const settled = registry === 'docker' ? totals : totals.filter(({ day }) => isSettled(day, span.to));
  return { records: settled.map(recordOf), cursors: [{ key, value: { day: span.to } }] };
}

/** What is no day is kept, to fail with its name. */
function isSettled(day: unknown, to: string): boolean {
  return typeof day !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(day) || day <= to;
}

const listOf = (value: unknown, url: string): readonly Fields[] => {
  if (Array.isArray(value)) return value.map(fieldsOf);
  throw malformed(url, 'answers without counts');
};

/** https://github.com/npm/registry/blob/main/docs/download-counts.md */
const askNpm: Ask = async (job, name, { from, to }) => {
  const url = `https://api.npmjs.org/downloads/range/${from}:${to}/${name}`;
  const { value } = await askJson(job.http, url);
  return listOf(fieldsOf(value).downloads, url).map(({ day, downloads: count }) => ({
    ...{ registry: 'npm', package: name, day, count, period: 'day' },
  }));
};

/** https://pypistats.org/api: without mirrors, which fetch everything. */
const askPypi: Ask = async (job, name) => {
  const url = `https://pypistats.org/api/packages/${name.toLowerCase()}/overall`;
  const { value } = await askJson(job.http, `${url}?mirrors=false`);
  return listOf(fieldsOf(value).data, url)
    .filter(({ category }) => category !== 'with_mirrors')
    .map(({ date: day, downloads: count }) => ({
      ...{ registry: 'pypi', package: name, day, count, period: 'day' },
    }));
};

/** Docker Hub says only how often a repository was fetched ever; the day is that of the question. */
const askDocker: Ask = async (job, name) => {
  const url = `https://hub.docker.com/v2/repositories/${name}/`;
  const { value } = await askJson(job.http, url);
  const fields = fieldsOf(value);
  if (!('pull_count' in fields)) throw malformed(url, 'answers without counts');
  const { pull_count: count } = fields;
  return [{ registry: 'docker', package: name, day: isoDay(job.now), count, period: 'ever' }];
};

const ASK: Readonly<Record<Registry, Ask>> = { npm: askNpm, pypi: askPypi, docker: askDocker };
