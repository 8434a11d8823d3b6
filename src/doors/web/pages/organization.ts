/** An organization: what is known, who acts for it and why, and what was decided. */
import type {
  OrganizationExplanation,
  OrganizationHandle,
  OrganizationHistoryEntry,
  ShownEvidence,
} from '../../../intake/index.ts';
import { sayDay, sayInstant, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { personPath } from '../parts/handles.ts';
import { layout, MADE_UP_BADGE } from '../parts/layout.ts';
import { pager } from '../parts/pager.ts';
import { reasonList, sayPercent } from '../parts/reasons.ts';
import { link } from '../query.ts';

export interface OrganizationView {
  readonly told: OrganizationExplanation;
  readonly page: number;
  readonly token: Html;
}

/** Where an organization is shown. */
export function organizationPath(id: string): string {
  return `/organizations/${id}`;
}

export function organizationPage(view: OrganizationView): Html {
  const { told, token } = view;
  const name = told.name === '' ? '(no name)' : told.name;
  return layout({
    title: name,
    section: 'leads',
    madeUp: told.madeUp,
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/leads/${told.id}">The lead</a> · <a href="${organizationPath(told.id)}/people">Its people</a></p>
        <h1><bdi>${name}</bdi> ${told.madeUp ? MADE_UP_BADGE : ''}</h1>
        <p class="sub">${told.domain === null ? '' : html`<bdi>${told.domain}</bdi> · `}${sayWord(told.kind)}</p>
        <p class="lede">${told.kindReason}</p>
        ${ownership(told)}
      </header>
      ${handlesSection(told, token)} ${evidenceSection(view)} ${decideSection(told, token)} ${historySection(told, token)}
    `,
  });
}

function ownership({ owner, subsidiaries }: OrganizationExplanation): Html | '' {
  const up =
    owner === null
      ? ''
      : html`<p class="sentence">Belongs to ${owner.id === null ? owner.name : html`<a href="${organizationPath(owner.id)}"><bdi>${owner.name}</bdi></a>`}. <span class="quiet">${owner.reason}</span></p>`;
  const names = subsidiaries.map(
    ({ id, name }, index) =>
      html`${index === 0 ? '' : ', '}<a href="${organizationPath(id)}"><bdi>${name}</bdi></a>`,
  );
  return html`${up}${names.length === 0 ? '' : html`<p class="sentence">Owns ${names}.</p>`}`;
}

const action = ({ id }: OrganizationExplanation): string => `${organizationPath(id)}/decisions`;

/** The button that says the opposite of what holds. */
function verdictButtons(
  identityId: string,
  verdict: 'right' | 'wrong' | null,
  what: string,
  words: readonly [wrong: string, right: string],
): Html {
  const button = (kind: 'wrong' | 'right', title: string): Html =>
    html`<button class="plain" type="submit" name="kind" value="${kind} ${identityId}">${title}<span class="hidden">: ${what}</span></button> `;
  return html`${verdict === 'wrong' ? '' : button('wrong', words[0])}${verdict === 'right' ? '' : button('right', words[1])}`;
}

const said = (verdict: 'right' | 'wrong' | null): Html | '' =>
  verdict === null ? '' : html`<strong>${verdict === 'right' ? 'Right' : 'Wrong'}, by hand.</strong> `;

function handlesSection(told: OrganizationExplanation, token: Html): Html {
  const row = ({
    id,
    kind,
    value,
    label,
    class: type,
    reason,
    verdict,
    lastSeen,
  }: OrganizationHandle): Html => html`
    <tr>
      <th scope="row"><bdi>${label === '' ? value : label}</bdi><span class="sub">${sayWord(kind)}</span></th>
      <td data-label="What it is">${said(verdict)}${sayWord(type)}<span class="sub">${reason}</span></td>
      <td class="when" data-label="Last">${sayDay(lastSeen)}</td>
      <td data-label="Decide">${verdictButtons(id, verdict, value, ['Not its own', 'Its own'])}</td>
    </tr>
  `;
  return html`
    <section aria-labelledby="handles">
      <h2 id="handles">Domains, names, networks</h2>
      ${
        told.handles.length === 0
          ? html`<p class="quiet">None is known.</p>`
          : html`<form method="post" action="${action(told)}">${token}<table class="stacks people-table"><thead><tr><th scope="col">Domain, name or network</th><th scope="col">What it is</th><th scope="col" class="when">Last</th><th scope="col">Decide</th></tr></thead><tbody>${told.handles.map(row)}</tbody></table></form>`
      }
    </section>
  `;
}

function evidenceSection({ told, page, token }: OrganizationView): Html {
  const row = (each: ShownEvidence): Html => html`
    <tr>
      <th scope="row"><a href="${personPath(each.personId ?? each.identityId)}" data-row><bdi>${each.personName === '' ? '(no name)' : each.personName}</bdi></a><span class="sub"><bdi>${each.handle}</bdi></span></th>
      <td data-label="Why">${said(each.verdict)}${each.reason}<span class="sub">${sayWord(each.kind)}, ${sayPercent(each.confidence)}</span></td>
      <td class="when" data-label="First">${sayDay(each.from)}</td>
      <td class="when" data-label="Last">${sayDay(each.to)}</td>
      <td data-label="Decide">${verdictButtons(each.identityId, each.verdict, each.handle, ['Wrong company', 'Right company'])}</td>
    </tr>
  `;
  const path = organizationPath(told.id);
  return html`
    <section aria-labelledby="evidence">
      <h2 id="evidence">Who acts for it, and why</h2>
      ${
        told.evidence.length === 0
          ? html`<p class="quiet">Nobody is known by name.</p>`
          : html`<p class="quiet">From 50 % on, evidence makes an affiliation. “Wrong company” sticks, and makes evidence of the same kind count less for others.</p><form method="post" action="${action(told)}">${token}<table class="stacks people-table"><thead><tr><th scope="col">Person</th><th scope="col">Why</th><th scope="col" class="when">First</th><th scope="col" class="when">Last</th><th scope="col">Decide</th></tr></thead><tbody>${told.evidence.map(row)}</tbody></table></form>`
      }
      ${pager({ page, total: told.evidenceTotal, href: (to) => link(path, { page: to === 1 ? undefined : to }) })}
    </section>
  `;
}

function decideSection(told: OrganizationExplanation, token: Html): Html {
  const form = (content: Html): Html =>
    html`<form class="decide" method="post" action="${action(told)}">${token}${content}</form>`;
  return html`
    <section aria-labelledby="decide">
      <h2 id="decide">Decide</h2>
      ${form(html`<label><span>The same organization as</span> <input name="other" required maxlength="400" placeholder="domain, name or id" autocomplete="off"></label> <button type="submit" name="kind" value="merge">Merge</button> <button class="plain" type="submit" name="kind" value="subsidiary">It belongs to that one</button>`)}
      ${form(html`<label><span>Its own, or acting for it</span> <input name="handle" required maxlength="400" placeholder="domain, network, name, address or login@platform" autocomplete="off"></label> <button type="submit" name="kind" value="right">Right company</button> <button class="plain" type="submit" name="kind" value="wrong">Wrong company</button>`)}
      ${form(html`<label><span>Name</span> <input name="name" required maxlength="200" value="${told.name}" autocomplete="off"></label> <button type="submit" name="kind" value="rename">Rename</button>`)}
    </section>
  `;
}

const KINDS: Readonly<Record<OrganizationHistoryEntry['kind'], string>> = {
  merge: 'One organization:',
  subsidiary: 'The first belongs to the second:',
  wrong: 'Wrong company:',
  right: 'Right company:',
  rename: 'Named',
  undo: 'Undone: decision',
};

function historySection({ history, named }: OrganizationExplanation, token: Html): Html {
  const item = ({
    id,
    kind,
    author,
    at,
    active,
    name,
    undoes,
    identityIds,
    organizationIds,
    reasons,
  }: OrganizationHistoryEntry): Html => html`
    <li>
      <div>
        <p>${active ? '' : html`<span class="undone">undone</span> `}${KINDS[kind]} ${undoes ?? html`${name === null ? '' : html`<bdi>${name}</bdi>: `}${[...identityIds, ...organizationIds].map((each, index) => html`${index === 0 ? '' : ', '}<bdi>${named[each] ?? '(gone)'}</bdi>`)}`}</p>
        <p class="quiet">Decision ${id} by the ${author}, ${sayInstant(at)}</p>
        ${reasonList(reasons)}
      </div>
      ${active ? html`<form method="post" action="/organization-decisions/${id}/undo">${token}<button class="plain" type="submit">Undo <span class="hidden">decision ${id}</span></button></form>` : ''}
    </li>
  `;
  return html`
    <section aria-labelledby="history">
      <h2 id="history">Decisions</h2>
      ${history.length === 0 ? html`<p class="quiet">Nothing was decided yet: what is shown is what records say.</p>` : html`<ol class="decisions">${history.map(item)}</ol>`}
    </section>
  `;
}
