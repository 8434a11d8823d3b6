/**
 * What the author of a message wrote, without what is quoted from others, the signature and the list's
 * footer. Rules only, for the languages and programs that archives show; when in doubt text is kept.
 */

const VERB =
  /(?:\b(?:wrote|writes|schrieb|geschrieben|a écrit|escribió|escribio|ha scritto|escreveu|schreef|skrev|napsala?|napsal\(a\)|napisała?|napisał\(a\)|kirjoitti|írta|a scris|je napisao|yazdı)|пишет|писал|написал|написала|写道|寫道|のメール|書きました|작성)[^:：]{0,80}[:：]\s*$/iu;
/** `26.06.2024, 14:41, "Ana" <ana@acme.example>:` */
const TIME_AND_ADDRESS = /\d{1,2}[:.]\d\d.*<[^<>@\s]+@[^<>\s]+>\s*[:：]\s*$/;
const OPENER =
  /^\s*(?:on|am|le|el|il|em|op|den|på|dne|w dniu|dnia|pe|ons?|tirsdag|a las|при|в|\d{1,4}[-./ ]|\p{Lu}\p{L}+,? \d|在|于|<?[\w.+-]+@)/iu;

const DIVIDER =
  /^\s*[-_*]{2,}\s*(?:original(?:nachricht)?(?: message| appointment)?|ursprüngliche nachricht|weitergeleitete nachricht|forwarded (?:message|by\b.*)|begin forwarded message|message (?:d['’]origine|original|transféré)|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)|mensagem (?:original|encaminhada)|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|původní (?:zpráva|e-mail)|přeposlaná zpráva|wiadomość (?:oryginalna|przekazana)|исходное сообщение|пересылаемое сообщение|原始邮件|元のメッセージ)\s*[-_*]{2,}\s*$/iu;

const FROM_LINE = /^\s*\*?(?:from|von|de|da|van|från|fra|od|от|发件人|寄件者|差出人)\s?[:：]\*?\s*\S/iu;
const SENT_LINE =
  /^\s*\*?(?:sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|data|inviato|verzonden|skickat|sendt|odesláno|wysłano|дата|отправлено|发送时间|日期|送信日時)\s?[:：]\*?\s*\S/iu;

const SIGNATURE = /^--\s?$/;
const FOOTER = /^(?:_{20,}|-{20,}|={20,})\s*$/;
const FOOTER_TEXT = /mailing list|mailman|unsubscribe|listinfo|subscri|google groups|listserv/i;
const SENT_FROM =
  /^\s*(?:sent (?:from|via|with) (?:my |a |the )?\S.{0,40}|get outlook for \w+.*|von meinem \S+ gesendet|gesendet (?:von|mit) .{1,40}|envoyé (?:de|depuis) .{1,40}|enviado (?:desde|do) .{1,40}|inviato da .{1,40}|odesláno z .{1,40})$/i;

/**
 * The author's own words. Never empty when `text` is not: a message that is all quote or signature comes
 * back whole.
 */
export function ownWords(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const end = Math.min(cutAt(lines), signatureAt(lines));
  const kept = withoutSentFrom(withoutQuotes(lines.slice(0, end)));
  const own = kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return own === '' ? lines.join('\n').trim() : own;
}

function isQuoted(line: string | undefined): boolean {
  return line !== undefined && /^\s{0,3}>/.test(line);
}

/** Index of the first line from which everything is quoted without marks; the number of lines if nothing is. */
function cutAt(lines: readonly string[]): number {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (DIVIDER.test(line) && !isQuoted(lines[nextText(lines, i)])) return i;
    if (isHeaderBlock(lines, i)) return backOverRule(lines, i);
    if (isAttribution(lines, i) && hasSource(lines, i) && !quotedAfter(lines, i))
      return attributionStart(lines, i);
  }
  return lines.length;
}

/** True when the line begins a copied header: From with Date or Sent in a run of a few lines. */
function isHeaderBlock(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (!FROM_LINE.test(line) && !SENT_LINE.test(line)) return false;
  const end = lines.slice(at, at + 5).findIndex((next) => next.trim() === '');
  const block = lines.slice(at, end < 0 ? at + 5 : at + end);
  return block.some((next) => FROM_LINE.test(next)) && block.some((next) => SENT_LINE.test(next));
}

/** Index of the drawn line above `at`, if there is one. */
function backOverRule(lines: readonly string[], at: number): number {
  let above = at - 1;
  while (above > at - 3 && lines[above]?.trim() === '') above--;
  return /^\s*[_-]{5,}\s*$/.test(lines[above] ?? '') ? above : at;
}

/** True when the line ends with "... wrote:" in some language, or with a time and an address. */
function isAttribution(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.length >= 300 || !/[:：]\s*$/.test(line)) return false;
  return VERB.test(line) || TIME_AND_ADDRESS.test(line);
}

/** True when an attribution names a date or an address, so that it is not just a sentence. */
function hasSource(lines: readonly string[], at: number): boolean {
  const whole = lines.slice(attributionStart(lines, at), at + 1).join(' ');
  return /@|\d{1,2}[:.h]\d\d|\b\d{4}\b/.test(whole);
}

function quotedAfter(lines: readonly string[], at: number): boolean {
  return isQuoted(lines[nextText(lines, at)]);
}

/** Index of the next line that is not blank, after `at`. */
function nextText(lines: readonly string[], at: number): number {
  let next = at + 1;
  while (next < lines.length && lines[next]?.trim() === '') next++;
  return next;
}

/** An attribution may run over several lines: back to the line that opens it, three at most. */
function attributionStart(lines: readonly string[], at: number): number {
  for (let i = at; i >= Math.max(0, at - 3); i--) {
    const line = lines[i] ?? '';
    if (line.trim() === '' || isQuoted(line)) break;
    if (OPENER.test(line) && /\d/.test(lines.slice(i, at + 1).join(''))) return i;
  }
  return at;
}

/** Without quoted lines and the attributions that stand before them. */
function withoutQuotes(lines: readonly string[]): string[] {
  const dropped = new Set<number>();
  for (let i = 0; i < lines.length; i++) {
    if (isQuoted(lines[i])) dropped.add(i);
    else if (isAttribution(lines, i) && quotedAfter(lines, i)) {
      for (let j = attributionStart(lines, i); j <= i; j++) dropped.add(j);
    }
  }
  return lines.filter((_, i) => !dropped.has(i));
}

/** Index where the signature (RFC 3676 §4.3) or the list's footer begins. */
function signatureAt(lines: readonly string[]): number {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (SIGNATURE.test(line)) return i;
    if (FOOTER.test(line) && lines.slice(i + 1, i + 4).some((next) => FOOTER_TEXT.test(next))) return i;
  }
  return lines.length;
}

/** Without a last line such as "Sent from my phone". */
function withoutSentFrom(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return last > 0 && SENT_FROM.test(lines[last] ?? '') ? lines.slice(0, last) : lines;
}

/** Lines of a signature; what is longer is none. */
const SIGNATURE_LINES = 15;

/** The signature that `ownWords` takes off: what follows `-- ` until a quote, a footer or the end; '' when there is none. */
export function signatureOf(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const at = lines.findIndex((line) => SIGNATURE.test(line));
  if (at < 0) return '';
  const after = lines.slice(at + 1, at + 2 + SIGNATURE_LINES);
  const end = after.findIndex(
    (line, i) => isQuoted(line) || FOOTER.test(line) || DIVIDER.test(line) || isAttribution(after, i),
  );
  const signature = (end < 0 ? after : after.slice(0, end)).join('\n').trim();
  return end < 0 && after.length > SIGNATURE_LINES ? '' : signature;
}
