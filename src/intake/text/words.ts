/** Whether texts of strangers speak of the product. */

/**
 * Makes the check whether a text has one of the words or names, as a whole and in whatever case. Without words every
 * text has them.
 */
export function wordsIn(words: readonly string[]): (text: string) => boolean {
  const wanted = words.map((word) => word.trim()).filter((word) => word !== '');
  if (wanted.length === 0) return () => true;
  const escaped = wanted.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const found = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${escaped.join('|')})(?![\\p{L}\\p{N}_])`, 'iu');
  return (text) => found.test(text);
}
