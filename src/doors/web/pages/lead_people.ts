/** Who is behind a lead: the busiest first, what they do, and when they were seen. */
import type { Explanation } from '../../../leads/index.ts';
import { sayCount, sayDay, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { sayAccessPoint } from '../parts/words.ts';
import { LEFT_ALONE_BADGE } from './person_contact.ts';

/** People that are shown at once; the others are folded. */
const SHOWN = 6;

export function peopleSection({ people, lead }: Explanation): Html | '' {
  if (lead.subject === 'person') return '';
  const rest = people.slice(SHOWN);
  return html`
    <section aria-labelledby="people">
      <h2 id="people">People</h2>
      ${
        people.length === 0
          ? html`<p class="quiet">Nobody is known by name: what was seen is traffic of the organization's network.</p>`
          : html`
              ${table(people.slice(0, SHOWN))}
              ${rest.length === 0 ? '' : html`<details class="data"><summary>${sayCount(rest.length)} more</summary>${table(rest)}</details>`}
              <p class="batch"><a href="/organizations/${lead.id}/people">Everybody who acted for them, and when</a> <a href="/organizations/${lead.id}">Why them: domains, evidence, wrong company?</a></p>
            `
      }
    </section>
  `;
}

function table(people: Explanation['people']): Html {
  return html`
    <table class="stacks people-table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" class="number">Acts</th>
          <th scope="col" class="when">First</th>
          <th scope="col" class="when">Last</th>
        </tr>
      </thead>
      <tbody>
        ${people.map(
          ({ id, name, domain, acts, does, first, last, leftAlone }) => html`
            <tr>
              <th scope="row">
                <a href="/people/${id}"><bdi>${name === '' ? '(no name)' : name}</bdi></a>${leftAlone ? html` ${LEFT_ALONE_BADGE}` : ''}
                <span class="sub">${domain === null ? '' : html`<bdi>${domain}</bdi> · `}${does.map(({ act, accessPoint }) => `${sayWord(act)} (${sayAccessPoint(accessPoint)})`).join(', ')}</span>
              </th>
              <td class="number" data-label="Acts">${sayCount(acts)}</td>
              <td class="when" data-label="First">${sayDay(first)}</td>
              <td class="when" data-label="Last">${sayDay(last)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
