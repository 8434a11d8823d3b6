/** The acts behind a score, in groups that match its parts. */
import type { EvidenceRow, ExplainedPart } from '../../../leads/index.ts';
import { sayCount, sayCountOf, sayDay } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { LeadView } from './lead.ts';
import { evidenceByPart, partId, sayPart } from './lead_parts.ts';
import { LEFT_ALONE_BADGE } from './person_contact.ts';

/** Acts of a part that are shown at once; the others are folded. */
const SHOWN = 8;
/** Parts whose acts are shown at once: what weighs most. The others are one press away. */
const OPEN = 2;

export function evidenceSection({ explanation, topics, asOf }: LeadView): Html {
  const { parts, evidence } = explanation;
  const groups = evidenceByPart(evidence, topics);
  const shown = sayCountOf(evidence.length, 'act', 'acts');
  return html`
    <section aria-labelledby="evidence">
      <h2 id="evidence">Evidence</h2>
      <p class="quiet">
        The latest ${shown} up to ${sayDay(asOf)}, by the parts of the score. What is marked
        <span class="private">private</span> was written to the vendor only: do not quote it in public.
      </p>
      ${parts.length === 0 ? html`<p class="quiet">No act counts towards the score.</p>` : parts.map((part, index) => group(part, groups.get(partId(part)) ?? [], index < OPEN))}
    </section>
  `;
}

function group(part: ExplainedPart, rows: readonly EvidenceRow[], open: boolean): Html {
  const id = partId(part);
  const rest = rows.slice(SHOWN);
  // The id stands outside of what is folded, so that a link finds it in every browser, with a script and without.
  return html`
    <section class="evidence" id="${id}" tabindex="-1" aria-labelledby="${id}-name">
      <details${open ? html` open` : ''}>
        <summary data-row><h3 id="${id}-name"><svg class="dot" viewBox="0 0 8 8" aria-hidden="true"><circle class="ap-${part.accessPoint}" cx="4" cy="4" r="4"/></svg>${sayPart(part)}</h3> <span class="quiet">${rows.length === 0 ? html`last on ${sayDay(Date.parse(part.to))}` : sayCountOf(rows.length, 'act', 'acts')}</span></summary>
        ${rows.length === 0 ? html`<p class="quiet">Older than the acts shown here; last on ${sayDay(Date.parse(part.to))}.</p>` : list(rows.slice(0, SHOWN))}
        ${rest.length === 0 ? '' : html`<details><summary>${sayCount(rest.length)} earlier</summary>${list(rest)}</details>`}
      </details>
    </section>
  `;
}

function list(rows: readonly EvidenceRow[]): Html {
  return html`<ol class="acts">${rows.map(act)}</ol>`;
}

function act(row: EvidenceRow): Html {
  const who = row.personName ?? (row.signalId === null ? 'network traffic' : 'someone');
  return html`
    <li>
      <span class="when">${sayDay(row.at)}</span>
      <span class="what">
        <bdi>${row.title === '' ? '(no title)' : row.title}</bdi>${row.quantity === 1 ? '' : html` <span class="quiet">× ${sayCount(row.quantity)}</span>`}
        ${row.visibility === 'private' ? html`<span class="private">private</span>` : ''}
      </span>
      <span class="who"><bdi>${who}</bdi> ${row.leftAlone ? html`${LEFT_ALONE_BADGE} ` : ''}<span class="quiet">· ${row.source}</span></span>
    </li>
  `;
}
