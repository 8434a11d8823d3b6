/** The visible text of a message. Time and memory are bounded whatever the body holds. */
import PostalMime from 'postal-mime';
import { htmlToText } from '../text/html.ts';
import { cut } from './address.ts';
import { decodeText, type Header } from './header.ts';
import { ownWords, signatureOf } from './quotes.ts';

/**
 * Most bytes and lines of a body in which text is looked for: text stands before attachments, and the parser
 * takes its time for every line.
 */
const MAX_BODY = 2 << 20;
const MAX_LINES = 20_000;
/** Most levels of parts in parts, and of messages in messages. */
const MAX_DEPTH = 50;
const MAX_FORWARDED = 2;
/** Longest text kept, in characters. */
export const MAX_TEXT = 64 * 1024;
const MAX_SIGNATURE = 2_000;

/** The text, or why the body cannot be parsed. */
export type BodyResult = Shown | { readonly malformed: string };

interface Shown {
  readonly text: string;
  /** The signature below the text; '' when there is none. */
  readonly signature: string;
}

/**
 * The author's own words in a message: plain text where there is some, else HTML as text, without quotes
 * and signature.
 * @param isMbox whether lines beginning with `From ` were escaped as `>From ` (mboxo, mboxrd)
 */
export async function bodyText(raw: Uint8Array, header: Header, isMbox: boolean): Promise<BodyResult> {
  const body = withNewlines(bounded(raw.subarray(header.bodyAt)));
  if (isPlain(header)) return tidy(decodeText(body), isMbox);
  try {
    const { text, html, attachments } = await PostalMime.parse(withMimeHeader(header, body), {
      maxNestingDepth: MAX_DEPTH,
      maxHeadersSize: 1 << 20,
      maxRfc822NestingDepth: MAX_FORWARDED,
    });
    if (text !== undefined && (text.trim() !== '' || html === undefined)) return tidy(text, isMbox);
    if (html !== undefined) return tidy(htmlToText(html), isMbox);
    // Nothing was found, e.g. for want of a boundary: better the body as it stands than no text.
    return attachments.length > 0 ? { text: '', signature: '' } : tidy(decodeText(body), isMbox);
  } catch (error) {
    return { malformed: error instanceof Error ? error.message : String(error) };
  }
}

const PLAIN_TYPE = /^\s*text\/plain\s*(?:;|$)/i;
const PLAIN_CHARSET = /^(?:us-ascii|ascii|utf-?8|iso-8859-1|latin1|windows-1252)$/i;

/**
 * True for a body that is its text: most mail of lists. The parser would give the same, in three times the
 * time.
 */
function isPlain(header: Header): boolean {
  const type = header.first('content-type') ?? 'text/plain';
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1] ?? 'utf-8';
  const encoding = header.first('content-transfer-encoding') ?? '7bit';
  return (
    PLAIN_TYPE.test(type) && PLAIN_CHARSET.test(charset) && /^\s*(?:[78]-?bits?|binary)\s*$/i.test(encoding)
  );
}

/** The start of a body, at a line end where there is one. */
function bounded(body: Uint8Array): Uint8Array {
  const end = Math.min(body.length, MAX_BODY);
  let lines = 0;
  for (let i = 0; i < end; i++) if (body[i] === 0x0a && ++lines === MAX_LINES) return body.subarray(0, i + 1);
  let at = end;
  while (at > end - 4 && isContinuation(body[at])) at--; // never through a character, or it is no UTF-8 any more
  return body.subarray(0, at);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function tidy(shown: string, isMbox: boolean): Shown {
  const text = shown.replaceAll('\0', '').slice(0, 4 * MAX_TEXT);
  const unescaped = isMbox && text.includes('>From ') ? text.replace(/^>(>*From )/gm, '$1') : text;
  return { text: cut(ownWords(unescaped), MAX_TEXT), signature: cut(signatureOf(unescaped), MAX_SIGNATURE) };
}

/**
 * The body under the two header fields that say how to read it. The parser never sees the rest of the
 * header, which is read already.
 */
function withMimeHeader(header: Header, body: Uint8Array): Uint8Array {
  const fields = ['content-type', 'content-transfer-encoding']
    .map((name) => ({ name, value: header.first(name) }))
    .filter(({ value }) => value !== undefined)
    .map(({ name, value }) => `${name}: ${value}\r\n`);
  return withoutFlow(Buffer.concat([Buffer.from(`${fields.join('')}\r\n`), body]));
}

const FLOWED = /^(content-type:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*?;\s*format=)("?)flowed/gim;

/**
 * Keeps flowed text (RFC 3676) in its lines: the parser joins a quoted line that ends in a space with the
 * author's answer below it, which then would count as quoted.
 */
function withoutFlow(message: Buffer): Uint8Array {
  if (!message.includes('flowed')) return message;
  return Buffer.from(message.toString('latin1').replace(FLOWED, '$1$2fixed'), 'latin1');
}

/** Old Macs ended lines with CR alone, which the parser does not know. */
function withNewlines(body: Uint8Array): Uint8Array {
  if (body.includes(0x0a) || !body.includes(0x0d)) return body;
  return body.map((byte) => (byte === 0x0d ? 0x0a : byte));
}
