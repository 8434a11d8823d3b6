/** From the address to the data of the pages of leads. */
import type { Handler } from 'hono';
import { z } from 'zod';
import { LeadspringError } from '../../../base/index.ts';
import {
  explainLead,
  findLead,
  leadsAsOf,
  lifeOf,
  likelihoodOfLead,
  listLeads,
  modelInUse,
  readHistory,
  standingAt,
} from '../../../leads/index.ts';
import { leadOptionsOf, type WebContext, type WebEnv } from '../context.ts';
import type { Forms } from '../forms.ts';
import { leadPage } from '../pages/lead.ts';
import { leadsPage } from '../pages/leads.ts';
import { LEADS_QUERY, type LeadsQuery, toFilter } from '../pages/leads_query.ts';
import { link, readQuery } from '../query.ts';

/** How many of the latest acts are shown as evidence. */
const EVIDENCE = 300;

export function leadsHandler(context: WebContext): Handler<WebEnv> {
  const kinds = [...Object.keys(leadOptionsOf(context).weights.fit.kinds), 'person'].sort();
  return async (c) => {
    const query: LeadsQuery = readQuery(LEADS_QUERY, c.req.queries());
    const model = await modelInUse(context.db);
    const bestBy = model === null ? 'score' : 'likelihood';
    const { rows, total } = await listLeads(context.db, toFilter(query, bestBy));
    // Only an empty answer asks why it is empty.
    const known =
      rows.length > 0 || (await listLeads(context.db, { stage: 'any', status: 'any', limit: 1 })).total > 0;
    const today = context.clock.now();
    const asOf = (await leadsAsOf(context.db)) ?? today;
    return c.html(leadsPage({ query, bestBy, rows, total, kinds, known, asOf, today }));
  };
}

const DAY_MS = 86_400_000;

const LEAD = z.strictObject({
  as_of: z.iso.date('a day as YYYY-MM-DD').optional(),
});

export function leadHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const options = leadOptionsOf(context);
    const wanted = c.req.param('id') ?? '';
    const { as_of: day } = readQuery(LEAD, c.req.queries());
    // PostgreSQL has no U+0000 in text, so nothing is called so.
    const lead = wanted.includes('\0') ? null : await findLead(context.db, wanted);
    if (lead === null) {
      throw new LeadspringError('organization_not_found', `There is no lead “${wanted.slice(0, 100)}”.`);
    }
    if (lead.id !== wanted) return c.redirect(link(`/leads/${lead.id}`, { as_of: day }));
    const now = context.clock.now();
    // As the list shows it, unless another day is asked for.
    const listed = (await leadsAsOf(context.db)) ?? now;
    // The end of the day, but never the future.
    const asOf = day === undefined ? listed : Math.min(now, Date.parse(day) + DAY_MS - 1);
    const { db } = context;
    const { steps, status: told } = await lifeOf(db, lead.id);
    const status = standingAt(told, listed);
    const explain = { ...options, asOf, evidence: EVIDENCE, course: true, status: status.status };
    const explanation = await explainLead(db, lead.id, explain);
    const history = await readHistory(db, lead.id);
    const life = { id: lead.id, status, steps, history, token: forms.field(c), today: now };
    const { topics } = options.weights;
    const model = await modelInUse(db);
    // What was learned since is no knowledge of an earlier day.
    const likelihood = asOf < listed ? null : likelihoodOfLead(model, explanation.lead);
    return c.html(
      await leadPage({
        lead,
        explanation,
        likelihood,
        learned: model !== null,
        life,
        asOf,
        today: now,
        listed,
        topics,
      }),
    );
  };
}
