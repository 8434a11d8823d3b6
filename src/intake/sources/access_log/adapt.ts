/**
 * A block of lines to sums per day, network, asset and act. Everything that repeats is looked up by the very
 * text it has in the log, so the work per line is to cut it and to add one.
 */
import { LeadspringError } from '../../../base/index.ts';
import type { Adapt, Adapted, DropReason, Failure, NetworkClaim, RollupDraft } from '../../contract.ts';
import { failed } from '../../contract.ts';
import { type Network, openNetworks } from '../../networks/index.ts';
import { type AgentKind, agentKinds } from './agents.ts';
import { type Block, readBlock } from './block.ts';
import { DEFAULT_DOCUMENTATION_RULES, DEFAULT_DOWNLOAD_RULES } from './default_rules.ts';
import { lineFailure } from './failure.ts';
import { type Format, isoDay, type LineFields, newFields, openFormat } from './formats/index.ts';
import { blockMemo, type Memo } from './memo.ts';
import { compileRules } from './rules.ts';
import type { AccessLogSettings } from './settings.ts';
import { type Target, targets } from './target.ts';

/** The first day there was a web to log. */
const OLDEST = Date.UTC(1990, 0, 1) / 86_400_000;

/** What is known across blocks: look-ups, each remembering its answers. */
interface Knowledge {
  readonly network: Memo<Network>;
  readonly agent: Memo<AgentKind>;
  readonly target: (host: string) => Memo<Target | DropReason>;
  readonly checkInternal: boolean;
  /** Forgets what is too much. Between blocks only: within one, equal texts must give the same object. */
  settle(): void;
}

function openKnowledge(settings: AccessLogSettings): Knowledge {
  const target = targets({
    download: compileRules(settings.downloadRules, DEFAULT_DOWNLOAD_RULES, 'download_rules'),
    documentation: compileRules(
      settings.documentationRules,
      DEFAULT_DOCUMENTATION_RULES,
      'documentation_rules',
    ),
    product: settings.product,
  });
  const network = blockMemo(
    100_000,
    openNetworks({ file: settings.networks, internal: settings.internalNetworks }),
  );
  const agent = blockMemo(20_000, agentKinds());
  const assets = assetTable(100_000);
  const hosts = new Map<string, Memo<Target | DropReason>>();
  const targetOn = (host: string): Memo<Target | DropReason> => {
    let memo = hosts.get(host);
    if (memo === undefined) {
      memo = blockMemo(100_000, (request) => assets.same(target(request, host)));
      hosts.set(host, memo);
    }
    return memo;
  };
  return {
    network,
    agent,
    target: targetOn,
    checkInternal: settings.internalNetworks.length > 0,
    settle: () => {
      network.settle();
      agent.settle();
      assets.settle();
      for (const memo of hosts.values()) memo.settle();
      if (hosts.size > 1_000) hosts.clear();
    },
  };
}

/** Makes equal targets one object, whichever request they came from. */
function assetTable(size: number): {
  same(target: Target | DropReason): Target | DropReason;
  settle(): void;
} {
  let known = new Map<string, Target>();
  return {
    same: (target) => {
      if (typeof target === 'string') return target;
      const key = `${target.accessPoint} ${target.act} ${target.asset.kind} ${target.asset.key}`;
      const first = known.get(key);
      if (first !== undefined) return first;
      known.set(key, target);
      return target;
    },
    settle: () => {
      if (known.size > size) known = new Map();
    },
  };
}

/** Sums of one block: day → network → target → quantity. */
type Sums = Map<number, Map<NetworkClaim, Map<Target, number>>>;

function addTo(sums: Sums, day: number, network: NetworkClaim, target: Target): void {
  let networks = sums.get(day);
  if (networks === undefined) {
    networks = new Map();
    sums.set(day, networks);
  }
  let quantities = networks.get(network);
  if (quantities === undefined) {
    quantities = new Map();
    networks.set(network, quantities);
  }
  quantities.set(target, (quantities.get(target) ?? 0) + 1);
}

function rollupsOf(sums: Sums): RollupDraft[] {
  const rollups: RollupDraft[] = [];
  for (const [number, networks] of sums) {
    const day = isoDay(number);
    // The same owner may come from two look-ups (two spellings of a host); the runner adds such rows up.
    for (const [network, quantities] of networks) {
      for (const [{ accessPoint, act, asset }, quantity] of quantities) {
        rollups.push({ day, network, accessPoint, act, asset, quantity });
      }
    }
  }
  return rollups;
}

/** Content was sent: 200 to 203; 304 says that the reader has the page already, which is reading it again. */
function isAnswered(fields: LineFields, act: Target['act']): boolean {
  const { status } = fields;
  if (status >= 200 && status <= 203) return true;
  if (status === 304) return act !== 'download';
  // A part counts when it is the first part, which only logs that carry the Range header tell.
  return status === 206 && /^"?bytes=0-/.test(fields.range);
}

/** What becomes of a line that was read: a target to count, or the reason why not. */
function judge(fields: LineFields, target: Target | DropReason, known: Knowledge): Target | DropReason {
  if (target === 'not_read_request') return target;
  if (known.checkInternal && known.network.of(fields.client).internal) return 'internal_traffic';
  const agent = fields.agent === '' || fields.agent === '-' ? 'person' : known.agent.of(fields.agent);
  if (agent === 'bot') return 'bot';
  if (fields.optOut) return 'do_not_track';
  if (typeof target === 'string') return target;
  if (!isAnswered(fields, target.act)) return 'not_success';
  return agent === 'tool' && target.act !== 'download' ? 'bot' : target;
}

interface BlockResult {
  units: number;
  rolledUp: number;
  readonly sums: Sums;
  readonly dropped: Partial<Record<DropReason, number>>;
  readonly failures: Failure[];
}

/** Reads every line of a block. */
function readLines(block: Block, lines: string, format: Format, known: Knowledge): BlockResult {
  const fields = newFields();
  const result: BlockResult = { units: 0, rolledUp: 0, sums: new Map(), dropped: {}, failures: [] };
  const latest =
    block.latest === undefined ? Number.POSITIVE_INFINITY : Date.parse(block.latest) / 86_400_000;
  let host = '';
  let target = known.target(host);
  const drop = (reason: DropReason): void => {
    result.dropped[reason] = (result.dropped[reason] ?? 0) + 1;
  };
  for (let at = 0; at < lines.length; ) {
    const newline = lines.indexOf('\n', at);
    const end = newline < 0 ? lines.length : newline;
    const line = lines.slice(at, lines.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end);
    result.units++;
    if (block.tooLong === true || !format.parse(line, fields)) {
      if (block.tooLong !== true && line.trim() === '') drop('empty');
      else if (format.comment(line)) drop('comment');
      else result.failures.push(failureOf(block, result.units, at, line, format, undefined));
    } else if (fields.day > latest || fields.day < OLDEST) {
      result.failures.push(failureOf(block, result.units, at, line, format, fields.day));
    } else {
      if (fields.host !== host) {
        host = fields.host;
        target = known.target(host);
      }
      const verdict = judge(fields, target.of(fields.request), known);
      if (typeof verdict === 'string') drop(verdict);
      else {
        addTo(result.sums, fields.day, known.network.of(fields.client).claim, verdict);
        result.rolledUp++;
      }
    }
    at = end + 1;
  }
  return result;
}

function failureOf(
  block: Block,
  unit: number,
  at: number,
  line: string,
  format: Format,
  day: number | undefined,
): Failure {
  const place = { ...block, line: block.firstLine + unit - 1, offset: block.offset + at };
  if (block.tooLong) {
    const detail = 'The line is longer than 65536 bytes; only its beginning was kept.';
    return lineFailure(place, line, 'line_too_long', detail, { tooLong: true });
  }
  if (day === undefined) {
    return lineFailure(place, line, 'line_malformed', `The line does not have the format ${format.name}.`);
  }
  const future = day >= OLDEST;
  return lineFailure(
    place,
    line,
    future ? 'date_in_future' : 'date_out_of_range',
    `The line is dated ${isoDay(day)}, ${future ? 'which lies in the future' : 'before 1990'}.`,
    { field: 'time' },
  );
}

/**
 * Makes `adapt`: one block, or one failed line on replay, to its sums.
 * @throws LeadspringError setting_invalid
 */
export function openAdapt(settings: AccessLogSettings): Adapt<unknown> {
  const known = openKnowledge(settings);
  if (settings.format !== 'auto' && settings.format !== 'cloudfront') openFormat(settings.format);
  const formats = new Map<string, Format>();
  const formatOf = (name: string): Format => {
    let format = formats.get(name);
    if (format === undefined) {
      if (formats.size > 100) formats.clear();
      format = openFormat(name);
      formats.set(name, format);
    }
    return format;
  };
  return (record): Adapted => {
    const read = readBlock(record.body);
    if (read === undefined) return failed(record, 'record_malformed', 'The record is not a block of a log.');
    let format: Format;
    try {
      format = formatOf(read.block.format);
    } catch (thrown) {
      if (!(thrown instanceof LeadspringError)) throw thrown;
      return failed(record, 'record_malformed', thrown.message, { field: 'format' });
    }
    const result = readLines(read.block, read.lines, format, known);
    known.settle();
    const { units, rolledUp, sums, dropped, failures } = result;
    return { units, signals: [], messages: [], rollups: rollupsOf(sums), rolledUp, dropped, failures };
  };
}
