/**
 * The network of the sources: public addresses only, bounded in size and time, patient with rate limits.
 * The addresses are checked where the connection is made, so that neither a redirect nor a name that changes its
 * address between check and use (DNS rebinding) leads anywhere else.
 */
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Agent, Dispatcher } from 'undici';
import { LeadspringError } from '../errors.ts';
import { readBody } from './body.ts';
import { type AddressGuard, openGuard, type Resolve } from './forbidden.ts';
import type { Http, HttpAnswer, HttpRequest } from './types.ts';
import { waitOf } from './wait.ts';

export interface HttpOptions {
  /** Hosts that may be reached although they are not public. */
  readonly allowedHosts: readonly string[];
  /** How long one request may wait in all for rate limits and restarts, in milliseconds. Default: five minutes. */
  readonly patience?: number;
  /** Ends what is under way. */
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** For tests. */
  readonly resolve?: Resolve;
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export interface HttpClient extends Http {
  close(): Promise<void>;
}

const MOST_BYTES = 16 * 1024 * 1024;
const MOST_REDIRECTS = 5;
/** How often a server that breaks off is asked again; one that asks to wait is asked until patience ends. */
const MOST_FAILURES = 3;
const TIMES = { connect: 10_000, headers: 30_000, body: 30_000, whole: 120_000 } as const;
const USER_AGENT = 'leadspring (self-hosted)';

/** Opens the network. */
export function openHttp(options: HttpOptions): HttpClient {
  const guard = openGuard(options.allowedHosts, options.resolve);
  // Loaded with the first request: commands that ask no server should not wait for it.
  let opened: Promise<Network> | undefined;
  const open = async (): Promise<Network> => {
    const { Agent, request } = await import('undici');
    return { request, agent: agentOf(Agent, guard) };
  };
  return {
    request: async (url, what = {}) => {
      opened ??= open();
      const network = await opened;
      return askPatiently(options, (attempt) => follow(guard, network, url, what, options, attempt));
    },
    close: async () => (await opened)?.agent.destroy(),
  };
}

interface Network {
  readonly request: typeof import('undici').request;
  readonly agent: Agent;
}

function agentOf(Maker: typeof Agent, guard: AddressGuard): Agent {
  return new Maker({
    connect: { lookup: lookupOf(guard), timeout: TIMES.connect },
    headersTimeout: TIMES.headers,
    bodyTimeout: TIMES.body,
    connections: 4,
    maxResponseSize: -1,
  });
}

type Lookup = (
  host: string,
  options: { readonly all?: boolean | undefined },
  done: (
    error: Error | null,
    address: string | { address: string; family: number }[],
    family?: number,
  ) => void,
) => void;

/** What undici asks for every new connection to a name. */
function lookupOf(guard: AddressGuard): Lookup {
  return (host, { all }, done) => {
    guard.addressesOf(host).then(
      (addresses) => {
        const answers = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = answers;
        if (all || first === undefined) done(null, answers);
        else done(null, first.address, first.family);
      },
      (thrown: unknown) => done(thrown instanceof Error ? thrown : new Error(String(thrown)), []),
    );
  };
}

/** What one try came to: an answer, or an error with the time after which to ask again. */
type Tried =
  | { readonly answer: HttpAnswer }
  | { readonly error: LeadspringError; readonly wait: number | null };

async function askPatiently(
  options: HttpOptions,
  ask: (attempt: number) => Promise<Tried>,
): Promise<HttpAnswer> {
  const pause =
    options.sleep ?? ((time, signal) => sleep(time, undefined, signal === undefined ? {} : { signal }));
  let left = options.patience ?? 300_000;
  for (let failures = 0; ; failures++) {
    const tried = await ask(failures);
    if ('answer' in tried) return tried.answer;
    const { error, wait } = tried;
    if (wait === null || options.signal?.aborted) throw error;
    const broke = error.code !== 'remote_limited';
    if (broke && failures >= MOST_FAILURES) throw error;
    if (wait > left) {
      if (broke) throw error;
      const seconds = Math.ceil(wait / 1000);
      throw new LeadspringError('remote_limited', `${error.message} It asks to wait ${seconds} s more.`, {
        cause: error,
      });
    }
    left -= wait;
    await pause(wait, options.signal);
  }
}

/** One request through its redirects. */
async function follow(
  guard: AddressGuard,
  { request, agent }: Network,
  url: string,
  what: HttpRequest,
  options: HttpOptions,
  attempt: number,
): Promise<Tried> {
  const now = options.now();
  const ending = AbortSignal.any([
    AbortSignal.timeout(TIMES.whole),
    ...(options.signal ? [options.signal] : []),
  ]);
  let at = webAddress(url);
  let headers = { 'user-agent': USER_AGENT, 'accept-encoding': 'gzip, br', ...what.headers };
  let method = what.method ?? 'GET';
  try {
    for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
      // A literal address is never looked up, so it is checked here; a name again where it is connected to.
      await guard.addressesOf(at.hostname);
      const body = method === 'POST' ? (what.body ?? '') : null;
      const response = await request(at, { dispatcher: agent, method, headers, body, signal: ending });
      const next = redirectOf(response, at);
      if (next === undefined) return await judge(response, at, what, now, attempt);
      await response.body.dump({ limit: 65_536 });
      // Credentials are for the host they were given for.
      if (next.origin !== at.origin) headers = withoutCredentials(headers);
      if (response.statusCode === 303) method = 'GET';
      at = next;
    }
  } catch (thrown) {
    return brokenOff(thrown, at, attempt, options);
  }
  throw new LeadspringError('remote_answer_malformed', `${shown(at)} redirects too often.`);
}

function webAddress(url: string, base?: URL): URL {
  const parsed = URL.parse(url, base?.href);
  if (parsed !== null && (parsed.protocol === 'https:' || parsed.protocol === 'http:')) return parsed;
  throw new LeadspringError(
    'address_forbidden',
    'Only addresses that begin with https:// or http:// are asked.',
  );
}

/** Without user, password and query, any of which may be secret. */
function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData, at: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
  const { location } = headers;
  const to = Array.isArray(location) ? location[0] : location;
  return to === undefined ? undefined : webAddress(to, at);
}

type Headers = { [name: string]: string; 'user-agent': string; 'accept-encoding': string };

const SAFE = new Set(['user-agent', 'accept-encoding', 'accept', 'accept-language', 'content-type']);

function withoutCredentials(headers: Headers): Headers {
  const { 'user-agent': agent, 'accept-encoding': encoding } = headers;
  const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => SAFE.has(name)));
  return { ...rest, 'user-agent': agent, 'accept-encoding': encoding };
}

async function judge(
  response: Dispatcher.ResponseData,
  at: URL,
  what: HttpRequest,
  now: number,
  attempt: number,
): Promise<Tried> {
  const { statusCode: status } = response;
  const headers = flat(response.headers);
  if ((status >= 200 && status < 300) || what.expect?.includes(status)) {
    const body = await readBody(
      response.body,
      headers['content-encoding'],
      what.maxBytes ?? MOST_BYTES,
      shown(at),
    );
    return { answer: { status, headers, body, url: at.href } };
  }
  await response.body.dump({ limit: 65_536 });
  const wait = waitOf(status, headers, now, attempt);
  const code = wait !== null && status < 500 ? 'remote_limited' : codeOf(status);
  return { error: new LeadspringError(code, `${shown(at)} answers with status ${status}.`), wait };
}

function codeOf(status: number) {
  if (status >= 500) return 'remote_failed';
  if (status === 401 || status === 403) return 'remote_refused';
  if (status === 404 || status === 410) return 'remote_not_found';
  return status === 429 ? 'remote_limited' : 'remote_answer_malformed';
}

function flat(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** Errors of the table go through; what the network throws is a server that cannot be reached. */
function brokenOff(thrown: unknown, at: URL, attempt: number, options: HttpOptions): Tried {
  const error = ours(thrown);
  if (error !== undefined && error.code !== 'remote_unreachable') throw error;
  const why = error?.message ?? (thrown instanceof Error ? describe(thrown) : String(thrown));
  const broken = new LeadspringError('remote_unreachable', `${shown(at)} cannot be read: ${why}`, {
    cause: thrown,
  });
  return { error: broken, wait: options.signal?.aborted ? null : 1_000 * 2 ** attempt };
}

/** undici wraps what `lookup` throws. */
function ours(thrown: unknown): LeadspringError | undefined {
  if (thrown instanceof LeadspringError) return thrown;
  return thrown instanceof Error && thrown.cause instanceof LeadspringError ? thrown.cause : undefined;
}

function describe(error: Error): string {
  const code = 'code' in error ? String(error.code) : error.name;
  return error.message === '' ? code : error.message.slice(0, 200);
}
