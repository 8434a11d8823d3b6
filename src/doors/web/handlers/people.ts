/** From requests to people, suggestions and decisions, and back. */
import type { Context, Handler } from 'hono';
import { z } from 'zod';
import { isId, LeadspringError } from '../../../base/index.ts';
import {
  answerSuggestions,
  type DecisionDraft,
  decide,
  explainPerson,
  findHandle,
  holdsMadeUp,
  listDecisions,
  listSuggestions,
  type PersonExplanation,
  readOrganizationPeople,
  undo,
} from '../../../intake/index.ts';
import { leftAlone, lifeOf, loadWeights, refreshLeadsOf } from '../../../leads/index.ts';
import type { WebContext, WebEnv } from '../context.ts';
import type { Forms } from '../forms.ts';
import { organizationPeoplePage } from '../pages/organization_people.ts';
import { personPage } from '../pages/person.ts';
import { suggestionsPage } from '../pages/suggestions.ts';
import { personPath } from '../parts/handles.ts';
import { PAGE_SIZE, pageNumber, readQuery } from '../query.ts';

/** Decisions below the queue. */
const LATEST = 10;
/** Suggestions on the page of a person. */
const ABOUT_PERSON = 10;

const NOTHING = z.strictObject({});
const PAGE = z.strictObject({ page: pageNumber });

export function suggestionsHandler({ db }: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const { page } = readQuery(PAGE, c.req.queries());
    const { rows, total } = await listSuggestions(db, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
    const { history, named } = await listDecisions(db, { limit: LATEST });
    const madeUp = await holdsMadeUp(db);
    return c.html(suggestionsPage({ rows, total, page, history, named, madeUp, token: forms.field(c) }));
  };
}

export function personHandler({ db }: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    readQuery(NOTHING, c.req.queries());
    const wanted = c.req.param('id') ?? '';
    const person = await explainPerson(db, wanted);
    // Merged meanwhile, or named by a handle.
    if (person.id !== wanted) return c.redirect(personPath(person.id));
    const { rows } = await listSuggestions(db, { limit: ABOUT_PERSON, personId: person.id });
    const contact = await lifeOf(db, person.id);
    return c.html(personPage({ person, contact, suggestions: rows, token: forms.field(c) }));
  };
}

export function organizationPeopleHandler({ db }: WebContext): Handler<WebEnv> {
  return async (c) => {
    const { page } = readQuery(PAGE, c.req.queries());
    const id = c.req.param('id') ?? '';
    const found = await readOrganizationPeople(db, id, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
    if (found === undefined) {
      throw new LeadspringError('organization_not_found', `There is no organization “${id.slice(0, 100)}”.`);
    }
    const alone = await leftAlone(
      db,
      found.rows.map(({ personId }) => personId),
    );
    return c.html(organizationPeoplePage({ id, page, alone, ...found }));
  };
}

const ANSWER = z.enum(['accept', 'reject', 'never']);

/** What was decided shows in the leads that it touches. */
export async function showInLeads(
  { db, clock, leads }: WebContext,
  decided: readonly { readonly touched: readonly string[] }[],
): Promise<void> {
  const options = leads ?? { weights: loadWeights(), vendorDomains: [] };
  const touched = decided.flatMap((each) => each.touched);
  await refreshLeadsOf(db, touched, { ...options, now: clock.now() });
}

/** `one=accept <id>`, or `all=accept` for all ids given. */
export function answerHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const form = await forms.read(c);
    if (form.get('one') === 'none') return c.redirect(backTo(form), 303);
    const [word, only] = (form.get('one') ?? form.get('all') ?? '').split(' ');
    const answer = ANSWER.safeParse(word);
    const ids = only === undefined ? form.getAll('id') : [only];
    if (!answer.success) throw invalid('all', 'is no answer');
    if (ids.length === 0) throw invalid('id', 'is missing: nothing is ticked');
    if (ids.length > PAGE_SIZE || !ids.every((id) => isId(id))) throw invalid('id', 'is not a suggestion');
    const now = context.clock.now();
    await showInLeads(context, await answerSuggestions(context.db, answer.data, ids, { now }));
    return c.redirect(backTo(form), 303);
  };
}

/** The number of a decision, as a path has it. */
export function decisionNumber(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new LeadspringError('decision_not_found', 'There is no such decision.');
  return Number(text);
}

export function undoHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const form = await forms.read(c);
    const id = decisionNumber(c.req.param('id') ?? '');
    await showInLeads(context, [await undo(context.db, id, { now: context.clock.now() })]);
    return c.redirect(backTo(form), 303);
  };
}

/** Decides about the person of the page. */
export function decideHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  const { db, clock } = context;
  return async (c: Context<WebEnv>) => {
    const form = await forms.read(c);
    const person = await explainPerson(db, c.req.param('id') ?? '');
    // Enter in a checkbox.
    if (form.get('kind') === 'none') return c.redirect(personPath(person.id), 303);
    const draft = await draftOf(form, person, async (text) => {
      const handle = await findHandle(db, text);
      if (handle !== null) return handle.id;
      throw new LeadspringError('person_not_found', `Nobody is known as “${text.slice(0, 100)}”.`);
    });
    await showInLeads(context, [await decide(db, draft, { now: clock.now() })]);
    // By the handle, for the person may have another id now.
    return c.redirect(personPath(person.handles[0]?.id ?? person.id), 303);
  };
}

async function draftOf(
  form: URLSearchParams,
  { handles }: PersonExplanation,
  find: (text: string) => Promise<string>,
): Promise<DecisionDraft> {
  const kind = form.get('kind') ?? '';
  const own = handles[0]?.id ?? '';
  switch (kind) {
    case 'lock':
    case 'unlock':
      return { kind, identityIds: [own] };
    case 'rename':
      return { kind, identityIds: [own], name: form.get('name') ?? '' };
    case 'merge':
    case 'never':
      return { kind, identityIds: [own, await find(form.get('other') ?? '')] };
    case 'split': {
      const ticked = form.getAll('handle').filter((id) => handles.some((handle) => handle.id === id));
      if (ticked.length === 0) throw invalid('handle', 'is missing: nothing is ticked');
      return { kind, identityIds: ticked };
    }
    case 'move': {
      const moved = handles.find(({ id }) => id === form.get('handle'));
      if (moved === undefined) throw invalid('handle', 'is not a handle of this person');
      return { kind, identityIds: [moved.id, await find(form.get('other') ?? '')] };
    }
    default:
      throw invalid('kind', 'is not a decision');
  }
}

/** A field of a form that cannot be. */
export function invalid(name: string, what: string): LeadspringError {
  return new LeadspringError('argument_invalid', `The field “${name}” ${what}.`, { where: { field: name } });
}

/** Only pages of ours are come back to. */
function backTo(form: URLSearchParams): string {
  const back = form.get('back') ?? '';
  return back.startsWith('/people/') && isId(back.slice('/people/'.length)) ? back : '/suggestions';
}
