/** From the address to the data of the pages of sources. */
import type { Handler } from 'hono';
import { z } from 'zod';
import { LeadspringError } from '../../../base/index.ts';
import { countFailures, listFailures, listSources, type SourceSummary } from '../../../intake/index.ts';
import type { WebContext, WebEnv } from '../context.ts';
import type { Forms } from '../forms.ts';
import { failedPage } from '../pages/failed.ts';
import { sourcesPage } from '../pages/sources.ts';
import { PAGE_SIZE, pageNumber, readQuery } from '../query.ts';

const NOTHING = z.strictObject({});
const FAILED = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z_]{1,60}$/, 'a code in lower case')
    .optional(),
  page: pageNumber,
});

/** A source with its totals, also a removed one. @throws LeadspringError `source_unknown` */
export async function summaryOf(db: WebContext['db'], name: string): Promise<SourceSummary> {
  const summary = (await listSources(db)).find((each) => each.name === name);
  if (summary !== undefined) return summary;
  throw new LeadspringError('source_unknown', `There is no source “${name.slice(0, 100)}”.`);
}

export function sourcesHandler({ db, clock }: WebContext): Handler<WebEnv> {
  return async (c) => {
    readQuery(NOTHING, c.req.queries());
    const [sources, failures] = await Promise.all([listSources(db), countFailures(db)]);
    return c.html(sourcesPage(sources, failures, clock.now()));
  };
}

export function failedHandler({ db }: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const name = c.req.param('name') ?? '';
    const { code, page } = readQuery(FAILED, c.req.queries());
    const source = await summaryOf(db, name);
    const [all, rows] = await Promise.all([
      countFailures(db),
      listFailures(db, {
        source: name,
        limit: PAGE_SIZE,
        offset: (page - 1) * PAGE_SIZE,
        ...(code === undefined ? {} : { code }),
      }),
    ]);
    const codes = all.filter((each) => each.source === name);
    const total = codes
      .filter((each) => code === undefined || each.code === code)
      .reduce((sum, each) => sum + each.count, 0);
    return c.html(failedPage({ token: forms.field(c), source, codes, rows, code, page, total }));
  };
}
