/** The text of a message, as its author would write it. */
import { hash } from '../random.ts';
import { isoDay } from '../story/calendar.ts';
import type { Post } from '../story/events.ts';
import { COUNTRIES } from '../story/names.ts';
import { fullName, jobAt } from '../story/people.ts';
import { FOREIGN } from '../story/phrases.ts';
import { wrap } from './mime.ts';

const GREETINGS = ['Hi all,', 'Hello,', 'Hi,', 'Dear list,', 'Good morning,'];
const PRIVATE_GREETINGS = ['Hello,', 'Dear support team,', 'Good morning,'];
const CLOSINGS = ['Best regards', 'Thanks', 'Cheers', 'Kind regards', 'Best'];
const FOREIGN_CLOSINGS: Readonly<Record<string, string>> = {
  de: 'Viele Grüße',
  fr: 'Cordialement',
  es: 'Saludos',
  pt: 'Cumprimentos',
  ja: 'よろしくお願いいたします。',
};

/** Greeting, a quote of what is answered, paragraphs, closing, signature. */
export function mailBody(post: Post): string {
  if (post.nature === 'bounce') return `${post.paragraphs.join('\n\n')}\n`;
  const choice = hash(post.id);
  const { author } = post;
  const top = author.country.code === 'US' && choice % 2 === 0; // some answer above what they quote
  const text = post.paragraphs.map((paragraph) => wrap(paragraph).join('\n')).join('\n\n');
  const quote = quoteOf(post);
  const closing = FOREIGN_CLOSINGS[post.language] ?? CLOSINGS[choice % CLOSINGS.length];
  const greeting = post.number > 1 && choice % 3 === 0 ? '' : greetingOf(post, choice);
  const parts = [
    greeting,
    ...(top ? [] : [quote]),
    text,
    `${closing}\n${author.nickname ?? author.given}`,
    ...(top ? [quote] : []),
  ];
  return `${[...parts, signatureOf(post)].filter((part) => part !== '').join('\n\n')}\n`;
}

function greetingOf(post: Post, choice: number): string {
  const foreign = Object.values(FOREIGN[post.language] ?? {})[0];
  if (foreign !== undefined) return foreign.greeting;
  if (post.parent !== undefined && choice % 2 === 0) return `Hi ${post.parent.author.given},`;
  const greetings = post.place === 'support' ? PRIVATE_GREETINGS : GREETINGS;
  return greetings[choice % greetings.length] ?? 'Hello,';
}

function quoteOf(post: Post): string {
  const { parent } = post;
  if (parent === undefined || post.nature !== 'person') return '';
  const quoted = wrap(parent.paragraphs[0] ?? '').map((line) => `> ${line}`);
  const intro =
    post.language === 'de'
      ? `Am ${isoDay(parent.at)} schrieb ${fullName(parent.author)}:`
      : `On ${isoDay(parent.at)}, ${fullName(parent.author)} wrote:`;
  return [intro, ...quoted].join('\n');
}

/** Name, title and employer, for those who sign; the vendor's people always do. */
function signatureOf(post: Post): string {
  const { author, at } = post;
  const job = jobAt(author, at);
  if (job === undefined) return '';
  if (job.organization.kind !== 'vendor' && hash(author.id) % 10 >= 6) return '';
  const { name, domain, country } = job.organization;
  const place = COUNTRIES.find(({ code }) => code === country.code)?.code ?? '';
  return `-- \n${fullName(author)}\n${job.title}, ${name} (${place})\nhttps://www.${domain}/`;
}
