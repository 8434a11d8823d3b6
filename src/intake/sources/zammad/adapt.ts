/** One article of a ticket → one stored message and one signal. Pure; all of it is private. */
import {
  type ActorClaim,
  type Adapted,
  type DropReason,
  dropped,
  type SourceRecord,
} from '../../contract.ts';
import { supportMessage } from '../../deliveries/support.ts';
import { emailOf, hostOf, present, wordOf } from '../../deliveries/values.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { htmlToText } from '../../text/html.ts';
import { fieldsOf } from '../../text/json.ts';
import { type Article, articleShape, UNEDITED } from './article.ts';

/** Makes `adapt` for one desk. @param space what its ids belong to */
export function articleAdapter(space: string): (record: SourceRecord<unknown>) => Adapted {
  const adapt = checkedAdapter('article', articleShape, (read) => adaptArticle(read, space));
  return (record) => (fieldsOf(record.body).ticketOnly === true ? dropped('not_new') : adapt(record));
}

function adaptArticle(read: Article, space: string): Adapted {
  const { article, ticket } = read;
  const reason = leftOut(read);
  if (reason !== undefined) return dropped(reason);
  const text = textOf(read);
  if (text === '') return dropped('empty');
  const at = Date.parse(article.created_at);
  const editedAt = Date.parse(article.updated_at ?? article.created_at);
  return supportMessage({
    space,
    nativeId: `article/${article.id}`,
    conversation: `ticket/${article.ticket_id}`,
    container: ticket.group ?? space,
    at,
    ...(editedAt - at > UNEDITED ? { editedAt } : {}),
    subject: wordOf(article.subject, 300) ?? ticket.title ?? '',
    author: authorOf(read),
    claims: present({ from: wordOf(article.from), sender: wordOf(article.sender, 50) }),
    text,
    original: read,
    asks: article.sender === 'Customer' && article.id === ticket.first,
  });
}

function leftOut({ article }: Article): DropReason | undefined {
  if (article.sender === 'System') return 'automatic_mail';
  // Notes that agents write for each other.
  return article.internal === true ? 'internal_traffic' : undefined;
}

function textOf({ article: { body, content_type: type } }: Article): string {
  return (type === 'text/html' ? htmlToText(body) : body).trim();
}

/** `Name <address>`, or an address. */
const FROM = /^\s*(?:"?([^"<]{0,200}?)"?\s*<)?([^\s<>"]{1,64}@[^\s<>"]{1,255})>?\s*$/;

type Person = Article['author'];

const nameOf = ({ firstname, lastname }: Person): string | undefined =>
  wordOf([firstname, lastname].filter((part) => part && part !== '-').join(' '));

/**
 * Who wrote it: an agent by the account; a customer by what the article says it is from, for agents write down calls
 * in a customer's name.
 */
function authorOf({ article, author, ticket }: Article): ActorClaim {
  if (article.sender !== 'Customer') return present({ email: emailOf(author.email), name: nameOf(author) });
  const [, name, address] = FROM.exec(article.from ?? '') ?? [];
  const { customer } = ticket;
  const email = emailOf(address) ?? emailOf(customer.email);
  const isCustomer = email !== undefined && email.toLowerCase() === customer.email?.toLowerCase();
  const organizationName = isCustomer ? (wordOf(customer.organization) ?? ticket.organization) : undefined;
  return present({
    email,
    name: (isCustomer ? nameOf(customer) : undefined) ?? wordOf(name),
    organizationName: organizationName ?? undefined,
    organizationDomain: isCustomer ? hostOf(ticket.domain) : undefined,
  });
}
