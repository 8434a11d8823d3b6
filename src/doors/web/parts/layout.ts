/** The frame of every page. */
import { ICON, SCRIPT, STYLE } from '../assets.ts';
import { type Html, html } from '../html.ts';

export interface Page {
  readonly title: string;
  readonly content: Html;
  /** Which entry of the navigation this page belongs to. */
  readonly section?: 'leads' | 'access_points' | 'suggestions' | 'sources';
  /** Whether something on the page comes from the sample. */
  readonly madeUp?: boolean;
}

const SECTIONS = [
  { name: 'leads', path: '/leads', title: 'Leads' },
  { name: 'access_points', path: '/access-points', title: 'Access points' },
  { name: 'suggestions', path: '/suggestions', title: 'Suggestions' },
  { name: 'sources', path: '/sources', title: 'Sources' },
] as const;

/** A whole page. */
export function layout({ title, content, section, madeUp = false }: Page): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · leadspring</title>
    <link rel="icon" href="${ICON.path}" type="image/svg+xml">
    <link rel="stylesheet" href="${STYLE.path}">
    <script src="${SCRIPT.path}" defer></script>
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top">
      <div class="inside">
        <a class="brand" href="/leads">
          <img src="${ICON.path}" alt="" width="22" height="22"><span>leadspring</span>
        </a>
        <nav aria-label="Main">${SECTIONS.map((each) => navigation(each, section))}</nav>
        <button class="keys-button" type="button" data-keys hidden>Keys <kbd>?</kbd></button>
      </div>
    </header>
    <main id="content" class="inside" tabindex="-1">
      ${madeUp ? MADE_UP : ''} ${content}
    </main>
    ${HELP}
  </body>
</html>`;
}

function navigation(entry: (typeof SECTIONS)[number], section: string | undefined): Html {
  return entry.name === section
    ? html`<a href="${entry.path}" aria-current="true">${entry.title}</a>`
    : html`<a href="${entry.path}">${entry.title}</a>`;
}

const MADE_UP = html`
  <p class="made-up-banner">
    <span class="made-up">made up</span> This page shows the sample ecosystem. No person, company or product in
    it is real.
  </p>
`;

const KEYS: readonly (readonly [string, string])[] = [
  ['j', 'next row'],
  ['k', 'previous row'],
  ['Enter', 'open the row'],
  ['/', 'search'],
  ['n', 'next page'],
  ['p', 'previous page'],
  ['g l', 'all leads'],
  ['g u', 'all suggestions'],
  ['g a', 'access points'],
  ['g s', 'all sources'],
  ['a r n', 'accept, reject, never: what is ticked, else the suggestion with the focus'],
  ['?', 'this help'],
  ['Esc', 'close it'],
];

const HELP = html`
  <dialog id="keys" aria-labelledby="keys-title">
    <h2 id="keys-title">Keys</h2>
    <dl class="keys">
      ${KEYS.map(
        ([key, meaning]) =>
          html`<div><dt>${key.split(' ').map((each) => html`<kbd>${each}</kbd>`)}</dt><dd>${meaning}</dd></div>`,
      )}
    </dl>
    <form method="dialog"><button type="submit">Close</button></form>
  </dialog>
`;

/** The badge of made-up rows. */
export const MADE_UP_BADGE = html`<span class="made-up" title="from the sample ecosystem">made up</span>`;
