/** The people who were seen acting for an organization, from when to when. */
import type { Member } from '../../../intake/index.ts';
import { sayCount, sayCountOf, sayDay } from '../format.ts';
import { type Html, html } from '../html.ts';
import { personPath } from '../parts/handles.ts';
import { layout } from '../parts/layout.ts';
import { pager } from '../parts/pager.ts';
import { link } from '../query.ts';
import { LEFT_ALONE_BADGE } from './person_contact.ts';

export interface OrganizationPeopleView {
  readonly id: string;
  readonly name: string;
  readonly madeUp: boolean;
  readonly total: number;
  readonly rows: readonly Member[];
  readonly page: number;
  /** Ids of those who asked not to be contacted. */
  readonly alone: ReadonlySet<string>;
}

export function organizationPeoplePage(view: OrganizationPeopleView): Html {
  const { id, name, madeUp, total, rows, page, alone } = view;
  const path = `/organizations/${id}/people`;
  return layout({
    title: `People of ${name}`,
    section: 'leads',
    madeUp,
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/organizations/${id}"><bdi>${name}</bdi></a></p>
        <h1>People of <bdi>${name}</bdi></h1>
        <p class="lede">${sayCountOf(total, 'person was', 'people were')} seen acting for it, the first and the last time on these days.</p>
      </header>
      ${rows.length === 0 ? html`<div class="notice"><p>Nobody is listed here.</p></div>` : table(rows, alone)}
      ${pager({ page, total, href: (to) => link(path, { page: to === 1 ? undefined : to }) })}
    `,
  });
}

function table(rows: readonly Member[], alone: ReadonlySet<string>): Html {
  return html`
    <table class="stacks people-table">
      <thead>
        <tr><th scope="col">Name</th><th scope="col" class="number">Handles</th><th scope="col">Why</th><th scope="col" class="when">First</th><th scope="col" class="when">Last</th></tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ personId, name, handles, reason, from, to }) => html`
            <tr>
              <th scope="row"><a href="${personPath(personId)}" data-row><bdi>${name === '' ? '(no name)' : name}</bdi></a>${alone.has(personId) ? html` ${LEFT_ALONE_BADGE}` : ''}</th>
              <td class="number" data-label="Handles">${sayCount(handles)}</td>
              <td data-label="Why">${reason}</td>
              <td class="when" data-label="First">${sayDay(from)}</td>
              <td class="when" data-label="Last">${sayDay(to)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
