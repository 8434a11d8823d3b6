/** The visible text of a message. Time and memory are bounded whatever the body holds. */
import PostalMime from 'postal-mime';
import { cut } from './address.ts';
import type { Header } from './header.ts';
import { htmlToText } from './html.ts';
import { ownWords } from './quotes.ts';

/** Most bytes of a body in which text is looked for; attachments beyond it are not even walked through. */
const MAX_BODY = 2 << 20;
/** Most parts, and levels of parts, of a multipart body. */
const MAX_PARTS = 10_000;
const MAX_DEPTH = 50;
/** Longest text kept, in characters. */
export const MAX_TEXT = 64 * 1024;

/** The text, or why the body cannot be parsed. */
export type BodyResult = { readonly text: string } | { readonly malformed: string };

/**
 * The author's own words in a message: plain text where there is some, else HTML as text, without quotes
 * and signature.
 * @param isMbox whether lines beginning with `From ` were escaped as `>From ` (mboxo, mboxrd)
 */
export async function bodyText(raw: Uint8Array, header: Header, isMbox: boolean): Promise<BodyResult> {
  const body = withNewlines(raw.subarray(header.bodyAt, header.bodyAt + MAX_BODY));
  const type = header.first('content-type') ?? '';
  if (/^\s*multipart\//i.test(type) && countDelimiters(body) > MAX_PARTS) {
    return { malformed: `the body has more than ${MAX_PARTS} parts` };
  }
  try {
    const { text, html } = await PostalMime.parse(withMimeHeader(header, body), {
      maxNestingDepth: MAX_DEPTH,
      maxHeadersSize: 1 << 20,
      maxRfc822NestingDepth: 2,
    });
    const shown = isBlank(text) && html !== undefined ? htmlToText(html) : (text ?? '');
    return { text: tidy(shown.slice(0, 4 * MAX_TEXT), isMbox) };
  } catch (error) {
    return { malformed: error instanceof Error ? error.message : String(error) };
  }
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function tidy(shown: string, isMbox: boolean): string {
  const text = shown.replaceAll('\0', '');
  const unescaped = isMbox && text.includes('>From ') ? text.replace(/^>(>*From )/gm, '$1') : text;
  return cut(ownWords(unescaped), MAX_TEXT);
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
  if (!/=\s*"?flowed/i.test(message.toString('latin1'))) return message;
  return Buffer.from(message.toString('latin1').replace(FLOWED, '$1$2fixed'), 'latin1');
}

/** Old Macs ended lines with CR alone, which the parser does not know. */
function withNewlines(body: Uint8Array): Uint8Array {
  if (body.includes(0x0a) || !body.includes(0x0d)) return body;
  return body.map((byte) => (byte === 0x0d ? 0x0a : byte));
}

/** Lines that begin with `--`: an upper bound of the number of parts. */
function countDelimiters(body: Uint8Array): number {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  let count = 0;
  for (let at = bytes.indexOf('\n--'); at >= 0 && count <= MAX_PARTS; at = bytes.indexOf('\n--', at + 3))
    count++;
  return count;
}
