/** The topics in use: what words make an act commercial, and what a text is about. */
import type { Topic, TopicMatch, Weights } from '../../../leads/index.ts';
import { sayCount, sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';
import { layout } from '../parts/layout.ts';

type Product = Weights['products'][number];

export interface TopicsView {
  readonly topics: readonly Topic[];
  readonly products: readonly Product[];
  /** Whose topics are shown; undefined: those of all. */
  readonly product: Product | undefined;
  readonly text: string | undefined;
  readonly matches: readonly TopicMatch[];
  readonly acts: Weights['topic_acts'];
}

export function topicsPage(view: TopicsView): Html {
  const { topics, products, product, acts } = view;
  return layout({
    title: 'Topics',
    section: 'leads',
    content: html`
      <header class="page-head">
        <p class="crumb"><a href="/leads">Leads</a></p>
        <h1>Topics</h1>
        <p class="lede">By these words a title, a path or a search tells what somebody wants. They count in these acts: ${acts.map(sayWord).join(', ')}. The setting <code>topics</code> names a file with words of your own; what is written there holds from the next computation of leads on.</p>
      </header>
      <section aria-labelledby="try">
        <h2 id="try">Try a text</h2>
        ${form(view)} ${answer(view)}
      </section>
      <section aria-labelledby="all">
        <h2 id="all">${product === undefined ? 'All topics' : html`All topics, for <bdi>${product.label}</bdi>`} <span class="quiet">${sayCount(topics.length)}</span></h2>
        ${products.length === 0 ? '' : html`<p>${productLinks(products)}</p>`}
        ${list(topics)}
      </section>
    `,
  });
}

function form({ text, product }: TopicsView): Html {
  return html`
    <form class="filter" method="get" action="/topics" role="search" aria-label="Try a text">
      <label class="wide">
        <span>Title, path or search</span>
        <input type="search" name="text" value="${text ?? ''}" placeholder="Price for 200 users" maxlength="500" autocomplete="off">
      </label>
      ${product === undefined ? '' : html`<input type="hidden" name="product" value="${product.name}">`}
      <div class="buttons"><button type="submit">Try</button></div>
    </form>
  `;
}

function answer({ text, matches }: TopicsView): Html | '' {
  if (text === undefined) return '';
  const first = matches.find(({ counts }) => counts);
  return html`
    <p role="status">${first === undefined ? html`<strong>No topic.</strong>` : html`It is about <strong><bdi>${first.topic.label}</bdi></strong>.`}</p>
    <ul class="gaps">
      ${matches.map(
        ({ topic, words, passedOver }) => html`
          ${words.length === 0 ? '' : html`<li><bdi>${topic.label}</bdi> by ${words.map((word) => `“${word}”`).join(', ')}</li>`}
          ${passedOver.map(({ word, why }) => html`<li class="quiet"><bdi>${topic.label}</bdi> not by “${word}”: ${why}</li>`)}
        `,
      )}
    </ul>
  `;
}

function productLinks(products: readonly Product[]): readonly Html[] {
  return [
    html`<a href="/topics">For all</a>`,
    ...products.map(({ name, label }) => html` · <a href="/topics?product=${name}"><bdi>${label}</bdi></a>`),
  ];
}

function list(topics: readonly Topic[]): Html {
  return html`
    <table class="stacks">
      <thead><tr><th scope="col">Topic</th><th scope="col">Wants</th><th scope="col" class="number">Counts</th><th scope="col">Words</th></tr></thead>
      <tbody>${topics.map(row)}</tbody>
    </table>
  `;
}

function row({ name, label, wants, factor, words, weak, company, unless }: Topic): Html {
  const all = words.length + weak.length;
  return html`
    <tr>
      <th scope="row"><bdi>${label}</bdi><br><code>${name}</code></th>
      <td data-label="Wants">${sayWord(wants)}</td>
      <td class="number" data-label="Counts">× ${factor}</td>
      <td>
        <details>
          <summary>${sayCount(all)} words</summary>
          <p>${words.join(', ')}</p>
          ${weak.length === 0 ? '' : html`<p><strong>In company:</strong> ${weak.join(', ')}</p><p><strong>Of:</strong> ${company.join(', ')}</p>`}
          ${unless.length === 0 ? '' : html`<p><strong>But not with:</strong> ${unless.join(', ')}</p>`}
        </details>
      </td>
    </tr>
  `;
}
