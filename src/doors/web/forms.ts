/**
 * Forms that change something: only from pages of this server.
 *
 * Three walls, each enough by itself against a foreign page: the browser says where a request comes from
 * (Sec-Fetch-Site, else Origin), the cookie is SameSite=Strict, and a token in the form must fit the cookie by a key
 * that is drawn when the server starts (signed double submit; OWASP, Cross-Site Request Forgery Prevention).
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { LeadspringError } from '../../base/index.ts';
import type { WebEnv } from './context.ts';
import { errorResponse } from './errors.ts';
import { type Html, html } from './html.ts';

const COOKIE = 'leadspring_form';
const FIELD = 'token';
/** A page of suggestions, all ticked, is under 4 KiB. */
const MOST_BYTES = 64 * 1024;

export interface Forms {
  /** The hidden field every form of this answer needs; sets the cookie when the browser has none. */
  field(c: Context<WebEnv>): Html;
  /** Reads a form that comes from a page of ours. @throws LeadspringError `request_forged` */
  read(c: Context<WebEnv>): Promise<URLSearchParams>;
}

/** Opens the forms of one server: tokens of an earlier start are not valid. */
export function openForms(): Forms {
  const key = randomBytes(32);
  const tokenOf = (cookie: string): string => createHmac('sha256', key).update(cookie).digest('base64url');
  return {
    field: (c) => {
      const known = getCookie(c, COOKIE);
      const cookie =
        known !== undefined && /^[\w-]{32}$/.test(known) ? known : randomBytes(24).toString('base64url');
      // Not Secure: these pages are served by loopback without TLS, where some browsers would drop it.
      if (cookie !== known) setCookie(c, COOKIE, cookie, { path: '/', httpOnly: true, sameSite: 'Strict' });
      return html`<input type="hidden" name="${FIELD}" value="${tokenOf(cookie)}">`;
    },
    read: async (c) => {
      if (!isSameOrigin(c)) throw forged('It was sent by a page of another origin.');
      const type = c.req.header('content-type') ?? '';
      if (!/^application\/x-www-form-urlencoded\b/i.test(type)) throw forged('It is not a form.');
      const form = new URLSearchParams(await c.req.text());
      const cookie = getCookie(c, COOKIE);
      if (cookie === undefined || !same(form.get(FIELD) ?? '', tokenOf(cookie))) {
        throw forged('Its token does not fit.');
      }
      return form;
    },
  };
}

function forged(why: string): LeadspringError {
  return new LeadspringError('request_forged', `The form was not accepted. ${why}`);
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Whether the browser says that the request comes from here. Our referrer policy makes browsers send `Origin: null`
 * with our own forms, so that says nothing; a browser without Sec-Fetch-Site has the token only.
 */
function isSameOrigin(c: Context<WebEnv>): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin');
  return origin === undefined || origin === new URL(c.req.url).origin;
}

/** Refuses bodies that no form of ours has. The connection ends, for the body is not read. */
export const smallBodies: MiddlewareHandler<WebEnv> = bodyLimit({
  maxSize: MOST_BYTES,
  onError: async (c) => {
    const error = new LeadspringError('request_too_large', `A form may have ${MOST_BYTES} bytes.`);
    const response = await errorResponse(c, error, 413);
    response.headers.set('Connection', 'close');
    return response;
  },
});
