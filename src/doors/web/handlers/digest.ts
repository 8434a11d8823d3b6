/** The digest as a page, as text and as JSON. */
import type { Context, Handler } from 'hono';
import { accepts } from 'hono/accepts';
import { z } from 'zod';
import { type DigestPeriod, digestJson, digestOf } from '../../../leads/index.ts';
import type { WebContext, WebEnv } from '../context.ts';
import { digestPage } from '../pages/digest.ts';
import { readQuery } from '../query.ts';

const FORMATS = { 'text/html': 'page', 'text/plain': 'text', 'application/json': 'json' } as const;
type Format = (typeof FORMATS)[keyof typeof FORMATS];

const DIGEST = z.strictObject({
  period: z.enum(['day', 'week']).default('week'),
  format: z.enum(Object.values(FORMATS)).optional(),
});
interface DigestQuery {
  readonly period: DigestPeriod;
  readonly format?: Format | undefined;
}

export function digestHandler({ db }: WebContext): Handler<WebEnv> {
  return async (c) => {
    const { period, format = accepted(c) }: DigestQuery = readQuery(DIGEST, c.req.queries());
    const digest = await digestOf(db, period);
    c.header('Vary', 'Accept');
    if (format === 'json') return c.json(digestJson(digest));
    if (format === 'text') return c.text(`${digest.lines.map(({ text }) => text).join('\n')}\n`);
    return c.html(digestPage(digest));
  };
}

/** What the caller would rather have; a page for whoever takes anything. */
function accepted(c: Context): Format {
  const type = accepts(c, { header: 'Accept', supports: Object.keys(FORMATS), default: 'text/html' });
  return FORMATS[type as keyof typeof FORMATS];
}
