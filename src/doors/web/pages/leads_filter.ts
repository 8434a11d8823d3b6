/** The filter above the list of leads: a form that works without a script. */
import { STAGES, STATUSES } from '../../../leads/index.ts';
import { capitalized, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { LeadsView } from './leads.ts';
import { isFiltered, SEGMENTS } from './leads_query.ts';

type Option = readonly [value: string, title: string];

export function filterForm({ query, kinds }: LeadsView): Html {
  const { q, stage, kind, subject, segment, status, owner, emerging, sort, order } = query;
  const { min_score: minScore } = query;
  return html`
    <form class="filter" method="get" action="/leads" role="search" aria-label="Leads">
      <label class="wide">
        <span>Search</span>
        <input type="search" name="q" value="${q ?? ''}" placeholder="Name or domain" maxlength="200" autocomplete="off">
      </label>
      ${select('Stage', 'stage', stage, [['', 'New leads'], ['any', 'All, with customers'], ...words(STAGES)])}
      ${select('Segment', 'segment', segment, [['', 'Any'], ...words(SEGMENTS)])}
      ${select('Status', 'status', status, [['', 'Open'], ['any', 'Any'], ...words(STATUSES.filter((each) => each !== 'open'))])}
      ${select('Kind', 'kind', kind, [['', 'Any'], ...words(kinds)])}
      ${select('Subject', 'subject', subject, [['', 'Any'], ...words(['organization', 'person'])])}
      <label class="short">
        <span>Score from</span>
        <input type="number" name="min_score" min="0" step="any" inputmode="decimal" value="${minScore ?? ''}">
      </label>
      ${sort === 'score' && order === undefined ? '' : html`<input type="hidden" name="sort" value="${sort}">`}
      ${order === undefined ? '' : html`<input type="hidden" name="order" value="${order}">`}
      ${owner === undefined ? '' : html`<input type="hidden" name="owner" value="${owner}">`}
      ${emerging === undefined ? '' : html`<input type="hidden" name="emerging" value="true">`}
      <div class="buttons">
        <button type="submit">Apply</button>
        ${isFiltered(query) ? html`<a href="/leads">Clear</a>` : ''}
      </div>
    </form>
  `;
}

function words(values: readonly string[]): readonly Option[] {
  return values.map((value) => [value, capitalized(sayWord(value))]);
}

function select(title: string, name: string, chosen: string | undefined, options: readonly Option[]): Html {
  return html`
    <label>
      <span>${title}</span>
      <select name="${name}">
        ${options.map(([value, text]) => {
          const selected = value === (chosen ?? '') ? html` selected` : '';
          return html`<option value="${value}"${selected}>${text}</option>`;
        })}
      </select>
    </label>
  `;
}
