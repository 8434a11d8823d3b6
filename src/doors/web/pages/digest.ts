/** The digest: what emerged, what moved, what went quiet. */
import type { Digest, DigestEntry, DigestLine } from '../../../leads/index.ts';
import { sayCount, sayDay, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { layout } from '../parts/layout.ts';

export function digestPage(digest: Digest): Html {
  const { period, from, to } = digest;
  const other = period === 'day' ? 'week' : 'day';
  const entries = [...digest.emerged, ...digest.moved, ...digest.quiet];
  const when =
    from === null || to === null
      ? 'There are no leads yet.'
      : html`What changed after ${sayDay(Date.parse(from))}, up to the end of ${sayDay(Date.parse(to))}.`;
  return layout({
    title: `Digest of the ${period}`,
    section: 'leads',
    madeUp: entries.some(({ madeUp }) => madeUp),
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/leads">Leads</a></p>
        <h1>Digest of the ${period}</h1>
        <p class="lede">${when} <a href="/digest?period=${other}">The ${other} instead</a> · <a href="/digest?period=${period}&amp;format=text">as text</a> · <a href="/digest?period=${period}&amp;format=json">as JSON</a></p>
      </header>
      ${content(digest)}
    `,
  });
}

function content({ lines, emerged, moved, quiet, counts, stages }: Digest): Html {
  return html`
    <ol class="digest">${lines.map((line) => html`<li>${lineOf(line)}</li>`)}</ol>
    ${list('Emerged', emerged, counts.emerged)} ${list('Moved', moved, counts.moved)} ${list('Went quiet', quiet, counts.quiet)}
    ${
      Object.keys(stages).length === 0
        ? ''
        : html`
            <section aria-labelledby="stages">
              <h2 id="stages">All open leads by stage</h2>
              <dl class="facts">${Object.entries(stages).map(([stage, count]) => html`<div><dt>${sayWord(stage)}</dt><dd>${sayCount(count)}</dd></div>`)}</dl>
            </section>
          `
    }
  `;
}

/** The name in a line leads to its lead. */
function lineOf({ text, entry }: DigestLine): Html {
  const at = entry === null || entry.name === '' ? -1 : text.indexOf(entry.name);
  if (entry === null || at < 0) return html`${text}`;
  return html`${text.slice(0, at)}<a href="/leads/${entry.id}"><bdi>${entry.name}</bdi></a>${text.slice(at + entry.name.length)}`;
}

function list(title: string, leads: readonly DigestEntry[], count: number): Html | '' {
  if (leads.length === 0) return '';
  const id = title.toLowerCase().replaceAll(' ', '-');
  return html`
    <section aria-labelledby="${id}">
      <h2 id="${id}">${title} <span class="quiet">${sayCount(count)}</span></h2>
      <p>${leads.map((lead, index) => html`${index === 0 ? '' : ' · '}<a data-row href="/leads/${lead.id}"><bdi>${lead.name === '' ? '(no name)' : lead.name}</bdi></a>`)}${count > leads.length ? html` <span class="quiet">and ${sayCount(count - leads.length)} more</span>` : ''}</p>
    </section>
  `;
}
