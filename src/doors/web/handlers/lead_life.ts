/** From forms to steps in the life of a lead. */
import type { Handler } from 'hono';
import { z } from 'zod';
import { LeadspringError } from '../../../base/index.ts';
import { explainPerson } from '../../../intake/index.ts';
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
import { personPath } from '../parts/handles.ts';
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
      return { kind, until: Date.parse(z.iso.date().safeParse(form.get('until')).data ?? '') };
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

/** The only step with a person of the page: they are to be left alone, whoever they act for. */
export function personStepHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  const { db, clock } = context;
  return async (c) => {
    const form = await forms.read(c);
    const person = await explainPerson(db, c.req.param('id') ?? '');
    const draft = draftOf(form);
    if (draft.kind !== 'do_not_contact') throw invalid('kind', 'is no step with a person');
    const now = clock.now();
    await stepLead(db, person.id, draft, { author: AUTHOR, now });
    await refreshStepped(db, person.id, { ...leadOptionsOf(context), now });
    return c.redirect(`${personPath(person.id)}#contact`, 303);
  };
}

export function undoStepHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  const { db, clock } = context;
  return async (c) => {
    const form = await forms.read(c);
    const id = decisionNumber(c.req.param('id') ?? '');
    const now = clock.now();
    const { subjectId } = await undoStep(db, id, { author: AUTHOR, now });
    await refreshStepped(db, subjectId, { ...leadOptionsOf(context), now });
    const back = form.get('back') === personPath(subjectId) ? `${personPath(subjectId)}#contact` : null;
    return c.redirect(back ?? `/leads/${subjectId}#life`, 303);
  };
}
