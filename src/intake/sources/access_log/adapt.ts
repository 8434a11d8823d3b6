/**
 * A block of lines to sums per day, network, asset and act. Everything that repeats is looked up by the very
 * text it has in the log, so the work per line is to cut it and to add one.
 */
import { LeadspringError } from '../../../base/plain.ts';
import {
  type Adapt,
  type Adapted,
  type DropReason,
  type Failure,
  failed,
  type NetworkClaim,
} from '../../contract.ts';
import { type Block, type Piece, readBlock } from './block.ts';
import { lineFailure, TOO_LONG } from './failure.ts';
import {
  type Format,
  type FormatOptions,
  isoDay,
  type LineFields,
  newFields,
  openFormat,
} from './formats/index.ts';
import { type Knowledge, openKnowledge } from './knowledge.ts';
import type { Memo } from './memo.ts';
import type { AccessLogSettings } from './settings.ts';
import { newSums, type Sums } from './sums.ts';
import { isPart, type Target } from './target.ts';

const DAY_MS = 86_400_000;
/** The first day there was a web to log. */
const OLDEST = Date.UTC(1990, 0, 1) / DAY_MS;
const CARRIAGE_RETURN = 13;

/**
 * Whether content was sent: 200 to 203; 304, too, for a page the reader has already is read again. Of a file
 * sent in parts only the first part counts, which only logs that carry the Range header can tell.
 */
function isAnswered({ status, range }: LineFields, act: Target['act']): boolean {
  if (status >= 200 && status <= 203) return true;
  if (status === 304) return act !== 'download';
  return status === 206 && /^"?bytes=0-/.test(range);
}

/** What a page is that the server does not have (404), or no longer (410). */
function missing({ status }: LineFields, target: Target): Target | DropReason {
  return status === 404 || status === 410 ? (target.missing ?? 'not_success') : 'not_success';
}

/** What becomes of a line that was read: a target to count, or the reason why not. */
function judge(fields: LineFields, target: Target | DropReason, known: Knowledge): Target | DropReason {
  if (target === 'not_read_request') return target;
  if (known.hasInternal && known.network.of(fields.client).internal) return 'internal_traffic';
  const agent = fields.agent === '' || fields.agent === '-' ? 'person' : known.agent.of(fields.agent);
  if (agent === 'bot') return 'bot';
  if (fields.optOut) return 'do_not_track';
  if (typeof target === 'string') return target;
  if (!isAnswered(fields, target.act)) return agent === 'tool' ? 'not_success' : missing(fields, target);
  return agent === 'tool' && target.act !== 'download' ? 'bot' : target;
}

/** What a block comes to. */
interface Result {
  units: number;
  rolledUp: number;
  readonly sums: Sums;
  readonly dropped: Partial<Record<DropReason, number>>;
  readonly failures: Failure[];
}

/** Reads every line of a block. */
function readPieces(block: Block, pieces: Iterable<Piece>, format: Format, known: Knowledge): Result {
  const result: Result = { units: 0, rolledUp: 0, sums: newSums(), dropped: {}, failures: [] };
  for (const piece of pieces) readLines(result, block, piece, format, known);
  return result;
}

function readLines(result: Result, block: Block, piece: Piece, format: Format, known: Knowledge): void {
  const lines = piece.text;
  const fields = newFields();
  const latest = block.latest === undefined ? Number.POSITIVE_INFINITY : Date.parse(block.latest) / DAY_MS;
  let host = '';
  let requests = known.requestsOn(host);
  for (let at = 0; at < lines.length; ) {
    const newline = lines.indexOf('\n', at);
    const end = newline < 0 ? lines.length : newline;
    const cut = end > at && lines.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
    const line = lines.slice(at, cut);
    result.units++;
    if (block.tooLong === true || !format.parse(line, fields)) {
      addUnreadable(result, block, format, line, piece.at + at);
    } else if (fields.day > latest || fields.day < OLDEST) {
      addMisdated(result, block, fields.day, line, piece.at + at);
    } else {
      if (fields.host !== host) {
        host = fields.host;
        requests = known.requestsOn(host);
      }
      const { request } = fields;
      // Most requests are for parts of pages: who sent those need not be looked up.
      const verdict = isPart(request) ? 'not_relevant' : judge(fields, requests.of(request), known);
      if (typeof verdict === 'string') drop(result, verdict);
      else {
        result.sums.add(fields.day, known.network.of(fields.client).claim, verdict);
        result.rolledUp++;
        if (known.linking !== undefined && verdict.act === 'read') addLink(result, fields, known.linking);
      }
    }
    at = end + 1;
  }
}

/** Whoever follows a link did not set it: who did is not known. */
const NOBODY: NetworkClaim = { key: 'unknown', class: 'unknown', confidence: 0 };

/** Counts the page of others that a reader came from. */
function addLink({ sums }: Result, fields: LineFields, linking: Memo<Target | null>): void {
  const { referrer, host, day } = fields;
  if (referrer === '' || referrer === '-') return;
  const page = linking.of(referrer);
  if (page === null) return;
  const own = host.toLowerCase().replace(/^www\./, '');
  const isOwn = own !== '' && `${page.asset.key}/`.startsWith(`${own}/`);
  if (!isOwn) sums.add(day, NOBODY, page);
}

function drop({ dropped }: Result, reason: DropReason): void {
  dropped[reason] = (dropped[reason] ?? 0) + 1;
}

/** The place of the line that was counted last. `at` is its place in the block. */
function placeOf(block: Block, { units }: Result, at: number) {
  return { ...block, line: block.firstLine + units - 1, offset: block.offset + at };
}

function addUnreadable(result: Result, block: Block, format: Format, line: string, at: number): void {
  const place = placeOf(block, result, at);
  if (block.tooLong === true) {
    result.failures.push(lineFailure(place, line, 'line_too_long', TOO_LONG, { tooLong: true }));
  } else if (line.trim() === '') drop(result, 'empty');
  else if (format.comment(line)) drop(result, 'comment');
  else {
    const detail = `The line does not have the format ${format.name}.`;
    result.failures.push(lineFailure(place, line, 'line_malformed', detail));
  }
}

function addMisdated(result: Result, block: Block, day: number, line: string, at: number): void {
  const future = day >= OLDEST;
  const detail = `The line is dated ${isoDay(day)}, ${future ? 'which lies in the future' : 'before 1990'}.`;
  const code = future ? 'date_in_future' : 'date_out_of_range';
  result.failures.push(lineFailure(placeOf(block, result, at), line, code, detail, { field: 'time' }));
}

/** Opens formats by name, each once. */
function openFormats(options: FormatOptions): (name: string) => Format | LeadspringError {
  const formats = new Map<string, Format>();
  return (name) => {
    const known = formats.get(name);
    if (known !== undefined) return known;
    try {
      const format = openFormat(name, options);
      if (formats.size > 100) formats.clear();
      formats.set(name, format);
      return format;
    } catch (thrown) {
      if (thrown instanceof LeadspringError) return thrown;
      throw thrown;
    }
  };
}

/**
 * Makes `adapt`: one block, or one failed line on replay, to its sums.
 * @throws LeadspringError setting_invalid
 */
export async function openAdapt(settings: AccessLogSettings): Promise<Adapt<unknown>> {
  if (settings.format !== 'auto' && settings.format !== 'cloudfront') openFormat(settings.format);
  const known = await openKnowledge(settings);
  const formatOf = openFormats({ referrer: settings.ownHosts.length > 0 });
  return (record): Adapted => {
    const read = readBlock(record.body);
    if (read === undefined) return failed(record, 'record_malformed', 'The record is not a block of a log.');
    const format = formatOf(read.block.format);
    if (format instanceof LeadspringError) {
      return failed(record, 'record_malformed', format.message, { field: 'format' });
    }
    const { sums, ...counts } = readPieces(read.block, read.pieces, format, known);
    known.settle();
    return { ...counts, rollups: sums.rollups(), signals: [], messages: [] };
  };
}
