/** The list of leads. */
import { type LeadSort, type ListedLead, rowAnswers } from '../../../leads/index.ts';
import { sayCount, sayCountOf, sayDay, sayPoints, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { EMERGING_BADGE } from '../parts/emerging.ts';
import { layout, MADE_UP_BADGE } from '../parts/layout.ts';
import { pageCount, pager } from '../parts/pager.ts';
import { pointsBar } from '../parts/points_bar.ts';
import { stageLabel } from '../parts/stage.ts';
import { sayAccessPoint } from '../parts/words.ts';
import { filterForm } from './leads_filter.ts';
import { isFiltered, type LeadsQuery, leadsLink, orderOf } from './leads_query.ts';

export interface LeadsView {
  readonly query: LeadsQuery;
  /** What the list is sorted by when nothing is asked for: by likelihood while something learned is in use. */
  readonly bestBy: LeadSort;
  readonly rows: readonly ListedLead[];
  readonly total: number;
  /** Kinds one may filter by. */
  readonly kinds: readonly string[];
  /** Whether there is any lead at all. */
  readonly known: boolean;
  /** As of when the leads were computed, and now. Milliseconds. */
  readonly asOf: number;
  readonly today: number;
}

export function leadsPage(view: LeadsView): Html {
  const { query, rows, total, known } = view;
  return layout({
    title: 'Leads',
    section: 'leads',
    madeUp: rows.some((row) => row.madeUp),
    content: html`
      <header class="page-head">
        <h1>Leads</h1>
        <p class="lede">${lede(view)}${computed(view)} <a href="/leads?emerging=true&amp;sort=surprise">Only those that emerge</a> · <a href="/digest">The week in ten lines</a> · <a href="/validation">Was the ranking right?</a></p>
      </header>
      ${known ? filterForm(view) : ''} ${rows.length === 0 ? empty(view) : table(view)}
      ${pager({ page: query.page, total, href: (page) => leadsLink(query, { page }) })}
    `,
  });
}

/** Leads of an archive are shown as of its last act; that must be said. */
function computed({ asOf, today, known }: LeadsView): Html | '' {
  const same = Math.floor(asOf / DAY_MS) === Math.floor(today / DAY_MS);
  return known && !same ? html` As of ${sayDay(asOf)}.` : '';
}

const DAY_MS = 86_400_000;

function lede({ query, total, known, bestBy }: LeadsView): string {
  if (!known) return 'Who may want something paid, and why.';
  if (isFiltered(query)) return `${sayCountOf(total, 'lead fits', 'leads fit')} the filter.`;
  return `${sayCountOf(total, 'new lead', 'new leads')}. Customers and your own organizations are left out.${bestBy === 'likelihood' ? ' The likeliest to buy come first, as outcomes taught.' : ''}`;
}

function empty({ query, total, known }: LeadsView): Html {
  if (!known) return FIRST_STEPS;
  if (total > 0) {
    const last = pageCount(total);
    return html`
      <div class="notice">
        <p>The list ends before page ${sayCount(query.page)}.</p>
        <p><a href="${leadsLink(query, { page: last })}">Last page</a></p>
      </div>
    `;
  }
  if (query.emerging !== undefined && !isFiltered({ ...query, emerging: undefined })) {
    return html`
      <div class="notice">
        <p>Nobody emerges: nothing changed beyond chance.</p>
        <p><a href="/leads">Everybody by score</a> · <a href="/digest">What moved in the week</a></p>
      </div>
    `;
  }
  return html`
    <div class="notice">
      <p>No lead fits.</p>
      <p><a href="/leads">All new leads</a> · <a href="/leads?stage=any">All, with customers</a></p>
    </div>
  `;
}

const FIRST_STEPS = html`
  <div class="notice">
    <p>There are no leads yet, for nothing has been read.</p>
    <p>Point leadspring at files of your own: a git clone, access logs, a mailbox or a CSV file.</p>
    <pre><code>./leadspring try PATH…</code></pre>
    <p class="quiet">Or see it at work on a made-up ecosystem: <code>./leadspring demo</code></p>
  </div>
`;

interface Column {
  readonly title: string;
  readonly sort?: LeadSort;
  readonly className?: string;
}

const COLUMNS: readonly Column[] = [
  { title: 'Lead', sort: 'name' },
  { title: 'Stage', sort: 'stage' },
  { title: 'Likelihood', sort: 'likelihood', className: 'number' },
  { title: 'Score', sort: 'score', className: 'number' },
  { title: 'Why now' },
  { title: 'People', sort: 'people', className: 'number' },
  { title: 'Access points' },
  { title: 'Since', sort: 'since', className: 'when' },
  { title: 'Last', sort: 'last', className: 'when' },
];

function table({ query, rows, bestBy }: LeadsView): Html {
  const most = Math.max(...rows.map((row) => row.score));
  const learned = bestBy === 'likelihood';
  const columns = COLUMNS.filter(({ sort }) => learned || sort !== 'likelihood');
  return html`
    <table class="stacks leads-table">
      <caption class="hidden">Leads, sorted by ${query.sort ?? bestBy}</caption>
      <thead>
        <tr>${columns.map((column) => header(column, query, bestBy))}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => leadRow(row, most, learned))}
      </tbody>
    </table>
  `;
}

function header({ title, sort, className = '' }: Column, query: LeadsQuery, bestBy: LeadSort): Html {
  if (sort === undefined) return html`<th scope="col" class="${className}">${title}</th>`;
  const current = (query.sort ?? bestBy) === sort;
  const order = orderOf(sort, current ? query.order : undefined);
  const next = current ? (order === 'asc' ? 'desc' : 'asc') : orderOf(sort);
  const href = leadsLink(query, { sort: sort === bestBy ? undefined : sort, order: next, page: 1 });
  if (!current) return html`<th scope="col" class="${className}"><a href="${href}">${title}</a></th>`;
  const word = order === 'asc' ? 'ascending' : 'descending';
  const arrow = order === 'asc' ? '↑' : '↓';
  return html`
    <th scope="col" class="${className}" aria-sort="${word}">
      <a href="${href}">${title} <span aria-hidden="true">${arrow}</span></a>
    </th>
  `;
}

function leadRow(row: ListedLead, most: number, learned: boolean): Html {
  return html`
    <tr>
      <th scope="row">
        <a class="name" data-row href="/leads/${row.id}"><bdi>${row.name === '' ? '(no name)' : row.name}</bdi></a>
        <span class="sub">${subline(row)} ${row.madeUp ? MADE_UP_BADGE : ''}</span>
      </th>
      <td class="stage-cell">
        ${stageLabel(row.stage)}
        ${row.segment === 'unknown' ? '' : html`<span class="sub">${sayWord(row.segment)}</span>`}
      </td>
      ${learned ? html`<td class="number" data-label="Likelihood">${row.likelihood === null ? '–' : `${(row.likelihood * 100).toFixed(1)} %`}</td>` : ''}
      <td class="number score-cell">
        <span class="score">${sayPoints(row.score)}</span>
        ${pointsBar(row.points, most)}
      </td>
      <td class="why">${row.emerging ? html`${EMERGING_BADGE} ` : ''}${row.returned ? html`<span class="returned">back</span> ` : ''}${row.status === 'open' ? '' : html`<strong>${sayWord(row.status)}</strong> `}<span class="why-text">${rowAnswers(row).whyNow}</span>${row.owner === null ? '' : html`<span class="sub">assigned to <bdi>${row.owner}</bdi></span>`}</td>
      <td class="number" data-label="People">${sayCount(row.people)}</td>
      <td class="access-points" data-label="Access points">
        ${sayCount(row.accessPoints)} <span class="sub">${accessPoints(row)}</span>
      </td>
      <td class="when" data-label="Since">${sayDay(row.since)}</td>
      <td class="when" data-label="Last">${sayDay(row.lastAt)}</td>
    </tr>
  `;
}

function subline({ domain, kind }: ListedLead): Html {
  const word = sayWord(kind);
  return domain === null ? html`${word}` : html`<bdi>${domain}</bdi> · ${word}`;
}

/** How many access points are named in a row. */
const NAMED = 4;

function accessPoints({ points }: ListedLead): string {
  const names = Object.entries(points)
    .sort((a, b) => b[1] - a[1])
    .map(([name]) => sayAccessPoint(name));
  const more = names.length > NAMED ? ` +${names.length - NAMED}` : '';
  return names.slice(0, NAMED).join(', ') + more;
}
