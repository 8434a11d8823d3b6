/** The digest: what emerged, what moved, what went quiet. */
import type { Digest } from '../../../leads/index.ts';
import { sayCount, sayDay, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { layout } from '../parts/layout.ts';

export function digestPage(digest: Digest | null, period: Digest['period']): Html {
  const other = period === 'day' ? 'week' : 'day';
  return layout({
    title: `Digest of the ${period}`,
    section: 'leads',
    madeUp: digest?.emerged.some(({ madeUp }) => madeUp) ?? false,
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/leads">Leads</a></p>
        <h1>Digest of the ${period}</h1>
        <p class="lede">${digest === null ? 'There are no leads yet.' : html`From ${sayDay(digest.since)} to ${sayDay(digest.asOf)}.`} <a href="/digest?period=${other}">The ${other} instead</a> · <a href="/digest?period=${period}&amp;as=json">as JSON</a></p>
      </header>
      ${digest === null ? '' : content(digest)}
    `,
  });
}

function content({ lines, emerged, moved, quiet, stages }: Digest): Html {
  const counts = Object.entries(stages).sort((a, b) => b[1] - a[1]);
  return html`
    <ol class="digest">${lines.map((line) => html`<li>${line}</li>`)}</ol>
    ${list('Emerged', emerged)} ${list('Moved', moved)} ${list('Went quiet', quiet)}
    <section aria-labelledby="stages">
      <h2 id="stages">All open leads by stage</h2>
      <dl class="facts">${counts.map(([stage, count]) => html`<div><dt>${sayWord(stage)}</dt><dd>${sayCount(count)}</dd></div>`)}</dl>
    </section>
  `;
}

function list(title: string, leads: Digest['moved'] | Digest['emerged']): Html | '' {
  if (leads.length === 0) return '';
  const id = title.toLowerCase().replaceAll(' ', '-');
  return html`
    <section aria-labelledby="${id}">
      <h2 id="${id}">${title} <span class="quiet">${sayCount(leads.length)}</span></h2>
      <p>${leads.map((lead, index) => html`${index === 0 ? '' : ' · '}<a data-row href="/leads/${lead.id}"><bdi>${lead.name === '' ? '(no name)' : lead.name}</bdi></a>`)}</p>
    </section>
  `;
}
