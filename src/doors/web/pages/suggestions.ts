/** The queue: pairs that may be one person. */
import type { Handle, HistoryEntry, Suggestion } from '../../../intake/index.ts';
import { sayCountOf } from '../format.ts';
import { type Html, html } from '../html.ts';
import { decisionList } from '../parts/decision_list.ts';
import { layout } from '../parts/layout.ts';
import { pager } from '../parts/pager.ts';
import { suggestionList } from '../parts/suggestion_list.ts';
import { link } from '../query.ts';

export interface SuggestionsView {
  readonly rows: readonly Suggestion[];
  readonly total: number;
  readonly page: number;
  readonly history: readonly HistoryEntry[];
  readonly named: Readonly<Record<string, Handle>>;
  readonly token: Html;
  /** Whether sources of the sample are among the data. */
  readonly madeUp: boolean;
}

export function suggestionsPage({ rows, total, page, history, named, token, madeUp }: SuggestionsView): Html {
  return layout({
    title: 'Suggestions',
    section: 'suggestions',
    madeUp,
    content: html`
      <header class="page-head">
        <h1>Suggestions</h1>
        <p class="lede">
          ${sayCountOf(total, 'pair', 'pairs')} of handles that may be one person, surest first. Each number counts
          doublings of the odds; together they give the probability. Whatever you answer can be undone.
        </p>
      </header>
      ${rows.length === 0 ? empty(total) : suggestionList(rows, token, '/suggestions')}
      ${pager({ page, total, href: (to) => link('/suggestions', { page: to === 1 ? undefined : to }) })}
      ${
        history.length === 0
          ? ''
          : html`<section aria-labelledby="latest"><h2 id="latest">Latest decisions</h2>${decisionList(history, named, token, '/suggestions')}</section>`
      }
    `,
  });
}

function empty(total: number): Html {
  return total === 0
    ? html`<div class="notice"><p>No suggestion is open.</p><p class="quiet"><code>./leadspring identities match-all</code> compares all handles.</p></div>`
    : html`<div class="notice"><p>The list ends before this page.</p><p><a href="/suggestions">First page</a></p></div>`;
}
