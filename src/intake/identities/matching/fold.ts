/** One spelling for names of any script: marks dropped, letters of Cyrillic and Greek written in Latin ones. */
import { foldName } from '../names.ts';

const LATIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ə: 'e',
};

/** Close to what people write in passports; й and щ come apart in NFKD or are spelled the usual way. */
const CYRILLIC = table(
  'а a б b в v г g ґ g д d е e є ye ж zh з z и i і i ї yi к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya ј j љ lj њ nj ћ c ђ dj џ dz ў u',
);
const GREEK = table(
  'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o',
);

/** Letters that look like Latin ones (after Unicode TR39's table of confusables, the common part). */
const LOOK_ALIKE = table(
  'а a с c ԁ d е e һ h і i ј j о o р p ѕ s т t у y х x ԛ q ԝ w в b н h к k м m α a ο o ρ p ν v τ t υ u κ k ι i χ x',
);

function table(text: string): ReadonlyMap<string, string> {
  const cells = text.split(' ');
  return new Map(
    cells.flatMap((cell, at) =>
      at % 2 === 0 ? [[cell, cells[at + 1] === '-' ? '' : (cells[at + 1] ?? '')] as const] : [],
    ),
  );
}

/**
 * A name folded for comparing: lower case, no marks, no invisible characters, Latin where a table knows how.
 * A word that mixes Latin letters with look-alikes of another script becomes what it looks like.
 */
export function foldScript(text: string): string {
  const folded = foldName(repair(text));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  if (/^[\x00-\x7f]*$/.test(folded)) return folded;
  return folded.replace(/[\p{L}\p{N}]+/gu, foldWord);
}

function foldWord(word: string): string {
  const mixed = /[a-z]/.test(word);
  let out = '';
  for (const letter of word) {
    const other = mixed ? LOOK_ALIKE.get(letter) : undefined;
    out += other ?? LATIN[letter] ?? CYRILLIC.get(letter) ?? GREEK.get(letter) ?? letter;
  }
  return out;
}

/** UTF-8 that was once read as Latin-1 ("JÃ¼rgen") is read again as what it was. */
function repair(text: string): string {
  if (!/[\u00c2-\u00f4][\u0080-\u00bf]/.test(text) || /[\u0100-\uffff]/.test(text)) return text;
  const again = Buffer.from(text, 'latin1').toString('utf8');
  return again.includes('\ufffd') ? text : again;
}

/** Coarser: the spellings of umlauts, doubled letters and y/i, k/c are one ("mueller", "muller", "muler"). */
export function squash(word: string): string {
  return word
    .replace(/([aou])e|aa/g, (pair) => pair.charAt(0))
    .replace(/(.)\1+/gu, '$1')
    .replace(/[yj]/g, 'i')
    .replace(/kh|ck|ch/g, 'k')
    .replace(/ph/g, 'f')
    .replace(/w/g, 'v');
}
