/** One article of a ticket as it is kept. Of people: name, address, organization; no phone number, note or picture. */
import { z } from 'zod';
import { present, wordOf } from '../../deliveries/values.ts';
import { type Fields, fieldsOf, pick } from '../../text/json.ts';

/** Zammad touches every article once when it is delivered: so late, in milliseconds, is no edit yet. */
export const UNEDITED = 60_000;

const PERSON = ['email', 'firstname', 'lastname', 'organization'] as const;
const ARTICLE = [
  'id',
  'ticket_id',
  'body',
  'content_type',
  'created_at',
  'updated_at',
  'from',
  'internal',
  'sender',
  'subject',
  'type',
] as const;

const word = z.string().nullish();
const person = z.object({
  email: word,
  firstname: word,
  lastname: word,
  organization: z.unknown().optional(),
});
/** What `articleOf` makes of a ticket and its article. */
export const articleShape = z.object({
  article: z.object({
    id: z.int(),
    ticket_id: z.int(),
    body: z.string(),
    content_type: word,
    created_at: z.iso.datetime({ offset: true }),
    updated_at: z.iso.datetime({ offset: true }).nullish(),
    from: word,
    internal: z.boolean().nullish(),
    sender: z.string(),
    subject: word,
    type: word,
  }),
  author: person,
  ticket: z.object({
    title: word,
    group: word,
    first: z.int().optional(),
    customer: person,
    organization: word,
    domain: word,
  }),
});
export type Article = z.infer<typeof articleShape>;

/** The kept form of what may be a ticket with an article; undefined when no article came with the ticket. */
export function articleOf(delivery: Fields): Fields | undefined {
  const ticket = fieldsOf(delivery.ticket);
  const article = fieldsOf(delivery.article);
  if ('ticket' in delivery && Object.keys(article).length === 0) return undefined;
  const organization = fieldsOf(ticket.organization);
  const ids = Array.isArray(ticket.article_ids)
    ? ticket.article_ids.filter((id) => Number.isInteger(id))
    : [];
  return {
    article: pick(article, ARTICLE),
    author: pick(article.created_by, PERSON),
    ticket: present({
      title: wordOf(ticket.title, 300),
      group: wordOf(fieldsOf(ticket.group).name),
      first:
        ids.length === 0 ? undefined : ids.reduce((least: number, id: number) => Math.min(least, id), ids[0]),
      customer: pick(ticket.customer, PERSON),
      organization: wordOf(organization.name),
      domain: wordOf(organization.domain),
    }),
  };
}
