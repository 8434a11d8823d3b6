/** What threads are made of: Message-IDs, references and subjects. Pure. */
import type { Header } from './header.ts';

/** Longest Message-ID that is believed, in characters. */
const MAX_ID = 500;
/** Most references kept: the oldest, which names the thread, and the nearest ones. */
const MAX_REFERENCES = 100;

/** The Message-ID without angle brackets (RFC 5322 §3.6.4), or undefined when it is missing or invalid. */
export function messageId(header: Header): string | undefined {
  for (const value of header.all('message-id')) {
    const id = /<([^<>]*)>/.exec(value)?.[1] ?? value;
    const clean = cleanId(id);
    if (clean !== undefined) return clean;
  }
  return undefined;
}

/**
 * Parents, nearest last: References, then the ids in In-Reply-To that References lacks. In-Reply-To may
 * hold prose and addresses (RFC 822), so there only the first id that looks like one counts.
 */
export function references(header: Header, own: string): readonly string[] {
  const ids = header.all('references').flatMap(idsIn);
  const parent = header.all('in-reply-to').flatMap(idsIn)[0];
  if (parent !== undefined && !ids.includes(parent)) ids.push(parent);
  const unique = [...new Set(ids)].filter((id) => id !== own);
  if (unique.length <= MAX_REFERENCES) return unique;
  return [...unique.slice(0, 1), ...unique.slice(1 - MAX_REFERENCES)];
}

/** True when the message says that it answers another, even if it does not say which. */
export function isReply(header: Header, parents: readonly string[], subject: string): boolean {
  return parents.length > 0 || (header.first('in-reply-to') ?? '') !== '' || REPLY.test(subject);
}

function idsIn(value: string): string[] {
  const bracketed = [...value.slice(0, 100_000).matchAll(/<([^<>]*)>/g)].map((match) => match[1] ?? '');
  const candidates =
    bracketed.length > 0 ? bracketed : value.split(/[\s,]+/).filter((word) => word.includes('@'));
  return candidates.map(cleanId).filter((id) => id !== undefined);
}

/** Folding may leave spaces inside an id; other odd characters make it invalid. */
function cleanId(id: string): string | undefined {
  const clean = id.replace(/\s+/g, '');
  return clean.length > 2 && clean.length <= MAX_ID && !/\p{Cc}/u.test(clean) ? clean : undefined;
}

/** Prefixes that mail programs put before a subject, in the languages they speak. */
const MARKS =
  're|r|aw|antw|antwort|sv|vs|odp|odpověď|rif|res|ynt|vá|ang|回复|答复|回覆|fwd?|wg|tr|rv|doorst|vl|vb|pd|továbbítás|转发|轉寄';
/** A list's tag. Tags that say what the message is (`[PATCH 1/2]`, `[RFC]`) are part of the subject. */
const TAG = '\\[(?!(?:patch|rfc|bug)\\b)[^\\]]{1,80}\\]';
const COUNT = '(?:\\s*[\\[(^*]?\\d+[\\])]?)?';
const PREFIX = new RegExp(`^\\s*(?:(?:${MARKS})${COUNT}\\s*[:：]|${TAG})\\s*`, 'iu');
const REPLY = new RegExp(
  `^\\s*(?:${TAG}\\s*)?(?:re|aw|antw|antwort|sv|odp|odpověď|回复|答复|回覆)${COUNT}\\s*[:：]`,
  'iu',
);

/** The subject without reply and forward marks and `[list]` tags; the subject itself when nothing is left. */
export function baseSubject(subject: string): string {
  let base = subject.trim();
  for (;;) {
    const next = base.replace(PREFIX, '');
    if (next === base) return base;
    if (next === '') return base;
    base = next;
  }
}
