/** A new source: the kinds there are, by access point; then the form of one. */
import { ACCESS_POINTS, type Source } from '../../../intake/index.ts';
import { capitalized } from '../format.ts';
import { type Html, html } from '../html.ts';
import { layout } from '../parts/layout.ts';
import { sayAccessPoint } from '../parts/words.ts';
import { type FormView, sourceForm } from './source_form.ts';

/** All kinds of source, each under the first access point it serves. */
export function kindsPage(sources: readonly Source[]): Html {
  const groups = ACCESS_POINTS.map((accessPoint) => ({
    accessPoint,
    kinds: sources.filter((source) => source.accessPoints[0] === accessPoint),
  })).filter(({ kinds }) => kinds.length > 0);
  return layout({
    title: 'A new source',
    section: 'sources',
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/sources">Sources</a></p>
        <h1>A new source</h1>
        <p class="lede">Every place where someone meets the product can be read. What goes on by itself is set up here; files are read on the command line.</p>
      </header>
      ${groups.map(
        ({ accessPoint, kinds }) => html`
          <section aria-labelledby="at-${accessPoint}">
            <h2 id="at-${accessPoint}">${capitalized(sayAccessPoint(accessPoint))}</h2>
            <ul class="kinds">${kinds.map(kind)}</ul>
          </section>
        `,
      )}
    `,
  });
}

function kind({ name, title, summary, pull, receive, read }: Source): Html {
  const live = pull !== undefined || receive !== undefined;
  const ways = [
    ...(pull === undefined ? [] : ['asks its server']),
    ...(receive === undefined ? [] : ['is sent to']),
    ...(read === undefined ? [] : ['reads files']),
  ];
  return html`
    <li>
      <h3>${live ? html`<a data-row href="/sources/new/${name}">${title}</a>` : title}</h3>
      <p>${summary}</p>
      <p class="quiet">${capitalized(ways.join(', '))}.${live ? '' : html` <code>./leadspring import ${name} PATH…</code>`}</p>
    </li>
  `;
}

export function newSourcePage(view: FormView): Html {
  const { source } = view;
  return layout({
    title: source.title,
    section: 'sources',
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/sources">Sources</a> › <a href="/sources/new">A new source</a></p>
        <h1>${source.title}</h1>
        <p class="lede">${source.summary}</p>
      </header>
      ${sourceForm(view)}
    `,
  });
}
