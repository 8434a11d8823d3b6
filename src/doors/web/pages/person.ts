/** A person: what is known, why these handles are one, whom they act for, and what was decided. */
import type { PersonExplanation, Suggestion, Tie } from '../../../intake/index.ts';
import { sayCountOf, sayDay, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { decisionList } from '../parts/decision_list.ts';
import { personPath, sayHandle } from '../parts/handles.ts';
import { layout, MADE_UP_BADGE } from '../parts/layout.ts';
import { reasonList, sayPercent } from '../parts/reasons.ts';
import { suggestionList } from '../parts/suggestion_list.ts';
import { type Contact, contactSection, LEFT_ALONE_BADGE } from './person_contact.ts';

export interface PersonView {
  readonly person: PersonExplanation;
  readonly contact: Contact;
  readonly suggestions: readonly Suggestion[];
  readonly token: Html;
}

export function personPage(view: PersonView): Html {
  const { person, contact, suggestions, token } = view;
  const name = person.name === '' ? '(no name)' : person.name;
  const path = personPath(person.id);
  return layout({
    title: name,
    section: 'suggestions',
    madeUp: person.madeUp,
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/suggestions">Suggestions</a></p>
        <h1><bdi>${name}</bdi> ${person.madeUp ? MADE_UP_BADGE : ''}${contact.status.status === 'do_not_contact' ? html` ${LEFT_ALONE_BADGE}` : ''}</h1>
        <p class="sub">A person with ${sayCountOf(person.handles.length, 'handle', 'handles')}${person.locked ? ' · locked: changes only by hand' : ''}</p>
      </header>
      ${handlesSection(person, token)} ${tiesSection(person)} ${affiliationsSection(person)}
      ${contactSection(contact, path, token)}
      ${
        suggestions.length === 0
          ? ''
          : html`<section aria-labelledby="suggested"><h2 id="suggested">May be the same</h2>${suggestionList(suggestions, token, path)}</section>`
      }
      ${decideSection(person, token)} ${historySection(person, token)}
    `,
  });
}

const action = (person: PersonExplanation): string => `${personPath(person.id)}/decisions`;

function handlesSection(person: PersonExplanation, token: Html): Html {
  const several = person.handles.length > 1;
  const tick = (id: string): Html =>
    html`<label class="tick"><input type="checkbox" name="handle" value="${id}"><span class="hidden">Tick this handle</span></label> `;
  const table = html`
    <table class="stacks people-table">
      <thead>
        <tr><th scope="col">Handle</th><th scope="col">What it is</th><th scope="col" class="when">First</th><th scope="col" class="when">Last</th></tr>
      </thead>
      <tbody>
        ${person.handles.map(
          (handle) => html`
            <tr>
              <th scope="row">${several ? tick(handle.id) : ''}${sayHandle(handle)}<span class="sub"><bdi>${handle.label}</bdi></span></th>
              <td data-label="What it is">${sayWord(handle.class)}<span class="sub">${handle.reason}</span></td>
              <td class="when" data-label="First">${sayDay(handle.firstSeen)}</td>
              <td class="when" data-label="Last">${sayDay(handle.lastSeen)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
  return html`
    <section aria-labelledby="handles">
      <h2 id="handles">Handles</h2>
      ${
        several
          ? html`<form method="post" action="${action(person)}">${token}<button type="submit" name="kind" value="none" hidden>Nothing</button>${table}<p class="batch"><button class="plain" type="submit" name="kind" value="split">Make the ticked handles a person of their own</button></p></form>`
          : table
      }
    </section>
  `;
}

function tiesSection({ ties, handles }: PersonExplanation): Html | '' {
  if (handles.length < 2) return '';
  return html`
    <section aria-labelledby="why">
      <h2 id="why">Why these handles are one person</h2>
      <ul class="ties">${ties.map(tie)}</ul>
    </section>
  `;
}

function tie({ handles, decision }: Tie): Html {
  const names = handles.map((handle, index) => html`${index === 0 ? '' : ', '}${sayHandle(handle)}`);
  if (decision === null)
    return html`<li><p>${names}</p><p class="quiet">Records gave them together.</p></li>`;
  const sure = decision.probability === null ? '' : `, ${sayPercent(decision.probability)}`;
  return html`
    <li>
      <p>${names}</p>
      <p class="quiet">Decision ${decision.id} by the ${decision.author}${sure}.</p>
      ${reasonList(decision.reasons)}
    </li>
  `;
}

function affiliationsSection({ affiliations }: PersonExplanation): Html {
  const rows = affiliations.map(
    ({ organizationId, name, domain, reason, from, to }) => html`
      <tr>
        <th scope="row"><a href="/organizations/${organizationId}" data-row><bdi>${name}</bdi></a>${domain === null ? '' : html`<span class="sub"><bdi>${domain}</bdi></span>`}</th>
        <td data-label="Why">${reason}</td>
        <td class="when" data-label="First">${sayDay(from)}</td>
        <td class="when" data-label="Last">${sayDay(to)}</td>
      </tr>
    `,
  );
  return html`
    <section aria-labelledby="affiliations">
      <h2 id="affiliations">Acted for</h2>
      ${
        rows.length === 0
          ? html`<p class="quiet">No organization is known.</p>`
          : html`<table class="stacks people-table"><thead><tr><th scope="col">Organization</th><th scope="col">Why</th><th scope="col" class="when">First</th><th scope="col" class="when">Last</th></tr></thead><tbody>${rows}</tbody></table>`
      }
    </section>
  `;
}

function decideSection(person: PersonExplanation, token: Html): Html {
  const form = (content: Html): Html =>
    html`<form class="decide" method="post" action="${action(person)}">${token}${content}</form>`;
  const [kind, title] = person.locked
    ? ['unlock', 'Unlock']
    : ['lock', 'Lock: only a hand changes the handles'];
  return html`
    <section aria-labelledby="decide">
      <h2 id="decide">Decide</h2>
      ${form(html`<label><span>The same person as</span> <input name="other" required maxlength="400" placeholder="address, login@platform or id" autocomplete="off"></label> <button type="submit" name="kind" value="merge">Merge</button> <button class="plain" type="submit" name="kind" value="never">Never</button>`)}
      ${person.handles.length < 2 ? '' : form(moveFields(person))}
      ${form(html`<label><span>Name</span> <input name="name" required maxlength="200" value="${person.name}" autocomplete="off"></label> <button type="submit" name="kind" value="rename">Rename</button>`)}
      ${form(html`<button class="plain" type="submit" name="kind" value="${kind}">${title}</button>`)}
    </section>
  `;
}

function moveFields({ handles }: PersonExplanation): Html {
  const options = handles.map(
    (handle) =>
      html`<option value="${handle.id}">${handle.platform === '' ? handle.value : `${handle.value}@${handle.platform}`}</option>`,
  );
  return html`<label><span>Move</span> <select name="handle">${options}</select></label> <label><span>to the person of</span> <input name="other" required maxlength="400" placeholder="address, login@platform or id" autocomplete="off"></label> <button type="submit" name="kind" value="move">Move</button>`;
}

function historySection({ id, history, named }: PersonExplanation, token: Html): Html {
  return html`
    <section aria-labelledby="history">
      <h2 id="history">Decisions</h2>
      ${history.length === 0 ? html`<p class="quiet">Nothing was decided yet: what is shown is what records say.</p>` : decisionList(history, named, token, personPath(id))}
    </section>
  `;
}
