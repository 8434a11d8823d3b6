/** Failed events of a source: what could not be read, where, and why. */
import { ERRORS, type ErrorCode } from '../../../base/index.ts';
import type { FailedEventRow, SourceSummary } from '../../../intake/index.ts';
import { sayCount, sayInstant } from '../format.ts';
import { type Html, html } from '../html.ts';
import { layout, MADE_UP_BADGE } from '../parts/layout.ts';
import { pager } from '../parts/pager.ts';
import { link } from '../query.ts';
import { type FailureCount, failedPath } from './sources.ts';

export interface FailedView {
  readonly token: Html;
  readonly source: SourceSummary;
  readonly codes: readonly FailureCount[];
  readonly rows: readonly FailedEventRow[];
  readonly code: string | undefined;
  readonly page: number;
  readonly total: number;
}

export function failedPage(view: FailedView): Html {
  const { source, rows, page, total, code } = view;
  const path = failedPath(source.name);
  return layout({
    title: `Failed events of ${source.name}`,
    section: 'sources',
    madeUp: source.made_up,
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/sources">Sources</a></p>
        <h1>Failed events of ${source.name} ${source.made_up ? MADE_UP_BADGE : ''}</h1>
        <p class="lede">
          Each record is kept as it was. When the cause is mended, they can be read again.
        </p>
        ${total === 0 ? '' : html`<form method="post" action="${path}">${view.token}<button type="submit">Read them again</button></form>`}
      </header>
      ${codeFilter(view, path)} ${rows.length === 0 ? empty(view, path) : table(rows)}
      ${pager({ page, total, href: (to) => link(path, { code, page: to === 1 ? undefined : to }) })}
    `,
  });
}

function codeFilter({ codes, code }: FailedView, path: string): Html | '' {
  if (codes.length === 0) return '';
  const all = codes.reduce((sum, each) => sum + each.count, 0);
  const entries = [{ code: undefined, count: all }, ...codes];
  return html`
    <nav class="chips" aria-label="Codes">
      ${entries.map((each) => {
        const label = each.code === undefined ? 'all' : html`<code>${each.code}</code>`;
        const current = each.code === code ? html` aria-current="true"` : '';
        return html`<a href="${link(path, { code: each.code })}"${current}>${label} ${sayCount(each.count)}</a>`;
      })}
    </nav>
  `;
}

function empty({ total }: FailedView, path: string): Html {
  return total === 0
    ? html`<div class="notice"><p>No failed events are open here.</p></div>`
    : html`<div class="notice"><p>The list ends before this page.</p><p><a href="${path}">First page</a></p></div>`;
}

function table(rows: readonly FailedEventRow[]): Html {
  return html`
    <table class="stacks failed-table">
      <thead>
        <tr>
          <th scope="col">What is wrong</th>
          <th scope="col">Where</th>
          <th scope="col">Field</th>
          <th scope="col">First seen</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  `;
}

function row(failure: FailedEventRow): Html {
  return html`
    <tr>
      <td>
        <span class="detail">${failure.detail}</span>
        <span class="quiet"><code>${failure.code}</code> ${meaning(failure.code)}</span>
      </td>
      <td data-label="Where" class="where">
        <bdi>${failure.file}</bdi>${failure.line === null ? '' : html`<span class="quiet">, line ${sayCount(failure.line)}</span>`}
      </td>
      <td data-label="Field">${failure.field === null ? html`<span class="quiet">–</span>` : html`<code>${failure.field}</code>`}</td>
      <td data-label="First seen" class="when">${sayInstant(failure.first_seen_at.getTime())}</td>
    </tr>
  `;
}

function meaning(code: string): string {
  return Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode].help : '';
}
