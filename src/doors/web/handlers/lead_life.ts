/** From forms to steps in the life of a lead. */
import type { Handler } from 'hono';
import { LeadspringError } from '../../../base/index.ts';
import {
  type Amount,
  type DisqualifyReason,
  findLead,
  refreshStepped,
  type StepDraft,
  stepLead,
  undoStep,
} from '../../../leads/index.ts';
import { leadOptionsOf, type WebContext, type WebEnv } from '../context.ts';
import type { Forms } from '../forms.ts';
import { decisionNumber, invalid } from './people.ts';

/** Until there are accounts, everybody who reaches the pages is the operator. */
const AUTHOR = 'operator';

/** Records a step of the lead of the page. */
export function stepHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  const { db, clock } = context;
  return async (c) => {
    const form = await forms.read(c);
    const wanted = c.req.param('id') ?? '';
    const lead = wanted.includes('\0') ? null : await findLead(db, wanted);
    if (lead === null)
      throw new LeadspringError('organization_not_found', `There is no lead “${wanted.slice(0, 100)}”.`);
    const now = clock.now();
    await stepLead(db, lead.id, draftOf(form), { author: AUTHOR, now });
    await refreshStepped(db, lead.id, { ...leadOptionsOf(context), now });
    return c.redirect(`/leads/${lead.id}#life`, 303);
  };
}

function draftOf(form: URLSearchParams): StepDraft {
  const kind = form.get('kind') ?? '';
  const text = (form.get('text') ?? '').trim();
  const said = text === '' ? {} : { text };
  const amount = amountOf(form);
  switch (kind) {
    case 'assign':
      return { kind, owner: form.get('owner') ?? '' };
    case 'note':
      return { kind, text };
    case 'snooze':
      return { kind, until: Date.parse(`${form.get('until') ?? ''}T00:00:00Z`) };
    case 'disqualify':
      return { kind, reason: (form.get('reason') ?? '') as DisqualifyReason, ...said };
    case 'won':
      return { kind, ...amount };
    case 'lost':
      return { kind, ...amount, ...said };
    case 'do_not_contact':
      return { kind, ...said };
    case 'reopen':
      return { kind };
    default:
      throw invalid('kind', 'is not a step');
  }
}

function amountOf(form: URLSearchParams): { readonly amount?: Amount } {
  const value = (form.get('amount') ?? '').trim().replace(',', '.');
  if (value === '') return {};
  return { amount: { value, currency: (form.get('currency') ?? '').trim().toUpperCase() } };
}

export function undoStepHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  const { db, clock } = context;
  return async (c) => {
    await forms.read(c);
    const id = decisionNumber(c.req.param('id') ?? '');
    const now = clock.now();
    const { subjectId } = await undoStep(db, id, { author: AUTHOR, now });
    await refreshStepped(db, subjectId, { ...leadOptionsOf(context), now });
    return c.redirect(`/leads/${subjectId}#life`, 303);
  };
}
