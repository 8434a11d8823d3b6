/** The parts of RFC 5322 and MIME that the sample's mails use. Lines end in LF, as in mbox files. */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export type Encoding = '7bit' | '8bit' | 'quoted-printable' | 'base64' | 'latin1';

/** `Mon, 24 Nov 2025 07:51:55 +0100` (RFC 5322 date-time). `zone` in minutes east of UTC. */
export function mailDate(at: number, zone: number): string {
  const local = new Date(at + zone * 60_000);
  const size = Math.abs(zone);
  const offset = `${zone < 0 ? '-' : '+'}${two(size / 60)}${two(size % 60)}`;
  const day = `${DAYS[local.getUTCDay()]}, ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()}`;
  return `${day} ${local.toISOString().slice(11, 19)} ${offset}`;
}

/** `Mon Nov 24 06:51:55 2025`: the date of an mbox separator (asctime, UTC). */
export function separatorDate(at: number): string {
  const date = new Date(at);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()}`;
}

/** A header's text: as it is when ASCII, else encoded words (RFC 2047, Q), folded. */
export function headerText(text: string): string {
  if (isAscii(text)) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    const piece = /[A-Za-z0-9]/.test(character)
      ? character
      : character === ' '
        ? '_'
        : escaped(Buffer.from(character));
    if (word.length + piece.length > 58) {
      words.push(word);
      word = '';
    }
    word += piece;
  }
  return [...words, word].map((piece) => `=?UTF-8?Q?${piece}?=`).join('\n ');
}

/** `"Name" <address>`, the name encoded when it must be. */
export function mailbox(name: string, address: string): string {
  const shown = isAscii(name) ? (/^[A-Za-z ]+$/.test(name) ? name : `"${name}"`) : headerText(name);
  return `${shown} <${address}>`;
}

/** The headers and the body of a text part. */
export function textPart(text: string, subtype: string, encoding: Encoding): string {
  const latin = encoding === 'latin1' && isLatin(text);
  const charset = isAscii(text) ? 'us-ascii' : latin ? 'iso-8859-1' : 'utf-8';
  const transfer =
    encoding === 'latin1' ? 'quoted-printable' : encoding === '7bit' && !isAscii(text) ? '8bit' : encoding;
  const body =
    transfer === 'base64'
      ? (
          Buffer.from(text)
            .toString('base64')
            .match(/.{1,76}/g) ?? []
        ).join('\n')
      : transfer === 'quoted-printable'
        ? quotedPrintable(text, latin ? 'latin1' : 'utf8')
        : text;
  return `Content-Type: text/${subtype}; charset=${charset}\nContent-Transfer-Encoding: ${transfer}\n\n${body}\n`;
}

/** Breaks a paragraph into lines of at most 72 characters. Texts without spaces are broken at 36. */
export function wrap(paragraph: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph
    .split(' ')
    .flatMap((part) => (part.length > 72 ? (part.match(/.{1,36}/gu) ?? []) : [part]))) {
    if (line !== '' && line.length + 1 + word.length > 72) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** HTML of plain text, as simple mail programs make it. */
export function simpleHtml(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<html><body>\n<p>${safe.trim().replaceAll('\n\n', '</p>\n<p>').replaceAll('\n', '<br>\n')}</p>\n</body></html>`;
}

/** RFC 2045 section 6.7. */
function quotedPrintable(text: string, charset: 'utf8' | 'latin1'): string {
  return text
    .split('\n')
    .map((line) => {
      const pieces: string[] = [];
      let length = 0;
      for (const character of line) {
        const piece =
          character !== '=' && isAscii(character) ? character : escaped(Buffer.from(character, charset));
        if (length + piece.length > 75) {
          pieces.push('=\n');
          length = 0;
        }
        pieces.push(piece);
        length += piece.length;
      }
      return pieces.join('').replace(/ $/, '=20');
    })
    .join('\n');
}

function escaped(bytes: Buffer): string {
  return [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function isAscii(text: string): boolean {
  return /^[\n\x20-\x7e]*$/.test(text);
}

function isLatin(text: string): boolean {
  return /^[\n\x20-\x7e\xa0-\xff]*$/.test(text);
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
