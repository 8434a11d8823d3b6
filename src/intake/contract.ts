/**
 * The contract of a source: one configured connector to an access point.
 *
 * A source is declared data plus a few functions. Records come in by one or more of three ways: `read` (files that
 * `recognize` takes for its own), `pull` (asking a server over the network) and `receive` (a server calls us). `read`
 * and `pull` are async streams of batches of records, with a cursor. `adapter` makes the pure function record →
 * signals, the same for all ways, so that what came by a webhook and what a later backfill brings is stored once.
 * The runner (`run.ts`) does everything else: batching, storage, identities, reconciliation, resuming.
 *
 * Semantics a source may rely on, and must keep:
 * - `read` is called once per input path and run, `pull` once per run. They ask `job.cursor(key)` where an earlier run
 *   stopped. A batch's cursor is stored in the same transaction as the batch's records; after a crash at any moment
 *   `read` is called again and sees the cursor of the last batch that was stored, never of a later one.
 * - Batches are stored in the order in which they are yielded. The runner pulls the next batch only when it
 *   has room (back-pressure), so `read` must never read ahead without bound.
 * - `adapt` is pure: same record and settings, same answer; no clock, no network, no file, no database. It may run
 *   in a worker thread, so records and answers must survive a structured clone, and it must never throw for
 *   bad input: bad input is a `Failure`. (A throw is kept as a failed event with code `internal`.)
 * - Reading the same input twice must give the same native ids; storing is idempotent by (source, native id).
 */
import type { Dial, ErrorCode, Http } from '../base/plain.ts';

/** Where someone meets the product. */
export const ACCESS_POINTS = [
  'download',
  'documentation',
  'code',
  'forum',
  'mailing_list',
  'chat',
  'blog',
  'book',
  'event',
  'social',
  'support',
  'agreement',
  'on_demand',
] as const;
export type AccessPoint = (typeof ACCESS_POINTS)[number];

/** What someone did. One closed list, so that weights and sentences can cover all of it. */
export const ACTS = [
  'download', // fetched a release or package
  'read', // read a page
  'search', // searched the documentation
  'ask', // began a conversation
  'reply', // took part in a conversation someone else began
  'commit', // wrote a change
  'co_author', // co-wrote a change
  'sign_off', // signed a change off, reviewed, acked or tested it
  'adopt', // is publicly listed as a user
  'buy', // bought a book
  'attend', // attended an event
  'contract', // has an agreement in force (details: plan, from, to)
  'deal_open', // a deal under way
  'deal_won',
  'deal_lost',
  'total', // a published total, trend only (no actor; details: total)
  'release', // the vendor published a release (no actor)
  'announce', // the vendor published a post or an event (no actor)
  'spend', // the vendor spent money here (no actor)
  'use', // used the hosted flavour
  'register', // made an account of the hosted flavour
  'star', // marked a repository as a favourite
  'fork', // copied a repository to an account of their own
  'dead_end', // asked for a page that is not there
  'rate', // said whether a page helped (details: helpful)
  'publish', // wrote about the product elsewhere
  'mention', // linked to the product, or named it
] as const;
export type Act = (typeof ACTS)[number];

/** Why a record is left out on purpose. Counted per run; nothing is ever left out without one of these. */
export const DROP_REASONS = [
  'bot', // a crawler, monitor or other robot
  'not_success', // the server did not answer with content (errors, redirects, partial probes)
  'not_relevant', // neither a download nor a documentation page by the path rules
  'not_read_request', // a method other than GET or HEAD
  'do_not_track', // the visitor asked not to be tracked (DNT or GPC), where the log carries it
  'internal_traffic', // the vendor's own networks, people or checks
  'automatic_mail', // bounces, out-of-office, list administration
  'merge_commit', // a merge without a change of its own
  'platform_note', // a forum's or code host's own note: closed, moved, pinned
  'deleted', // taken back by its author or a moderator
  'empty', // an empty record
  'comment', // a comment or directive line of the format
  'own_work', // of the vendor's own accounts, where only others' acts count
  'not_new', // says nothing that an earlier record did not say
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** `private` signals and messages never reach public pages or the knowledge room. */
export type Visibility = 'public' | 'private';

/**
 * What a record says about who acted, untouched by any guess. Values are as the source has them, trimmed;
 * normalizing and resolving is the work of `identities`.
 */
export interface ActorClaim {
  readonly email?: string;
  /** A handle on a platform, e.g. a code host's or a forum's user name. `platform` must be given with it. */
  readonly login?: string;
  readonly platform?: string;
  readonly name?: string;
  /** The organization as the record names it, e.g. a contract's party. */
  readonly organizationName?: string;
  /** The organization's own domain as the record names it. */
  readonly organizationDomain?: string;
  /** Another address that the record shows the same person to use, e.g. to sign their own change off. */
  readonly alsoEmail?: string;
  /** The company field of the person's profile: free text such as `@acme` or `Acme Inc. / @other`. */
  readonly profileCompany?: string;
  /** The home page that the person's profile names, as it stands there. */
  readonly homepage?: string;
}

/** What was touched or made. (accessPoint, kind, key) is its identity; title is for people. */
export interface AssetClaim {
  readonly kind:
    | 'page'
    | 'release'
    | 'thread'
    | 'post'
    | 'article'
    | 'book'
    | 'event'
    | 'repository'
    | 'plan'
    | 'deal'
    | 'campaign';
  /** At most 500 characters; stable, e.g. a normalized path, a package version, a list name. */
  readonly key: string;
  readonly title?: string;
}

/** One observed act of someone. */
export interface SignalDraft {
  /** Unique within the source and stable over time. */
  readonly nativeId: string;
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  /** Milliseconds since the epoch, UTC. Must be between 1990 and the run's now plus one day. */
  readonly at: number;
  readonly visibility: Visibility;
  readonly actor?: ActorClaim;
  readonly asset?: AssetClaim;
  /** How often; 1 when left out. */
  readonly quantity?: number;
  /** Money: a decimal string with a point, and an ISO 4217 code. */
  readonly amount?: { readonly value: string; readonly currency: string };
  /** Small facts for evidence (plan, from, to, version, ...). Never addresses, tokens or bodies. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  /** The native id of the message that this act wrote, if the record carries one. */
  readonly messageNativeId?: string;
  /** The hash of the change that several people made or signed off together, on each of their acts. */
  readonly commit?: string;
  /**
   * What the actor's own clock showed: minutes east of UTC, as the record gives them. Left out where a record has UTC
   * only, or a server's time.
   */
  readonly utcOffset?: number;
}

/** The owner of a network, as anonymous traffic shows it. Never holds an address. */
export interface NetworkClaim {
  /** `AS64500` (network owner), `domain:acme.example` (registrable domain of a reverse-DNS name), or `unknown`. */
  readonly key: string;
  readonly name?: string;
  /** The owner's own domain, where the operator's file has it or the reverse-DNS name shows it. */
  readonly domain?: string;
  readonly class: 'company' | 'university' | 'government' | 'internet_provider' | 'cloud' | 'vpn' | 'unknown';
  /** 0..1: how sure it is that the traffic is the owner's own people. */
  readonly confidence: number;
}

/** Anonymous traffic, already summed up: one row per network owner, asset, act and UTC day. */
export interface RollupDraft {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly network: NetworkClaim;
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly asset: AssetClaim;
  readonly quantity: number;
}

/** A message of a conversation, kept once, untouched, so that it can be re-threaded and re-read at any time. */
export interface MessageDraft {
  /** The message's own id in its space: a Message-ID without angle brackets, a forum's post id, ... */
  readonly nativeId: string;
  /** Ids of the same space share threads: `mail` for everything with Message-IDs, else the platform's origin. */
  readonly space: string;
  /** The list, category or channel it appeared in. */
  readonly container: string;
  readonly visibility: Visibility;
  readonly at: number;
  readonly subject: string;
  /** The author after undoing list decorations; and the untouched claims they were taken from. */
  readonly author: ActorClaim;
  readonly claims: Readonly<Record<string, string>>;
  /** Thread hints, nearest parent last, as native ids of the same space. */
  readonly references: readonly string[];
  /** How `raw` is to be read again. */
  readonly format: 'rfc822' | 'json';
  /** The untouched original. The runner compresses it. */
  readonly raw: Uint8Array;
  /** When it was last edited, where the platform says so: the latest edit is the one that is kept. */
  readonly editedAt?: number;
  /** Visible text for search and evidence, derived from `raw`. */
  readonly text: string;
  /** The signature below it, where the text does not hold it. */
  readonly signature?: string;
}

/**
 * Something that its platform took back: it is erased here too, and stays away when it comes again from an older copy.
 * An account erased there loses its handle, what it wrote and its signals here.
 */
export type Erasure =
  | { readonly kind: 'message'; readonly space: string; readonly nativeId: string }
  | { readonly kind: 'signal'; readonly nativeId: string }
  | { readonly kind: 'account'; readonly platform: string; readonly login: string };

/** Where a record stands, for messages to people. `line` counts from 1. */
export interface RecordPlace {
  readonly file: string;
  readonly line?: number;
}

/**
 * One unit of reading. `body` must be JSON or bytes, for a failed record is kept and replayed through `adapt`.
 * For high-volume sources a record may be a block of many lines; its answer then covers many units.
 */
export interface SourceRecord<T> {
  /** Stable within the source; the failed-event store is idempotent by it. */
  readonly id: string;
  readonly place: RecordPlace;
  readonly body: T;
}

/** A record, or a line of a block, that cannot be adapted. `record` is what to replay, free of sensitive fields. */
export interface Failure {
  readonly id: string;
  readonly place: RecordPlace;
  readonly code: ErrorCode;
  /** What is wrong, naming the field; shown to people. Never quotes sensitive fields. */
  readonly detail: string;
  readonly field?: string;
  readonly body: unknown;
}

/**
 * The answer of `adapt`. Every unit must be accounted for:
 * `units` = (1 if it has signals, messages or erasures, else 0) + `rolledUp` + all `dropped` + `failures.length`.
 */
export interface Adapted {
  readonly units: number;
  readonly signals: readonly SignalDraft[];
  readonly messages: readonly MessageDraft[];
  readonly rollups: readonly RollupDraft[];
  readonly rolledUp: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly failures: readonly Failure[];
  readonly erasures?: readonly Erasure[];
}

/** A cursor is plain JSON, kept per (source, key). The key names what is being read, e.g. a repository. */
export interface Cursor {
  readonly key: string;
  readonly value: unknown;
}

/** What `read` yields. Aim at 500 to 5,000 records (or about 4 MB of blocks) a batch. */
export interface Batch<T> {
  readonly records: readonly SourceRecord<T>[];
  /** Stored together with the records. A batch without one is re-read after a crash (and found duplicate). */
  readonly cursors: readonly Cursor[];
  /** Units passed over because the cursor proves that they are stored already. They count as read and duplicate. */
  readonly skipped?: number;
  /** Failures found while reading, before there is a record (e.g. a line beyond the limit). Each counts as one unit read. */
  readonly failures?: readonly Failure[];
  /** Bytes of input consumed so far, for progress. */
  readonly bytes?: number;
  /** Remarks for the operator, e.g. a guessed column mapping; shown once each, never counted. */
  readonly notes?: readonly string[];
}

/** One call of `read`. */
export interface ReadJob {
  /** A path the user named: file or directory, resolved, existing. */
  readonly input: string;
  readonly settings: SettingValues;
  /** The stored cursor value of a key, or undefined. */
  cursor(key: string): Promise<unknown>;
  /** Milliseconds since the epoch: the run's fixed now. */
  readonly now: number;
  /** Aborted when the run must stop; `read` should return soon. */
  readonly signal: AbortSignal;
}

/** One setting of a source. Form, CLI help, validation, docs and redaction derive from it. */
export interface Setting {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'boolean' | 'path' | 'list' | 'choice';
  readonly default: string | number | boolean | readonly string[] | null;
  readonly choices?: readonly string[];
  /** Encrypted where it is stored, and shown to nobody. */
  readonly secret?: boolean;
  /**
   * Of a secret that is only ever compared, by `isKey`: kept as `sha256:` and its hash, so that it stands nowhere, not
   * even encrypted.
   */
  readonly hashed?: boolean;
  /** The ways of reading that cannot do without it. */
  readonly needed?: readonly Way[];
  readonly help: string;
}
/** How records come in: from files, by asking a server, by a server that calls us. */
export type Way = 'read' | 'pull' | 'receive';
export type SettingValues = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

/** What `recognize` may look at: never more than the head of the input. */
export interface Probe {
  readonly path: string;
  readonly isDirectory: boolean;
  /** Names of the entries (at most 1,000) when it is a directory. */
  readonly entries: readonly string[];
  /** Up to 64 KiB from the start, decompressed when gzip or zstd. Empty for a directory. */
  readonly head: Uint8Array;
}

/** Of a stored signal: when it was said, and its details. */
export interface Unverified {
  readonly at: number;
  readonly details: NonNullable<SignalDraft['details']>;
}

/** One call of `pull`. */
export interface PullJob extends Omit<ReadJob, 'input'> {
  /** The network: addresses are checked, sizes and times bounded, rate limits waited for. */
  readonly http: Http;
  /** For what is not HTTP. Every run has it; a source that needs it makes no connection without it. */
  readonly dial?: Dial;
  /**
   * This source's signals whose details say `verified: false`, oldest first, at most a thousand: what was only said and
   * is to be looked at. Every run has it.
   */
  unverified?(): Promise<readonly Unverified[]>;
}

/** A request that a server sent us, whole. */
export interface Delivery {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'OPTIONS';
  /** What follows the source's own address, without slashes at its ends: `` or `v1/batch`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed; never more than the receiver's `maxBytes`. */
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What we answer once its records are durable. */
export interface DeliveryAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a delivery holds. Records have the ids of their messages, so that one sent twice is stored once. */
export interface Received<T> {
  readonly records: readonly SourceRecord<T>[];
  /** Default: 202 without a body. */
  readonly answer?: DeliveryAnswer;
}

/** How a server that calls us is understood. Pure functions: no clock, no network, no database. */
export interface Receiver<T> {
  /** How to point the other side at it, for people; `URL` stands for the address. */
  readonly help: string;
  /** The largest body, decompressed. */
  readonly maxBytes: number;
  /** Whether a page of any origin may call it from a browser. */
  readonly fromBrowsers?: boolean;
  /** Whether it comes from whom it should (signature, key), compared in constant time. Called before `records`. */
  authentic(delivery: Delivery, settings: SettingValues): boolean;
  /** @throws LeadspringError with the code of what is wrong: the caller is told so, and nothing is stored */
  records(delivery: Delivery, settings: SettingValues): Received<T>;
}

/** `adapt`: a record to its signals, messages or rollups. Pure. */
export type Adapt<T> = (record: SourceRecord<T>) => Adapted | Promise<Adapted>;

export interface Source<T = unknown> {
  /** lower_snake_case; the folder's name, the word of the CLI and of the docs. */
  readonly name: string;
  readonly title: string;
  /** One or two sentences for people who choose a source. */
  readonly summary: string;
  /** What a path given to it should be, as a clause: "a clone of a git repository". Empty when it reads no files. */
  readonly expects: string;
  readonly accessPoints: readonly AccessPoint[];
  readonly settings: readonly Setting[];
  /** What in its records must never reach a log, a failed event or a page. */
  readonly sensitive: readonly string[];
  /** Whether a cursor lets a run go on where the last one stopped. */
  readonly resumable: boolean;
  /** Raised when `adapt` changes meaning. */
  readonly version: number;
  /** True when adapting is heavy enough to be done by worker threads. */
  readonly threads: boolean;
  /** 0 = not mine, 1 = certainly mine. Looks at content, not only at names. */
  recognize?(probe: Probe): number;
  read?(job: ReadJob): AsyncIterable<Batch<T>>;
  /** Backfill with resume, then what is new. */
  pull?(job: PullJob): AsyncIterable<Batch<T>>;
  /**
   * Tries the credentials with one cheap request.
   * @returns what was found, for people: "logged in as acme-bot; 3,120 topics"
   * @throws LeadspringError with the code of what is wrong
   */
  test?(job: PullJob): Promise<string>;
  /** Yields whenever the server says that there is something new to pull, until `job.signal` ends it. */
  watch?(job: PullJob): AsyncIterable<void>;
  readonly receive?: Receiver<T>;
  /** Called once per run and thread: validates settings, loads tables, answers with `adapt`. */
  adapter(settings: SettingValues): Promise<Adapt<T>>;
}

const NOTHING: Adapted = {
  units: 1,
  signals: [],
  messages: [],
  rollups: [],
  rolledUp: 0,
  dropped: {},
  failures: [],
};

/** The answer for one record that became signals and messages. */
export function adapted(signals: readonly SignalDraft[], messages: readonly MessageDraft[] = []): Adapted {
  return { ...NOTHING, signals, messages };
}

/** The answer for one record that takes something back. */
export function erased(erasures: readonly Erasure[]): Adapted {
  return { ...NOTHING, erasures };
}

/** The answer for one record that is left out on purpose. */
export function dropped(reason: DropReason): Adapted {
  return { ...NOTHING, dropped: { [reason]: 1 } };
}

/** The answer for one record that cannot be adapted. `body` defaults to the record's own. */
export function failed(
  record: SourceRecord<unknown>,
  code: ErrorCode,
  detail: string,
  more: { field?: string; body?: unknown } = {},
): Adapted {
  const failure: Failure = {
    id: record.id,
    place: record.place,
    code,
    detail,
    body: more.body ?? record.body,
    ...(more.field === undefined ? {} : { field: more.field }),
  };
  return { ...NOTHING, failures: [failure] };
}

/** A source that reads files, whatever else it does. */
export type FileSource<T = unknown> = Source<T> & Required<Pick<Source<T>, 'recognize' | 'read'>>;

/**
 * Declares a source. The record's type is known only inside the source's folder; the runner carries it
 * unopened from `read` to `adapt`, which is why forgetting the type here is sound.
 */
export function defineSource<T>(source: FileSource<T>): FileSource;
export function defineSource<T>(source: Source<T>): Source;
export function defineSource<T>(source: Source<T>): Source {
  return source as Source<unknown>;
}
