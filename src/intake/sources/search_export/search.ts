/** One search, or what was searched for so many times, as services export it. */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { fieldsOf } from '../../text/json.ts';
import { searchWords } from '../../text/page_key.ts';

/** Body of a record. What was typed stays behind: it may be anything. */
export interface SearchBody {
  readonly search: {
    /** The words that are fit to be kept. */
    readonly words: string | null;
    /** Tells what was typed from everything else that comes to the same words. */
    readonly key: string;
    readonly count: unknown;
    readonly results: unknown;
    readonly date: unknown;
  };
}

/**
 * Names that services give: Algolia (`search`, `count`, `nbHits`), Elastic App Search (`term`, `queries.doc_count`),
 * Typesense (`q`, `count`), Matomo (`label`, `nb_hits`), and logs of single searches.
 */
const NAMES = {
  query: ['search', 'query', 'q', 'term', 'label', 'search_term', 'searchTerm', 'keyword'],
  count: ['count', 'searches', 'total', 'queries'],
  results: ['nbHits', 'results', 'hits', 'results_count', 'resultsCount', 'num_results', 'found'],
  date: ['date', 'day', 'timestamp', 'time', 'created_at', 'searched_at'],
} as const;

/** The search that a value of an export is. */
export function searchOf(value: unknown): SearchBody {
  const fields = fieldsOf(value);
  const first = (names: readonly string[]): unknown => {
    const name = names.find((each) => fields[each] !== undefined && fields[each] !== null);
    return name === undefined ? null : fields[name];
  };
  const typed = first(NAMES.query);
  const text = typeof typed === 'string' ? typed : null;
  // Matomo calls searches hits, and says nothing of results.
  const isMatomo = 'label' in fields && 'nb_hits' in fields;
  // Algolia's list of searches without results says how many had filters, and no number of results.
  const without = 'withFilterCount' in fields && !('nbHits' in fields);
  return {
    search: {
      words: text === null ? null : searchWords(text),
      key: hash('sha256', (text ?? '').trim().toLowerCase()).slice(0, 32),
      count: isMatomo ? fields.nb_hits : plainCount(first(NAMES.count)),
      results: isMatomo ? null : without ? 0 : plainCount(first(NAMES.results)),
      date: first(NAMES.date),
    },
  };
}

/** A number, or the one that Elastic has in an object of its own; a list counts its items. */
function plainCount(value: unknown): unknown {
  if (Array.isArray(value)) return value.length;
  return fieldsOf(value).doc_count ?? value;
}

const whole = z
  .union([z.number(), z.string().regex(/^\d{1,12}$/)])
  .transform(Number)
  .refine((number) => Number.isFinite(number) && number >= 0)
  .transform(Math.round);

/** A record's body whose search is one. */
export const searchShape = z.object({
  search: z.object({
    words: z.string(),
    key: z.string(),
    count: whole.nullable(),
    results: whole.nullable(),
    /** A text (ISO 8601), or seconds or milliseconds since the epoch. */
    date: z.union([z.string(), z.number()]).nullable(),
  }),
});
export type Search = z.infer<typeof searchShape>['search'];
