/** Sources: what was read, and where every record went. */
import type { FailedEventRow, SourceSummary } from '../../../intake/index.ts';
import { capitalized, sayCount, sayCountOf, sayInstant, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { healthLight } from '../parts/health.ts';
import { layout, MADE_UP_BADGE } from '../parts/layout.ts';
import { sayDrop } from '../parts/words.ts';

/** Open failed events by code. */
export type FailureCount = { readonly source: string; readonly code: string; readonly count: number };

export function sourcesPage(
  sources: readonly SourceSummary[],
  failures: readonly FailureCount[],
  now: number,
): Html {
  return layout({
    title: 'Sources',
    section: 'sources',
    madeUp: sources.some((source) => source.made_up),
    content: html`
      <header class="page-head">
        <h1>Sources</h1>
        <p class="lede">
          Every record that was read is accounted for: it was stored, was stored before, was dropped for a reason,
          or failed and is kept.
        </p>
        <p><a class="action" href="/sources/new">Add a source</a></p>
      </header>
      ${sources.length === 0 ? NONE : html`<div class="cards">${sources.map((each) => card(each, failures, now))}</div>`}
    `,
  });
}

const NONE = html`
  <div class="notice">
    <p>Nothing has been read yet.</p>
    <p>Point leadspring at files of your own: a git clone, access logs, a mailbox or a CSV file.</p>
    <pre><code>./leadspring try PATH…</code></pre>
    <p class="quiet">Or see it at work on a made-up ecosystem: <code>./leadspring demo</code></p>
  </div>
`;

function card(source: SourceSummary, failures: readonly FailureCount[], now: number): Html {
  const drops = Object.entries(source.drops).sort((a, b) => b[1] - a[1]);
  return html`
    <article class="card">
      <header class="card-head">
        <h2><a data-row href="/sources/${encodeURIComponent(source.name)}">${source.name}</a></h2>
        ${healthLight(source, now)}
        ${source.kind === source.name ? '' : html`<span class="quiet">${sayWord(source.kind)}</span>`}
        ${source.made_up ? MADE_UP_BADGE : ''} ${lastRun(source)}
      </header>
      ${equation(source)} ${source.last_error === null ? '' : html`<p class="warning">${source.last_error}</p>`}
      ${drops.length === 0 ? '' : dropTable(drops)} ${openFailures(source, failures)}
    </article>
  `;
}

const STATES: Readonly<Record<string, string>> = {
  running: 'running',
  done: 'done',
  failed: 'stopped by an error',
  interrupted: 'interrupted; run it again and it goes on',
};

function lastRun({ runs, last_state: state, last_run_at: at }: SourceSummary): Html {
  if (state === null || at === null) return html`<span class="quiet push">never run</span>`;
  return html`
    <span class="quiet push">
      ${sayCountOf(runs, 'run', 'runs')}, last ${sayInstant(at.getTime())}:
      <span class="state state-${state}">${STATES[state] ?? state}</span>
    </span>
  `;
}

function equation(source: SourceSummary): Html {
  const terms: readonly (readonly [string, number])[] = [
    ['stored', source.stored],
    ['duplicate', source.duplicate],
    ['dropped', source.dropped],
    ['failed', source.failed],
  ];
  return html`
    <dl class="equation">
      <div><dt>read</dt><dd>${sayCount(source.read)}</dd></div>
      ${terms.map(
        ([name, value], index) => html`
          <div class="${value === 0 ? 'zero' : ''}">
            <dt>${name}</dt>
            <dd data-sign="${index === 0 ? '=' : '+'}">${sayCount(value)}</dd>
          </div>
        `,
      )}
    </dl>
  `;
}

function dropTable(drops: readonly (readonly [string, number])[]): Html {
  return html`
    <table class="drops">
      <caption class="hidden">Why records were dropped</caption>
      <thead>
        <tr>
          <th scope="col" class="number">Dropped</th>
          <th scope="col">Reason</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${drops.map(
          ([reason, count]) => html`
            <tr>
              <td class="number">${sayCount(count)}</td>
              <th scope="row">${sayWord(reason)}</th>
              <td>${capitalized(sayDrop(reason))}.</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function openFailures(source: SourceSummary, failures: readonly FailureCount[]): Html | '' {
  if (source.open_failures === 0) return '';
  const codes = failures.filter((each) => each.source === source.name);
  return html`
    <p class="failures">
      <a href="${failedPath(source.name)}">${sayCountOf(source.open_failures, 'open failed event', 'open failed events')}</a>
      <span class="quiet">
        ${codes.map(({ code, count }) => html`<span class="code-count"><code>${code}</code> × ${sayCount(count)}</span> `)}
      </span>
    </p>
  `;
}

/** Where the failed events of a source are listed. */
export function failedPath(source: FailedEventRow['source']): string {
  return `/sources/${encodeURIComponent(source)}/failed`;
}
