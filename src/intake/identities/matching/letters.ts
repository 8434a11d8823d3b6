/** Sets of letters, one bit each (by code, modulo 32): words far apart in them are no misspellings of each other. */

export function lettersOf(words: readonly string[]): number {
  let letters = 0;
  for (const word of words)
    for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/** How many letters only one of two sets has. One edit of a word changes at most two. */
export function lettersApart(a: number, b: number): number {
  let count = 0;
  for (let left = a ^ b; left !== 0; left &= left - 1) count++;
  return count;
}
