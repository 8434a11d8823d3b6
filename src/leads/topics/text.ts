/** Text as topics are looked for in it: one form for all spellings, and what kind of character stands where. */

/** Letters whose plain form is no decomposition of theirs. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ł: 'l', đ: 'd', ø: 'o', ı: 'i', æ: 'ae', œ: 'oe', þ: 'th', ð: 'd' },
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
const ASCII = /^[\u0000-\u007f]*$/;

/**
 * Small letters without accents, composed: `Hochverfügbarkeit`, the same typed with a combining mark, and
 * `HOCHVERFUGBARKEIT` are one. Marks that make another letter (Kana, Hangul, Thai) stay.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]+/g, '')
    .normalize('NFC')
    .replace(/[ßłđøıæœþð]/g, (letter) => PLAIN[letter] ?? letter);
}

/** What may stand between the words of a phrase. */
const JOINER = /[\s_/\-+'’‘ʼ`\u2010-\u2015]/u;
const LETTER = /[\p{L}\p{N}\p{M}]/u;
/** Scripts that are written without blanks, or (Hangul) with endings that cling to the word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;

export const OTHER = 1;
export const JOINS = 2;
export const WORD = 3;
export const DIGIT = 4;
/** A letter of a script without blanks: words begin and end anywhere. */
export const DENSE = 5;

/** What each UTF-16 unit is; 0 is not looked at yet. */
const KINDS = new Uint8Array(65_536);

function findKind(code: number): number {
  const char = String.fromCharCode(code);
  if (code >= 48 && code <= 57) return DIGIT;
  if (JOINER.test(char)) return JOINS;
  // Han beyond the first plane, by its first half. Other pairs are pictures and scripts that no word is written in.
  if (code >= 0xd840 && code <= 0xd888) return DENSE;
  if (UNSPACED.test(char)) return DENSE;
  return LETTER.test(char) ? WORD : OTHER;
}

/** What stands at that place of a folded text; `OTHER` before and after it. */
export function kindAt(text: string, at: number): number {
  if (at < 0 || at >= text.length) return OTHER;
  const code = text.charCodeAt(at);
  const known = KINDS[code] ?? OTHER;
  if (known !== 0) return known;
  const kind = findKind(code);
  KINDS[code] = kind;
  return kind;
}

/** Whether letters or digits at both places belong to one word. */
export function oneWord(before: number, after: number): boolean {
  return (before === WORD || before === DIGIT) && (after === WORD || after === DIGIT);
}
