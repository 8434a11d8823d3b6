/**
 * The door for servers that call us: `/in/NAME` and what lies below. It stands apart from the pages: whoever calls
 * proves itself by a signature or key, so it answers under any host name (a proxy may pass `/in/` on), without cookies,
 * and to browsers of other pages only where the source is made for them.
 */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Context, MiddlewareHandler } from 'hono';
import { ERRORS, errorJson, LeadspringError, readBody, toLeadspringError } from '../../base/index.ts';
import type { Delivery, Door } from '../../intake/index.ts';
import type { WebContext, WebEnv } from './context.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'] as const;
type Method = Delivery['method'];

/** Statuses that tell a sender whether to send again. */
const STATUS: Partial<Readonly<Record<keyof typeof ERRORS, number>>> = {
  source_unknown: 404,
  page_not_found: 404,
  setting_invalid: 500,
  source_paused: 503,
  delivery_not_authentic: 401,
  delivery_malformed: 400,
  request_too_large: 413,
  method_not_allowed: 405,
  too_busy: 429,
  database_unreachable: 503,
  disk_full: 503,
};
const RETRY_AFTER: Partial<Readonly<Record<keyof typeof ERRORS, number>>> = {
  too_busy: 2,
  source_paused: 600,
  database_unreachable: 10,
  disk_full: 60,
};

/** Answers `/in/…`; everything else goes on to the pages. */
export function deliveries(context: WebContext): MiddlewareHandler<WebEnv> {
  const { door } = context;
  return async (c, next) => {
    const match = /^\/in\/([^/]+)(?:\/(.*))?$/.exec(c.req.path);
    if (match === null) return next();
    const [, name = '', path = ''] = match;
    try {
      if (door === undefined) throw new LeadspringError('page_not_found', 'This server takes no deliveries.');
      return await take(c, context, door, name, path.replace(/\/+$/, ''));
    } catch (thrown) {
      return refused(c, context, thrown);
    }
  };
}

async function take(
  c: Context<WebEnv>,
  { clock }: WebContext,
  door: Door,
  name: string,
  path: string,
): Promise<Response> {
  const method = METHODS.find((each) => each === c.req.method);
  if (method === undefined)
    throw new LeadspringError('method_not_allowed', `${c.req.method} is not possible here.`);
  const { maxBytes, fromBrowsers } = await door.open(name);
  const open: Record<string, string> = fromBrowsers ? CROSS_ORIGIN : {};
  if (method === 'OPTIONS' && fromBrowsers) return new Response(null, { status: 204, headers: open });
  const delivery = await deliveryOf(c, method, path, maxBytes, clock.now());
  const answer = await door.deliver(name, delivery);
  return new Response(answer.body ?? null, {
    status: answer.status,
    headers: { 'Cache-Control': 'no-store', ...answer.headers, ...open },
  });
}

/** Without credentials, for nothing is told by them. */
const CROSS_ORIGIN = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'POST, GET, OPTIONS',
  'Access-Control-Allow-Headers': 'authorization, content-type',
  'Access-Control-Max-Age': '86400',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

async function deliveryOf(
  c: Context<WebEnv>,
  method: Method,
  path: string,
  maxBytes: number,
  at: number,
): Promise<Delivery> {
  const headers = c.req.header();
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const query = c.req.url.includes('?') ? c.req.query() : {};
  return { method, path, query, headers, body: await bodyOf(c, headers['content-encoding'], maxBytes), at };
}

async function bodyOf(
  c: Context<WebEnv>,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const stream = streamOf(c);
  if (stream === null) return new Uint8Array();
  try {
    return await readBody(stream, encoding, maxBytes, 'the delivery');
  } catch (thrown) {
    const { code } = toLeadspringError(thrown);
    if (code === 'remote_answer_too_large') throw tooLarge(maxBytes);
    throw new LeadspringError('delivery_malformed', 'The body of the delivery is damaged.', {
      cause: thrown,
    });
  }
}

/** The request as Node has it, where it comes over a socket: a web stream around it would cost half as much again. */
function streamOf(c: Context<WebEnv>): Readable | null {
  const { incoming } = (c.env ?? {}) as { readonly incoming?: IncomingMessage };
  if (incoming !== undefined) return incoming;
  const { body } = c.req.raw;
  return body === null ? null : Readable.fromWeb(body as ReadableStream);
}

function tooLarge(maxBytes: number): LeadspringError {
  return new LeadspringError('request_too_large', `A delivery to this source may have ${maxBytes} bytes.`);
}

/** In the one shape of errors. What the sender did is not logged with what it sent. */
function refused(c: Context<WebEnv>, { log }: WebContext, thrown: unknown): Response {
  const error = toLeadspringError(thrown);
  const status = STATUS[error.code] ?? (ERRORS[error.code].fixer === 'remote' ? 400 : 500);
  if (status >= 500) log.error({ err: error, source: c.req.path.slice(0, 100) }, 'a delivery was not taken');
  const after = RETRY_AFTER[error.code];
  return Response.json(errorJson(error), {
    status,
    headers: {
      'Cache-Control': 'no-store',
      // What is left of a body is not taken for a request.
      ...(status === 413 || status === 405 ? { Connection: 'close' } : {}),
      ...(after === undefined ? {} : { 'Retry-After': String(after) }),
    },
  });
}
