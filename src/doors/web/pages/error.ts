/** An error for people: what is wrong, who can mend it, where to go on. */
import { ERRORS, type LeadspringError } from '../../../base/index.ts';
import { type Html, html } from '../html.ts';
import { layout } from '../parts/layout.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'That address is not quite right',
  403: 'That did not come from here',
  404: 'Nothing here',
  405: 'Not this way',
  409: 'That is settled already',
  413: 'Too much at once',
  421: 'Another name, please',
  500: 'Something broke',
  503: 'The database does not answer',
};

export function errorPage(error: LeadspringError, status: number): Html {
  const title = TITLES[status] ?? 'Something broke';
  return layout({
    title,
    content: html`
      <header class="page-head">
        <h1>${title}</h1>
      </header>
      <div class="notice">
        <p>${error.message}</p>
        <p class="quiet">${ERRORS[error.code].help} <code>${error.code}</code></p>
        <p><a href="/leads">All leads</a> · <a href="/sources">All sources</a></p>
      </div>
    `,
  });
}
