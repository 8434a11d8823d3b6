/** What keeps strangers and other pages away while there is no login. */
import { isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { LeadspringError } from '../../base/index.ts';
import type { WebEnv } from './context.ts';
import { errorResponse } from './errors.ts';
import { ROUTES } from './routes.ts';

const CONTENT_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "script-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/** Whether a host name or address (without port) is this machine itself. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === 'localhost' || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/** Headers of every answer. Pages hold what is nobody else's business: no cache keeps them. */
export const secureHeaders: MiddlewareHandler<WebEnv> = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
};

/**
 * Refuses requests for any other name than a loopback one: a foreign page whose name suddenly resolves to
 * 127.0.0.1 (DNS rebinding) could otherwise read everything.
 */
export const loopbackOnly: MiddlewareHandler<WebEnv> = async (c, next) => {
  if (hostsOf(c).every(isLoopback)) return next();
  const error = new LeadspringError('host_not_allowed', 'This server answers to loopback names only.');
  return errorResponse(c, error, 421);
};

/** The host names a request gives: that of its target and that of its Host header. */
function hostsOf(c: Context<WebEnv>): readonly string[] {
  const target = new URL(c.req.url).hostname;
  const header = c.req.header('host');
  return header === undefined ? [target] : [target, header.replace(/:\d*$/, '')];
}

/**
 * Refuses methods that no route of the path has. The connection ends, so that an unread body is not taken for a request.
 */
export const knownMethods: MiddlewareHandler<WebEnv> = async (c, next) => {
  const { method, path } = c.req;
  if (method === 'GET' || method === 'HEAD') return next();
  const takesForms = FORMS.some((pattern) => pattern.test(path));
  if (method === 'POST' && takesForms) return next();
  const error = new LeadspringError('method_not_allowed', `${method} is not possible here.`);
  const response = await errorResponse(c, error, 405);
  response.headers.set('Allow', takesForms ? 'GET, HEAD, POST' : 'GET, HEAD');
  response.headers.set('Connection', 'close');
  return response;
};

/** The paths that take forms. */
const FORMS = ROUTES.filter(({ method }) => method === 'POST').map(
  ({ path }) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
);
