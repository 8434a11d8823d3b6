/** The form of a source, made of the settings it declares. */
import type { Setting, Source } from '../../../intake/index.ts';
import { capitalized, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';

/** What was typed, by the name of the field; a secret is never among them. */
export type Typed = Readonly<Record<string, string>>;

export interface FormView {
  readonly source: Source;
  readonly action: string;
  readonly token: Html;
  /** Values to begin with: what was typed, or what is set. */
  readonly typed: Typed;
  /** Names of secrets that are set and stay when their field is left empty. */
  readonly kept: ReadonlySet<string>;
  readonly error: { readonly message: string; readonly field?: string } | null;
  /** Null for a source that exists: its name stays. */
  readonly name: string | null;
  readonly every: number | null;
}

/** Prefix of fields that are settings, so that none can be taken for another field. */
export const SETTING_FIELD = 'set_';

export function sourceForm(view: FormView): Html {
  const { source, error, token, action } = view;
  return html`
    <form class="source-form" method="post" action="${action}" autocomplete="off">
      ${token}
      ${error === null ? '' : html`<p class="warning" role="alert">${error.message}</p>`}
      ${view.name === null ? '' : nameField(view.name, error?.field)}
      ${source.pull === undefined ? '' : everyField(view.every)}
      ${source.settings.map((setting) => field(setting, view))}
      <p class="buttons">
        <button type="submit" name="do" value="save">${source.test === undefined ? 'Save' : 'Try and save'}</button>
        ${source.test === undefined ? '' : html`<button class="plain" type="submit" name="do" value="save_untried">Save without trying</button>`}
        <a href="/sources">Cancel</a>
      </p>
    </form>
  `;
}

function nameField(name: string, wrong: string | undefined): Html {
  return html`
    <div class="field">
      <label for="name">Name</label>
      <input id="name" name="name" value="${name}" required maxlength="64" pattern="[a-z0-9][a-z0-9_.\\-]*"${wrong === 'name' ? WRONG : ''} aria-describedby="name-help">
      <p class="help" id="name-help">What you call it: a to z, 0 to 9, point, hyphen, underscore. Part of its address.</p>
    </div>
  `;
}

function everyField(every: number | null): Html {
  return html`
    <div class="field">
      <label for="every">Ask its server every … minutes</label>
      <input id="every" name="every" type="number" min="1" max="10080" value="${every ?? 60}" aria-describedby="every-help">
      <p class="help" id="every-help">It goes on from where it stopped. Servers that ask to wait are waited for.</p>
    </div>
  `;
}

const WRONG = html` aria-invalid="true"`;

function field(setting: Setting, { typed, kept, error, source }: FormView): Html {
  const id = `${SETTING_FIELD}${setting.name}`;
  const ways = (setting.needed ?? []).filter((way) => way !== 'read');
  const secret = setting.secret === true;
  const needed =
    ways.length === 0 || source.receive === undefined || source.pull === undefined ? '' : neededBy(ways);
  return html`
    <div class="field">
      <label for="${id}">${sayLabel(setting.name)} ${ways.length === 0 ? '' : html`<span class="quiet">(needed${needed})</span>`}</label>
      ${control(setting, id, typed[setting.name] ?? '', secret && kept.has(setting.name), error?.field === setting.name)}
      <p class="help" id="${id}-help">${setting.help}${secret ? ' Kept encrypted, and never shown again.' : ''}</p>
    </div>
  `;
}

/** `api_key`: API key. */
function sayLabel(name: string): string {
  return capitalized(sayWord(name)).replaceAll(/\b(api|url|id|imap|tls)s?\b/gi, (word) => word.toUpperCase());
}

function neededBy(ways: readonly string[]): string {
  return ` ${ways.map((way) => (way === 'pull' ? 'to ask its server' : 'to take deliveries')).join(' and ')}`;
}

function control(setting: Setting, id: string, value: string, kept: boolean, wrong: boolean): Html {
  const more = html` id="${id}" name="${id}" aria-describedby="${id}-help"${wrong ? WRONG : ''}`;
  if (setting.secret === true) {
    // Not a password field: browsers would offer to keep the operator's own password in it.
    return html`<input class="secret" autocomplete="off" spellcheck="false"${more} placeholder="${kept ? 'set; leave empty to keep it' : ''}">`;
  }
  const options =
    setting.type === 'boolean'
      ? ['true', 'false']
      : setting.type === 'choice'
        ? (setting.choices ?? [])
        : null;
  if (options !== null) {
    return html`<select${more}>${options.map((each) => html`<option value="${each}"${each === value ? html` selected` : ''}>${sayOption(setting, each)}</option>`)}</select>`;
  }
  if (setting.type === 'list') return html`<textarea rows="2"${more}>${value}</textarea>`;
  if (setting.type === 'integer') return html`<input inputmode="numeric"${more} value="${value}">`;
  return html`<input${more} value="${value}">`;
}

function sayOption(setting: Setting, option: string): string {
  if (setting.type !== 'boolean') return sayWord(option);
  return option === 'true' ? 'yes' : 'no';
}
