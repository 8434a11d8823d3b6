/** Previous and next, and where one is. */
import { sayCount } from '../format.ts';
import { type Html, html } from '../html.ts';
import { PAGE_SIZE } from '../query.ts';

export interface Paged {
  readonly page: number;
  readonly total: number;
  /** The address of a page. */
  readonly href: (page: number) => string;
}

/** How many pages there are; at least one. */
export function pageCount(total: number): number {
  return Math.max(1, Math.ceil(total / PAGE_SIZE));
}

/** `51–100 of 1,234` with links; nothing when one page holds everything. */
export function pager({ page, total, href }: Paged): Html | '' {
  const last = pageCount(total);
  if (last === 1 && page === 1) return '';
  const from = (page - 1) * PAGE_SIZE + 1;
  const to = Math.min(total, page * PAGE_SIZE);
  const range =
    from > total ? `none of ${sayCount(total)}` : `${sayCount(from)}–${sayCount(to)} of ${sayCount(total)}`;
  return html`
    <nav class="pager" aria-label="Pages">
      ${page > 1 ? html`<a href="${href(Math.min(page - 1, last))}" rel="prev">← Previous</a>` : html`<span></span>`}
      <span class="quiet">${range}</span>
      ${page < last ? html`<a href="${href(page + 1)}" rel="next">Next →</a>` : html`<span></span>`}
    </nav>
  `;
}
