/** Finds the topics of texts. */
import type { Weights } from './weights.ts';

/**
 * Whole words in lower-case text, whatever stands between them. Words hold letters, digits and blanks only (the
 * weights table checks that), so nothing needs escaping.
 */
function pattern(words: readonly string[]): RegExp {
  const alternatives = words.map((word) => word.toLowerCase().replaceAll(' ', '[ _/-]*'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'u');
}

/** Makes the function text → name of the first topic whose words it holds, or null. */
export function topicFinder({ topics }: Weights): (text: string) => string | null {
  const any = pattern(topics.flatMap((topic) => topic.words));
  const each = topics.map((topic) => ({ name: topic.name, words: pattern(topic.words) }));
  return (text) => {
    const lower = text.toLowerCase();
    if (!any.test(lower)) return null;
    return each.find(({ words }) => words.test(lower))?.name ?? null;
  };
}
