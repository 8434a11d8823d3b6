/** From forms to sources that go on by themselves, and back. */
import type { Context, Handler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { LeadspringError, toLeadspringError } from '../../../base/index.ts';
import {
  type Added,
  addSource,
  askNow,
  type Configuring,
  canReceive,
  changeSource,
  listRuns,
  openSource,
  pauseSource,
  removeSource,
  replayFailures,
  SOURCES,
  type Source,
  type SourceSummary,
  shownSettings,
  sourceOf,
  tryOut,
} from '../../../intake/index.ts';
import type { WebContext, WebEnv } from '../context.ts';
import type { Forms } from '../forms.ts';
import { sourcePage, sourcePath } from '../pages/source.ts';
import { type FormView, SETTING_FIELD, type Typed } from '../pages/source_form.ts';
import { kindsPage, newSourcePage } from '../pages/source_new.ts';
import { failedPath } from '../pages/sources.ts';
import { summaryOf } from './sources.ts';

const RUNS = 30;
const MOST_MINUTES = 10_080;

export function kindsHandler(): Handler<WebEnv> {
  return (c) => c.html(kindsPage(SOURCES));
}

function configuring({ db, clock, secrets, network }: WebContext): Configuring {
  if (secrets === undefined || network === undefined)
    throw new LeadspringError('source_way_missing', 'This server sets no sources up.');
  return { db, secrets, network, now: clock.now() };
}

/** Default values of a form. */
function defaults(source: Source): Typed {
  return Object.fromEntries(source.settings.map(({ name, default: value }) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : value === null || value === undefined ? '' : String(value);
}

export function newSourceHandler(_context: WebContext, forms: Forms): Handler<WebEnv> {
  return (c) => {
    const source = sourceOf(c.req.param('kind') ?? '');
    return c.html(newSourcePage(newForm(c, forms, source, { typed: defaults(source), name: source.name })));
  };
}

function newForm(
  c: Context<WebEnv>,
  forms: Forms,
  source: Source,
  more: { readonly typed: Typed; readonly name: string; readonly error?: LeadspringError },
): FormView {
  return {
    ...{ source, action: `/sources/new/${source.name}`, token: forms.field(c), kept: new Set() },
    ...{ typed: more.typed, name: more.name, every: null, error: shownError(more.error) },
  };
}

function shownError(error: LeadspringError | undefined): FormView['error'] {
  if (error === undefined) return null;
  const { message, where } = error;
  return { message, ...(where?.field === undefined ? {} : { field: where.field }) };
}

/** What was typed into the fields of settings; a list may have lines. Empty secrets are left out: they stay. */
function typedIn(source: Source, form: URLSearchParams): Typed {
  const typed: Record<string, string> = {};
  for (const { name, type, secret } of source.settings) {
    const value = form.get(`${SETTING_FIELD}${name}`);
    if (value === null || (secret === true && value === '')) continue;
    if (value.includes('\0'))
      throw new LeadspringError('setting_invalid', `${name} is not text.`, { where: { field: name } });
    typed[name] = type === 'list' ? value.replaceAll(/\s*[\r\n]+\s*/g, ',') : value.trim();
  }
  return typed;
}

/** Fields that hold nothing say nothing: a number or a choice that was left empty keeps its default. */
function given(source: Source, typed: Typed): Typed {
  const empty = (name: string): boolean =>
    source.settings.find((each) => each.name === name)?.default === null && typed[name] === '';
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !empty(name)));
}

function withoutSecrets(source: Source, typed: Typed): Typed {
  const secret = new Set(source.settings.filter((each) => each.secret === true).map(({ name }) => name));
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !secret.has(name)));
}

function minutesOf(form: URLSearchParams): { everyMinutes?: number } {
  const text = (form.get('every') ?? '').trim();
  if (text === '') return {};
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES) return { everyMinutes: minutes };
  throw new LeadspringError(
    'argument_invalid',
    `The minutes must be a whole number from 1 to ${MOST_MINUTES}.`,
    {
      where: { field: 'every' },
    },
  );
}

/** Adds a source; what is wrong comes back with the form. */
export function addSourceHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const form = await forms.read(c);
    const source = sourceOf(c.req.param('kind') ?? '');
    const name = (form.get('name') ?? '').trim();
    const typed = typedIn(source, form);
    try {
      const added = await addSource(configuring(context), {
        ...{ kind: source.name, name, settings: given(source, typed) },
        ...{ test: form.get('do') !== 'save_untried', ...minutesOf(form) },
      });
      return tell(c, name, savedText(added));
    } catch (thrown) {
      const error = expected(thrown);
      const page = newForm(c, forms, source, { typed: withoutSecrets(source, typed), name, error });
      return c.html(newSourcePage(page), 422);
    }
  };
}

function savedText({ found }: Added): string {
  return found === null ? 'Saved.' : `Saved. Its server answers: ${found}`;
}

/** An error of the table goes back into the form; anything else is ours. */
function expected(thrown: unknown): LeadspringError {
  const error = toLeadspringError(thrown);
  if (error.code === 'internal' || error.code === 'database_unreachable') throw thrown;
  return error;
}

const LONGEST_WORD = 200;
const SAID = 'leadspring_said';

/** To the page of a source, which says once what came of the button. Not in the address, where anybody could say it. */
function tell(c: Context<WebEnv>, name: string, said: string): Response {
  const value = encodeURIComponent(said.slice(0, LONGEST_WORD));
  setCookie(c, SAID, value, { path: sourcePath(name), httpOnly: true, sameSite: 'Strict', maxAge: 60 });
  return c.redirect(sourcePath(name), 303);
}

function told(c: Context<WebEnv>, name: string): string | null {
  const value = getCookie(c, SAID);
  if (value === undefined) return null;
  deleteCookie(c, SAID, { path: sourcePath(name) });
  return decodeURIComponent(value).slice(0, LONGEST_WORD);
}

export function sourceHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const summary = await summaryOf(context.db, c.req.param('name') ?? '');
    return c.html(await pageOf(c, context, forms, summary, { said: told(c, summary.name) }));
  };
}

async function pageOf(
  c: Context<WebEnv>,
  context: WebContext,
  forms: Forms,
  summary: SourceSummary,
  more: { readonly said?: string | null; readonly error?: LeadspringError; readonly typed?: Typed },
) {
  const source = sourceOf(summary.kind);
  const live = source.pull !== undefined || source.receive !== undefined;
  const shown = shownSettings(source, summary.settings);
  const secret = source.settings.filter((each) => each.secret === true && textOf(shown[each.name]) !== '');
  const values = Object.fromEntries(source.settings.map(({ name }) => [name, textOf(shown[name])]));
  const form: FormView = {
    ...{ source, action: sourcePath(summary.name), token: forms.field(c), name: null },
    typed: { ...withoutSecrets(source, values), ...more.typed },
    kept: new Set(secret.map(({ name }) => name)),
    ...{ every: summary.every_minutes, error: shownError(more.error) },
  };
  const takes = source.receive !== undefined && canReceive(source, summary.settings);
  return sourcePage({
    ...{ summary, source, now: context.clock.now(), token: form.token, said: more.said ?? null },
    runs: await listRuns(context.db, summary.source_id, RUNS),
    address: takes && summary.removed_at === null ? `${new URL(c.req.url).origin}/in/${summary.name}` : null,
    form: live && summary.removed_at === null ? form : null,
  });
}

/** One button of a source's page. */
export function changeSourceHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    const form = await forms.read(c);
    const summary = await summaryOf(context.db, c.req.param('name') ?? '');
    const what = form.get('do') ?? '';
    if (what === 'save' || what === 'save_untried') return saveSettings(c, context, forms, summary, form);
    try {
      const said = await press(context, summary.name, what);
      return tell(c, summary.name, said);
    } catch (thrown) {
      const error = expected(thrown);
      return c.html(await pageOf(c, context, forms, summary, { said: `${error.message}` }), 422);
    }
  };
}

async function press(context: WebContext, name: string, what: string): Promise<string> {
  const { db, clock } = context;
  switch (what) {
    case 'run':
      await askNow(db, name, clock.now());
      return 'Its server is asked within half a minute.';
    case 'test': {
      const to = configuring(context);
      return `Its server answers: ${await tryOut(to, await openSource(to, name))}`;
    }
    case 'pause':
      await pauseSource(db, name, clock.now());
      return 'It rests.';
    case 'resume':
      await pauseSource(db, name, null);
      return 'It goes on.';
    case 'remove':
      await removeSource(db, name, clock.now());
      return 'It is taken away; what it brought stays.';
    default:
      throw new LeadspringError('argument_invalid', 'There is no such button.', { where: { field: 'do' } });
  }
}

async function saveSettings(
  c: Context<WebEnv>,
  context: WebContext,
  forms: Forms,
  summary: SourceSummary,
  form: URLSearchParams,
): Promise<Response> {
  const source = sourceOf(summary.kind);
  const typed = typedIn(source, form);
  try {
    const changed = await changeSource(configuring(context), summary.name, {
      ...{ settings: given(source, typed), test: form.get('do') !== 'save_untried', ...minutesOf(form) },
    });
    return tell(c, summary.name, savedText(changed));
  } catch (thrown) {
    const more = { error: expected(thrown), typed: withoutSecrets(source, typed) };
    return c.html(await pageOf(c, context, forms, summary, more), 422);
  }
}

/** Reads the failed events of a source again. */
export function replayHandler(context: WebContext, forms: Forms): Handler<WebEnv> {
  return async (c) => {
    await forms.read(c);
    const { name } = await summaryOf(context.db, c.req.param('name') ?? '');
    const { db, secrets } = configuring(context);
    await replayFailures({ db, secrets, name, now: context.clock.now() });
    return c.redirect(failedPath(name), 303);
  };
}
