/**
 * Writes one believable, clearly made-up ecosystem as real files in real formats: an invented product, two years
 * of its downloads, documentation, lists, source, support and sales. Deterministic: the same seed, size and end
 * give the same bytes.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Size } from './sizes.ts';
import { STORY_DAYS } from './story/calendar.ts';
import { PRODUCT } from './story/names.ts';
import { tell } from './story/story.ts';
import { makeWorld, type World } from './story/world.ts';
import { accessLogs } from './writers/access-logs.ts';
import { blogFeed } from './writers/blog.ts';
import { csvText, tables } from './writers/csv.ts';
import { forum } from './writers/forum.ts';
import { hosted } from './writers/hosted.ts';
import { lists } from './writers/lists.ts';
import { networkLines } from './writers/networks.ts';
import { readmeText } from './writers/readme.ts';
import { repository } from './writers/repository.ts';
import { support } from './writers/support.ts';
import { type Truth, truthOf } from './writers/truth.ts';
import type { FileKind, FileSummary, Writer } from './writers/writer.ts';

export { SIZES, type Size } from './sizes.ts';
export { VENDOR_DOMAIN } from './story/names.ts';
export { FILE_KINDS } from './writers/writer.ts';
export type { FileKind, FileSummary, Truth };

export interface SampleOptions {
  /** Made when it is missing; must be empty, so that nothing old mixes with the new. */
  readonly directory: string;
  /** Any whole number. */
  readonly seed: number;
  readonly size: Size;
  /** The story's last moment: a Date, or milliseconds since the epoch. */
  readonly end: Date | number;
  /** Write only these kinds, e.g. the access logs for a benchmark; their bytes are the same as in a whole sample. */
  readonly only?: readonly FileKind[];
}

export interface SampleProgress {
  readonly daysDone: number;
  readonly daysTotal: number;
}

export interface SampleSummary {
  readonly product: string;
  readonly directory: string;
  /** Milliseconds since the epoch; the story is `start` <= time < `end`. */
  readonly start: number;
  readonly end: number;
  /** Domains of the members of the ecosystem: consultancies that integrate, train and host. */
  readonly memberDomains: readonly string[];
  /** Every file, repository and Maildir that was written, in order of path, with what it holds. */
  readonly files: readonly FileSummary[];
  readonly totals: {
    readonly lines: number;
    readonly messages: number;
    readonly rows: number;
    readonly commits: number;
    readonly merges: number;
  };
}

/**
 * Writes the sample. Streams day by day: memory does not grow with the size, except for the invented world itself.
 * Rejects when the directory is not empty, when `end` is no time, when git cannot be run, and on errors of the
 * file system; what was written until then stays.
 */
export async function writeSample(
  options: SampleOptions,
  onProgress?: (progress: SampleProgress) => void,
): Promise<SampleSummary> {
  const { directory, only } = options;
  const end = Number(options.end);
  if (!Number.isFinite(end)) throw new RangeError('the end of the sample must be a date');
  await mkdir(directory, { recursive: true });
  if ((await readdir(directory)).length > 0)
    throw new Error(`the directory for the sample must be empty: ${directory}`);
  const world = makeWorld(options.seed, options.size, end);
  const stop = new AbortController();
  try {
    const files = [
      ...(await writeOnce(world, directory, only)),
      ...(await writeDays(world, directory, only, stop.signal, onProgress)),
    ];
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    return {
      ...{ product: PRODUCT, directory, start: world.calendar.start, end },
      memberDomains: world.organizations.flatMap(({ kind, domain, otherDomains }) =>
        kind === 'consultancy' ? [domain, ...otherDomains] : [],
      ),
      ...{ files, totals: totalsOf(files) },
    };
  } catch (error) {
    stop.abort();
    throw error;
  }
}

/** One line per file that grows day by day. */
const DAILY: readonly {
  readonly kind: FileKind;
  open(world: World, directory: string, stop: AbortSignal): Promise<Writer>;
}[] = [
  { kind: 'access_log', open: async (world, directory) => accessLogs(world, directory) },
  { kind: 'git', open: repository },
  { kind: 'mbox', open: (_, directory) => lists(directory) },
  { kind: 'maildir', open: support },
  { kind: 'forum', open: (_, directory) => forum(directory) },
  { kind: 'hosted', open: (_, directory) => hosted(directory) },
];

async function writeDays(
  world: World,
  directory: string,
  only: readonly FileKind[] | undefined,
  stop: AbortSignal,
  onProgress: ((progress: SampleProgress) => void) | undefined,
): Promise<FileSummary[]> {
  const wanted = DAILY.filter(({ kind }) => only === undefined || only.includes(kind));
  const writers = await Promise.all(wanted.map(({ open }) => open(world, directory, stop)));
  let daysDone = 0;
  for (const day of tell(world)) {
    await Promise.all(writers.map((writer) => writer.take(day)));
    daysDone++;
    onProgress?.({ daysDone, daysTotal: STORY_DAYS });
  }
  return (await Promise.all(writers.map((writer) => writer.close()))).flat();
}

/** The files that are small enough to be made in one piece. */
async function writeOnce(
  world: World,
  directory: string,
  only: readonly FileKind[] | undefined,
): Promise<FileSummary[]> {
  const files: FileSummary[] = [];
  const put = async (
    path: string,
    kind: FileKind,
    text: string,
    counts: Pick<FileSummary, 'lines' | 'rows' | 'messages'> = {},
  ): Promise<void> => {
    if (kind !== 'readme' && only !== undefined && !only.includes(kind)) return;
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
    files.push({ path, kind, bytes: Buffer.byteLength(text), ...counts });
  };
  const ranges = networkLines(world);
  await put('networks.tsv', 'network_file', `${ranges.join('\n')}\n`, { lines: ranges.length });
  for (const table of tables(world))
    await put(table.path, 'csv', csvText(table), { rows: table.rows.length });
  const blog = blogFeed(world);
  await put('blog/feed.xml', 'blog', blog.text, { messages: blog.entries });
  await put('truth/truth.json', 'truth', `${JSON.stringify(truthOf(world), null, 1)}\n`);
  await put('README.txt', 'readme', readmeText(world));
  return files;
}

function totalsOf(files: readonly FileSummary[]): SampleSummary['totals'] {
  const sum = (value: (file: FileSummary) => number | undefined): number =>
    files.reduce((total, file) => total + (value(file) ?? 0), 0);
  return {
    lines: sum((file) => (file.kind === 'access_log' ? file.lines : 0)),
    messages: sum((file) => (file.kind === 'mbox' || file.kind === 'maildir' ? file.messages : 0)),
    rows: sum((file) => file.rows),
    commits: sum((file) => file.commits),
    merges: sum((file) => file.merges),
  };
}
