/** Access points: who comes where, where they go on, and where a rung is missing. */
import type { AccessPointsView, AccessPointView } from '../../../leads/index.ts';
import { capitalized, sayCount, sayDay, sayPoints, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { flowPicture } from '../parts/flow_picture.ts';
import { layout } from '../parts/layout.ts';
import { sayAccessPoint } from '../parts/words.ts';

export function accessPointsPage(view: AccessPointsView, token: Html): Html {
  const { accessPoints, flows, gaps } = view;
  const climbed = flows.filter(({ from }) => from !== '').length;
  return layout({
    title: 'Access points',
    section: 'access_points',
    content: html`
      <header class="page-head">
        <h1>Access points</h1>
        <p class="lede">Every place where someone meets the product: who came, who went on from reading to trying to asking to paying, and where a rung is missing.</p>
      </header>
      <section aria-labelledby="flow">
        <h2 id="flow">Who went where</h2>
        ${climbed === 0 ? html`<p class="quiet">Nobody was seen to go from one access point to another yet.</p>` : flowPicture(view)}
        ${gaps.length === 0 ? '' : html`<ul class="gaps">${gaps.map(({ rung, text }) => html`<li><strong>${capitalized(rung)}:</strong> ${text}</li>`)}</ul>`}
        ${climbed === 0 ? '' : flowTable(flows)}
      </section>
      <section aria-labelledby="all">
        <h2 id="all">All of them</h2>
        <div class="cards">${accessPoints.map((each) => card(each, token))}</div>
      </section>
    `,
  });
}

function flowTable(flows: AccessPointsView['flows']): Html {
  const rows = [...flows].sort((a, b) => b.subjects - a.subjects);
  return html`
    <details class="data">
      <summary>The numbers</summary>
      <table>
        <thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col" class="number">Organizations and people</th></tr></thead>
        <tbody>${rows.map(({ from, to, subjects }) => html`<tr><td>${from === '' ? 'began there' : sayAccessPoint(from)}</td><td>${sayAccessPoint(to)}</td><td class="number">${sayCount(subjects)}</td></tr>`)}</tbody>
      </table>
    </details>
  `;
}

function card(point: AccessPointView, token: Html): Html {
  const { name, rung, owner, audience, paid, cost, currency, next, reach, costEach } = point;
  return html`
    <article class="card" id="ap-${name}">
      <header class="card-head">
        <h3>${capitalized(sayAccessPoint(name))}</h3>
        <span class="quiet">${rung} · ${paid ? 'paid' : 'unpaid'}</span>
      </header>
      ${reach === null ? html`<p class="quiet">Nobody was seen here: no source tells of it. <a href="/sources/new">Add one</a></p>` : seen(reach)}
      <dl class="facts">
        <div><dt>Owner</dt><dd>${owner === '' ? html`<span class="quiet">nobody yet</span>` : html`<bdi>${owner}</bdi>`}</dd></div>
        <div><dt>For</dt><dd>${audience}</dd></div>
        <div><dt>Cost a month</dt><dd>${cost === null ? html`<span class="quiet">not said</span>` : `${cost} ${currency ?? ''}`}</dd>${costEach === null ? '' : html`<dd class="reason">${sayPoints(costEach)} ${currency ?? ''} for each who came lately</dd>`}</div>
        <div><dt>Next step</dt><dd>${next}</dd></div>
      </dl>
      <details>
        <summary>Change</summary>
        ${form(point, token)}
      </details>
    </article>
  `;
}

function seen({ subjects, people, lately, before, last }: NonNullable<AccessPointView['reach']>): Html {
  const trend = lately === before ? 'as many as' : lately > before ? 'more than the' : 'fewer than the';
  return html`<p>${sayCount(subjects)} organizations and people (${sayCount(people)} known people). ${sayCount(lately)} in the last four weeks, ${trend} ${sayCount(before)} before. ${last === null ? '' : html`Last ${sayDay(Date.parse(last))}.`}</p>`;
}

function form({ name, owner, audience, paid, cost, currency, next }: AccessPointView, token: Html): Html {
  const field = (label: string, key: string, value: string): Html =>
    html`<div class="field"><label for="${name}-${key}">${label}</label><input id="${name}-${key}" name="${key}" value="${value}" maxlength="300" autocomplete="off"></div>`;
  return html`
    <form class="source-form" method="post" action="/access-points/${name}">
      ${token} ${field('Owner', 'owner', owner)} ${field('For', 'audience', audience)}
      ${field('Cost a month', 'cost', cost ?? '')} ${field('Currency', 'currency', currency ?? '')}
      ${field('Next step', 'next', next)}
      <div class="field"><label for="${name}-paid">Paid or unpaid</label><select id="${name}-paid" name="paid">${['paid', 'unpaid'].map((each) => html`<option value="${each}"${(each === 'paid') === paid ? html` selected` : ''}>${sayWord(each)}</option>`)}</select></div>
      <p><button type="submit">Save</button></p>
    </form>
  `;
}
