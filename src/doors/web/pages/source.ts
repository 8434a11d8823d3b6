/** One source: how it fares, what its runs did, where it is sent to, its settings. */
import type { RunRow, Source, SourceSummary } from '../../../intake/index.ts';
import { sayCount, sayInstant, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { healthLight, healthOf } from '../parts/health.ts';
import { layout, MADE_UP_BADGE } from '../parts/layout.ts';
import { sayDrop } from '../parts/words.ts';
import { type FormView, sourceForm } from './source_form.ts';
import { failedPath } from './sources.ts';

export interface SourceView {
  readonly summary: SourceSummary;
  readonly source: Source;
  readonly runs: readonly RunRow[];
  readonly now: number;
  readonly token: Html;
  /** Where it is sent to; null when it takes no deliveries. */
  readonly address: string | null;
  /** Null for a source that reads files only. */
  readonly form: FormView | null;
  /** What came of the last button. */
  readonly said: string | null;
}

/** The page of a source. */
export function sourcePath(name: string): string {
  return `/sources/${encodeURIComponent(name)}`;
}

export function sourcePage(view: SourceView): Html {
  const { summary, source, now, said } = view;
  const { why } = healthOf(summary, now);
  return layout({
    title: summary.name,
    section: 'sources',
    madeUp: summary.made_up,
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/sources">Sources</a></p>
        <h1>${summary.name} ${summary.made_up ? MADE_UP_BADGE : ''} ${healthLight(summary, now)}</h1>
        <p class="lede">${source.title}. ${why}</p>
      </header>
      ${said === null ? '' : html`<p class="notice" role="status">${said}</p>`}
      ${summary.last_error === null ? '' : html`<p class="warning">${summary.last_error}</p>`}
      ${buttons(view)} ${sentTo(view)} ${runsSection(view)} ${dropsSection(summary)}
      ${view.form === null ? '' : html`<section aria-labelledby="settings"><h2 id="settings">Settings</h2>${sourceForm(view.form)}</section>`}
      ${removal(view)}
    `,
  });
}

const button = (value: string, title: string): Html =>
  html`<button class="plain" type="submit" name="do" value="${value}">${title}</button>`;

function buttons({ summary, source, token, form }: SourceView): Html | '' {
  if (form === null || summary.removed_at !== null) return '';
  const paused = summary.paused_at !== null;
  return html`
    <form class="buttons" method="post" action="${sourcePath(summary.name)}">
      ${token}
      ${source.pull === undefined || paused ? '' : button('run', 'Ask its server now')}
      ${source.test === undefined ? '' : button('test', 'Try the credentials')}
      ${paused ? button('resume', 'Let it go on') : button('pause', 'Pause')}
    </form>
  `;
}

function sentTo({ source, address }: SourceView): Html | '' {
  if (address === null || source.receive === undefined) return '';
  return html`
    <section aria-labelledby="address">
      <h2 id="address">Where it is sent to</h2>
      <pre><code>${address}</code></pre>
      <p>${source.receive.help.replaceAll('URL', address)}</p>
      <p class="quiet">For senders elsewhere let a proxy pass <code>/in/</code>, and nothing else, on to this server.</p>
    </section>
  `;
}

function runsSection({ runs }: SourceView): Html {
  return html`
    <section aria-labelledby="runs">
      <h2 id="runs">Runs</h2>
      ${runs.length === 0 ? html`<p class="quiet">None yet.</p>` : runsTable(runs)}
    </section>
  `;
}

function runsTable(runs: readonly RunRow[]): Html {
  return html`
    <table class="stacks">
      <thead>
        <tr>
          <th scope="col">Began</th><th scope="col">Of</th><th scope="col" class="number">Read</th>
          <th scope="col" class="number">= stored</th><th scope="col" class="number">+ duplicate</th>
          <th scope="col" class="number">+ dropped</th><th scope="col" class="number">+ failed</th>
          <th scope="col" class="number">A second</th><th scope="col">End</th>
        </tr>
      </thead>
      <tbody>${runs.map(runRow)}</tbody>
    </table>
  `;
}

function runRow(run: RunRow): Html {
  const end = run.error_code === null ? sayWord(run.state) : html`<code>${run.error_code}</code>`;
  const number = (label: string, value: number): Html =>
    html`<td class="number" data-label="${label}">${sayCount(value)}</td>`;
  return html`
    <tr>
      <th scope="row">${sayInstant(run.started_at.getTime())}</th>
      <td data-label="Of"><bdi>${run.input}</bdi></td>
      ${number('Read', run.read)} ${number('Stored', run.stored)} ${number('Duplicate', run.duplicate)}
      ${number('Dropped', run.dropped)} ${number('Failed', run.failed)}
      <td class="number" data-label="A second">${run.rate === null ? '–' : sayCount(run.rate)}</td>
      <td data-label="End">${end}</td>
    </tr>
  `;
}

function dropsSection({ drops, name, open_failures: open }: SourceSummary): Html {
  const rows = Object.entries(drops).sort((a, b) => b[1] - a[1]);
  return html`
    ${
      rows.length === 0
        ? ''
        : html`<section aria-labelledby="drops"><h2 id="drops">Why records were dropped</h2><dl class="facts">${rows.map(
            ([reason, count]) =>
              html`<div><dt>${sayWord(reason)}, ${sayCount(count)}</dt><dd>${sayDrop(reason)}</dd></div>`,
          )}</dl></section>`
    }
    ${open === 0 ? '' : html`<p><a href="${failedPath(name)}">${sayCount(open)} failed events</a> wait to be mended and replayed.</p>`}
  `;
}

function removal({ summary, token, form }: SourceView): Html | '' {
  if (form === null || summary.removed_at !== null) return '';
  return html`
    <details>
      <summary>Take this source away</summary>
      <form class="buttons" method="post" action="${sourcePath(summary.name)}">
        ${token}
        <p>Its settings and secrets go, what it brought stays. A source of the same name goes on where this one stopped.</p>
        <button type="submit" name="do" value="remove">Remove ${summary.name}</button>
      </form>
    </details>
  `;
}
