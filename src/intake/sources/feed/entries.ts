/** The entries of a feed, in whatever format: RSS 0.9 to 2.0 and RDF, Atom (RFC 4287), JSON Feed 1.1. */
import { parseFeed } from 'feedsmith';
import { htmlToText } from '../../text/html.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';

const LONGEST_TITLE = 300;
/** Enough to see whether the product is named. */
const LONGEST_TEXT = 20_000;
/** More entries are not read of one feed. */
const MOST_ENTRIES = 10_000;

/** An entry as it stands in its feed; what is not there is empty. */
export interface Entry {
  readonly id: string;
  /** Resolved, without the marks of campaigns. */
  readonly link: string;
  readonly title: string;
  readonly text: string;
  readonly published: string;
  readonly author: string;
  readonly email: string;
}

/** The entries of a feed's text, or undefined when it is none. @param base its address, to resolve links */
export function entriesOf(text: string, base: string): readonly Entry[] | undefined {
  const parsed = parsedFeed(text);
  if (parsed === undefined) return undefined;
  const feed = fieldsOf(parsed.feed);
  const items = [feed.items, feed.entries].find(Array.isArray) ?? [];
  const home = absolute(firstText(fieldsOf(feed.xml).base, feed.link, feed.home_page_url), base) || base;
  return items.slice(0, MOST_ENTRIES).map((item: unknown) => entryOf(fieldsOf(item), feed, home));
}

/** What the parser throws at says only that it is no feed: its errors quote, and its depth is the stack's. */
function parsedFeed(text: string): Fields | undefined {
  try {
    return fieldsOf(parseFeed(text));
  } catch (thrown) {
    if (thrown instanceof Error) return undefined;
    throw thrown;
  }
}

function entryOf(item: Fields, feed: Fields, home: string): Entry {
  const dc = fieldsOf(item.dc);
  const guid = fieldsOf(item.guid);
  const base = absolute(textOf(fieldsOf(item.xml).base), home) || home;
  // An id that is an address may stand for a link (RSS 2.0: isPermaLink).
  const permalink = guid.isPermaLink === false ? '' : textOf(guid.value);
  const link = firstText(item.link, item.url, linkOf(item.links), item.external_url, permalink);
  const { name, email } = authorOf(item, feed, dc);
  return {
    id: firstText(item.id, guid.value, fieldsOf(item.rdf).about).slice(0, 2_000),
    link: clean(absolute(link, base)),
    title: lineOf(firstText(item.title, fieldsOf(item.title).value, first(dc.titles))).slice(
      0,
      LONGEST_TITLE,
    ),
    text: bodyOf(item).slice(0, LONGEST_TEXT),
    published: dateOf(item, dc).slice(0, 100),
    author: lineOf(name).slice(0, 200),
    email: email.slice(0, 200),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);

function firstText(...values: readonly unknown[]): string {
  return values.map(textOf).find((text) => text !== '') ?? '';
}

/** Titles may hold markup, and references to letters, in every format. */
const lineOf = (text: string): string => htmlToText(text.slice(0, LONGEST_TEXT)).replace(/\s+/g, ' ').trim();

/** The link of an entry of Atom: the alternate one, which a link without relation is. */
function linkOf(links: unknown): string {
  const all = Array.isArray(links) ? links.map(fieldsOf) : [];
  const alternate = all.find(({ rel }) => rel === undefined || rel === 'alternate');
  return textOf(alternate?.href);
}

function bodyOf(item: Fields): string {
  const { content, summary, description } = item;
  const parts = [summary, fieldsOf(summary).value, description, fieldsOf(description).value];
  const whole = [fieldsOf(content).encoded, fieldsOf(content).value, item.content_html, item.content_text];
  return [...parts, ...whole]
    .map(textOf)
    .filter((text) => text !== '')
    .map(htmlToText)
    .join('\n');
}

function dateOf(item: Fields, dc: Fields): string {
  const terms = fieldsOf(item.dcterms);
  const dates = [item.published, item.pubDate, item.date_published, first(dc.dates), first(terms.created)];
  return firstText(...dates, first(terms.issued), item.updated, item.date_modified, first(terms.modified));
}

function authorOf(item: Fields, feed: Fields, dc: Fields): { readonly name: string; readonly email: string } {
  const author = fieldsOf(first(item.authors) ?? first(feed.authors));
  return { name: firstText(author.name, first(dc.creators)), email: textOf(author.email) };
}

function absolute(link: string, base: string): string {
  if (link === '') return '';
  const resolved = URL.canParse(link, base)
    ? new URL(link, base)
    : URL.canParse(link)
      ? new URL(link)
      : undefined;
  return resolved !== undefined && /^https?:$/.test(resolved.protocol) ? resolved.href : '';
}

/** The same article under the address of every campaign is one. */
function clean(link: string): string {
  if (!link.includes('?') && !link.includes('#')) return link;
  const url = new URL(link);
  for (const name of [...url.searchParams.keys()]) if (/^utm_/i.test(name)) url.searchParams.delete(name);
  url.hash = '';
  return url.href;
}
