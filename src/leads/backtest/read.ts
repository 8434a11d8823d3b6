/** Reads the two CSV files of a project, packed or not. */
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { LeadspringError } from '../../base/index.ts';
import { unpackedFile } from '../../intake/index.ts';
import type { EventRow, LabelRow, Project } from './types.ts';

type Fields = Readonly<Record<string, string>>;

const EVENT_COLUMNS = [
  ...['visible_at', 'pr', 'person_email_hash', 'person_name_hash'],
  ...['email_domain', 'noreply', 'bot', 'listing_only', 'signoff_domains'],
] as const;
const LABEL_COLUMNS = ['company', 'domain', 'listed_at', 'pr', 'pr_opened_est', 'usable'] as const;

/** Bytes of one record; a longer one is no row of this format. */
const RECORD_LIMIT = 64 * 1024;

/**
 * Reads projects from pairs of files: `NAME.events.csv[.gz]` and `NAME.labels.csv[.gz]`.
 *
 * Left out, as the format asks: robots, rows that only touch the list of adopters, and all changes of pull requests
 * by which a company was listed.
 * @throws LeadspringError `argument_invalid` when a file has no partner; `csv_columns`, `csv_value`,
 *   `line_malformed`, `record_too_large` with file and line; `file_not_found` and what else reading a file throws
 */
export async function readProjects(
  eventFiles: readonly string[],
  labelFiles: readonly string[],
): Promise<Project[]> {
  const labels = new Map(labelFiles.map((file) => [projectOf(file, 'labels'), file]));
  const unpaired = labelFiles.find(
    (file) => !eventFiles.some((other) => projectOf(other, 'events') === projectOf(file, 'labels')),
  );
  if (unpaired !== undefined) throw withoutPartner(unpaired, 'events');
  const projects: Project[] = [];
  for (const file of eventFiles) {
    const name = projectOf(file, 'events');
    const labelFile = labels.get(name);
    if (labelFile === undefined) throw withoutPartner(file, 'labels');
    projects.push(await readProject(name, file, labelFile));
  }
  return projects;
}

function projectOf(file: string, kind: string): string {
  return basename(file).replace(new RegExp(`(?:\\.${kind})?\\.csv(?:\\.gz)?$`), '');
}

function withoutPartner(file: string, wanted: string): LeadspringError {
  return new LeadspringError(
    'argument_invalid',
    `${file} has no partner among --${wanted}: files belong together by the name before .events.csv and .labels.csv.`,
  );
}

async function readProject(name: string, eventFile: string, labelFile: string): Promise<Project> {
  const labels: LabelRow[] = [];
  const listings = new Set<string>();
  for await (const { fields, at } of rowsOf(labelFile, LABEL_COLUMNS)) {
    if (fields.pr) listings.add(fields.pr);
    labels.push(toLabel(name, fields, at));
  }
  const events: EventRow[] = [];
  const same = openSame();
  for await (const { fields, at } of rowsOf(eventFile, EVENT_COLUMNS)) {
    if (fields.bot === '1' || fields.listing_only === '1' || listings.has(fields.pr ?? '')) continue;
    events.push(toEvent(name, fields, at, same));
  }
  events.sort((a, b) => a.visibleAt - b.visibleAt);
  labels.sort((a, b) => a.visibleAt - b.visibleAt);
  const endsAt = Math.max(events.at(-1)?.visibleAt ?? 0, labels.at(-1)?.visibleAt ?? 0);
  return { name, events, labels, endsAt };
}

/** Where a row stands, for errors. */
interface Place {
  readonly file: string;
  readonly line: number;
}

/** Few signatures, many rows: most have none. */
const NOBODY: readonly string[] = [];

/** @param same makes equal texts one, for people come back on thousands of rows */
function toEvent(project: string, fields: Fields, at: Place, same: (text: string) => string): EventRow {
  const signedOff = (fields.signoff_domains ?? '').split(/[ ;,]+/).filter((domain) => domain !== '');
  return {
    project,
    visibleAt: timeOf(fields, 'visible_at', at),
    email: same(fields.person_email_hash ?? ''),
    name: same(fields.person_name_hash ?? ''),
    domain: fields.noreply === '1' ? '' : same(fields.email_domain ?? ''),
    signedOff: signedOff.length === 0 ? NOBODY : signedOff.map(same),
  };
}

function openSame(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    return text;
  };
}

function toLabel(project: string, fields: Fields, at: Place): LabelRow {
  const visibleAt = timeOf(fields, 'listed_at', at);
  const opened = fields.pr_opened_est === '' ? visibleAt : timeOf(fields, 'pr_opened_est', at);
  const { company = '', domain = '', usable } = fields;
  return {
    project,
    company,
    domain,
    visibleAt,
    raisedAt: Math.min(visibleAt, opened),
    usable: usable === '1',
  };
}

function timeOf(fields: Fields, field: string, { file, line }: Place): number {
  const at = Date.parse(fields[field] ?? '');
  if (!Number.isNaN(at)) return at;
  throw new LeadspringError('csv_value', `${file} line ${line}: ${field} is not a date.`, {
    where: { file, line, field },
  });
}

async function* rowsOf(
  file: string,
  columns: readonly string[],
): AsyncGenerator<{ readonly fields: Fields; readonly at: Place }> {
  let header: readonly string[] = [];
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    max_record_size: RECORD_LIMIT,
    info: true,
    columns: (names: string[]) => {
      header = names;
      return names;
    },
  });
  const source = Readable.from(unpackedFile(file));
  source.on('error', (error) => parser.destroy(error));
  try {
    let first = true;
    for await (const { record, info } of source.pipe(parser)) {
      if (first) checkColumns(file, header, columns);
      first = false;
      yield { fields: record, at: { file, line: info.lines } };
    }
    if (first) checkColumns(file, header, columns);
  } catch (thrown) {
    throw csvFailure(file, thrown);
  } finally {
    source.destroy();
  }
}

function checkColumns(file: string, header: readonly string[], columns: readonly string[]): void {
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length === 0) return;
  throw new LeadspringError('csv_columns', `${file} lacks the column ${missing.join(', ')}.`, {
    where: { file, line: 1 },
  });
}

function csvFailure(file: string, thrown: unknown): unknown {
  if (thrown instanceof CsvError) {
    const line = 'lines' in thrown ? Number(thrown.lines) : 0;
    const code = thrown.code === 'CSV_MAX_RECORD_SIZE' ? 'record_too_large' : 'line_malformed';
    return new LeadspringError(code, `${file} line ${line}: not a row of this CSV file.`, {
      where: { file, line },
      cause: thrown,
    });
  }
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')
    return new LeadspringError('file_not_found', `${file} does not exist.`, {
      where: { file },
      cause: thrown,
    });
  return thrown;
}
