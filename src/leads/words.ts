/** Plain English for numbers, access points and acts. */
import type { AccessPoint, Act } from '../intake/index.ts';

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Whole numbers up to ten as words, larger ones in digits with separators. */
export function sayNumber(value: number): string {
  return NUMBERS[value] ?? value.toLocaleString('en');
}

/** `one page`, `two pages`. */
export function sayCount(value: number, one: string, many = `${one}s`): string {
  return `${sayNumber(value)} ${value === 1 ? one : many}`;
}

/** With a capital first letter. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function sayList(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** Where it happened, as the end of a clause. */
export const PLACES: Readonly<Record<AccessPoint, string>> = {
  download: 'at the downloads',
  documentation: 'in the documentation',
  code: 'in the code',
  forum: 'in the forum',
  mailing_list: 'on the mailing list',
  chat: 'in the chat',
  blog: 'on the blog',
  book: 'in the book',
  event: 'at an event',
  social: 'on social media',
  support: 'by mail to support',
  agreement: 'about an agreement',
  on_demand: 'on the hosted flavour',
};

/** The access point itself, as a noun. */
export const NOUNS: Readonly<Record<AccessPoint, string>> = {
  download: 'the downloads',
  documentation: 'the documentation',
  code: 'the code',
  forum: 'the forum',
  mailing_list: 'the mailing list',
  chat: 'the chat',
  blog: 'the blog',
  book: 'the book',
  event: 'events',
  social: 'social media',
  support: 'support',
  agreement: 'agreements',
  on_demand: 'the hosted flavour',
};

/** What was touched: the latest title, and how many different ones there are. */
export interface Touched {
  readonly title: string;
  readonly different: number;
}

const TITLE_LIMIT = 70;

function cut(title: string): string {
  return title.length <= TITLE_LIMIT ? title : `${title.slice(0, TITLE_LIMIT - 1).trimEnd()}…`;
}

function named(touched: Touched | undefined, otherwise: string): string {
  if (touched === undefined || touched.title === '') return otherwise;
  if (touched.different <= 1) return cut(touched.title);
  return `${cut(touched.title)} and ${sayCount(touched.different - 1, 'other')}`;
}

function quoted(touched: Touched | undefined): string {
  if (touched === undefined || touched.title === '') return '';
  return touched.different <= 1 ? ` (“${cut(touched.title)}”)` : ` (last: “${cut(touched.title)}”)`;
}

function codeOf(touched: Touched | undefined): string {
  return touched === undefined || touched.title === '' ? 'the code' : `the code of ${named(touched, '')}`;
}

/** An act in the past tense, without who did it: `asked about LDAP in the forum`. */
export function sayAct(act: Act, accessPoint: AccessPoint, topic: string | null, touched?: Touched): string {
  const place = PLACES[accessPoint];
  const about = topic === null ? '' : ` about ${topic}`;
  switch (act) {
    case 'download':
      return `downloaded ${named(touched, 'a release')}`;
    case 'read':
      if (topic !== null) return `read about ${topic} ${place}`;
      return accessPoint === 'documentation' ? 'read the documentation' : `read ${place}`;
    case 'search':
      return topic === null ? `searched ${place}` : `searched for ${topic} ${place}`;
    case 'ask':
      return `asked${about} ${place}${topic === null ? quoted(touched) : ''}`;
    case 'reply':
      return `took part in conversations ${place}`;
    case 'commit':
      return `changed ${codeOf(touched)}`;
    case 'co_author':
      return `co-wrote changes to ${codeOf(touched)}`;
    case 'sign_off':
      return `reviewed or signed off changes to ${codeOf(touched)}`;
    case 'adopt':
      return `was publicly listed as a user of ${named(touched, 'the product')}`;
    case 'buy':
      return `bought ${named(touched, 'a book')}`;
    case 'attend':
      return `attended ${named(touched, 'an event')}`;
    case 'use':
      return 'used the hosted flavour';
    case 'contract':
      return 'signed a contract';
    case 'deal_open':
      return 'began talks about a deal';
    case 'deal_won':
      return 'closed a deal';
    case 'deal_lost':
      return 'ended talks about a deal';
    case 'register':
      return 'made an account of the hosted flavour';
    case 'star':
      return `marked ${named(touched, 'the code')} as a favourite`;
    case 'fork':
      return `made a copy of ${named(touched, 'the code')} to work on`;
    case 'dead_end':
      return `looked for a page that is not there${topic === null ? quoted(touched) : about}`;
    case 'rate':
      return `said whether ${named(touched, 'a page')} helped`;
    case 'publish':
      return `wrote${about} ${place}${topic === null ? quoted(touched) : ''}`;
    case 'mention':
      return `linked to the product or named it ${place}`;
    case 'total':
      return 'was counted in a published total';
    case 'release':
      return `published ${named(touched, 'a release')}`;
    case 'announce':
      return `announced ${named(touched, 'something')} ${place}`;
    case 'spend':
      return 'was the aim of spending';
  }
}
