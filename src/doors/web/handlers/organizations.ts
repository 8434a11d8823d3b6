/** From requests to organizations and decisions about them, and back. */
import type { Handler } from 'hono';
import { z } from 'zod';
import { LeadspringError } from '../../../base/index.ts';
import {
  decideOrganization,
  explainOrganization,
  findAnyHandle,
  findOrganization,
  type OrganizationDraft,
  undoOrganization,
} from '../../../intake/index.ts';
import type { WebContext, WebEnv } from '../context.ts';
import type { Forms } from '../forms.ts';
import { organizationPage, organizationPath } from '../pages/organization.ts';
import { PAGE_SIZE, pageNumber, readQuery } from '../query.ts';
import { decisionNumber, invalid, showInLeads } from './people.ts';

const PAGE = z.strictObject({ page: pageNumber });

export function organizationHandler({ db }: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const { page } = readQuery(PAGE, c.req.queries());
    const wanted = c.req.param('id') ?? '';
    const told = await explainOrganization(db, wanted, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
    // Merged meanwhile, or named by a domain.
    if (told.id !== wanted) return c.redirect(organizationPath(told.id));
    return c.html(organizationPage({ told, page, token: forms.field(c) }));
  };
}

/** Decides about the organization of the page. */
export function decideOrganizationHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  const { db, clock } = context;
  return async (c) => {
    const form = await forms.read(c);
    const id = await organizationOf(context, c.req.param('id') ?? '');
    const decided = await decideOrganization(db, await draftOf(context, form, id), { now: clock.now() });
    await showInLeads(context, [decided]);
    return c.redirect(organizationPath(decided.organizationIds[0] ?? id), 303);
  };
}

async function organizationOf({ db }: WebContext, text: string): Promise<string> {
  const found = await findOrganization(db, text);
  if (found !== null) return found.id;
  throw new LeadspringError('organization_not_found', `There is no organization “${text.slice(0, 100)}”.`);
}

async function draftOf(context: WebContext, form: URLSearchParams, id: string): Promise<OrganizationDraft> {
  // A button names the decision and its handle: `wrong <id>`.
  const [kind = '', button] = (form.get('kind') ?? '').split(' ');
  switch (kind) {
    case 'wrong':
    case 'right': {
      const text = button ?? form.get('handle') ?? '';
      const handle = await findAnyHandle(context.db, text);
      if (handle !== null) return { kind, organizationIds: [id], identityIds: [handle.id] };
      throw new LeadspringError('person_not_found', `Nobody is known as “${text.slice(0, 100)}”.`);
    }
    case 'merge':
    case 'subsidiary':
      return { kind, organizationIds: [id, await organizationOf(context, form.get('other') ?? '')] };
    case 'rename':
      return { kind, organizationIds: [id], name: form.get('name') ?? '' };
    default:
      throw invalid('kind', 'is not a decision');
  }
}

export function undoOrganizationHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    await forms.read(c);
    const id = decisionNumber(c.req.param('id') ?? '');
    const undone = await undoOrganization(context.db, id, { now: context.clock.now() });
    await showInLeads(context, [undone]);
    return c.redirect(organizationPath(undone.organizationIds[0] ?? ''), 303);
  };
}
