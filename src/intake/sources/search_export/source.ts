/** Searches of the documentation, as search services export them. */
import { defineSource, type Probe } from '../../contract.ts';
import { searchAdapter } from './adapt.ts';
import { readSearches } from './read.ts';
import type { SearchBody } from './search.ts';
import { readSettings, SETTINGS } from './settings.ts';

const QUERY = /"(?:search|query|q|term|label|search_term|searchTerm|keyword)"\s*:\s*"/;
const COUNT =
  /"(?:count|searches|nbHits|doc_count|nb_hits|results|results_count|resultsCount|num_results|found)"\s*:\s*\d/;
const ALGOLIA = /^\s*\{\s*"searches"\s*:\s*\[/;

function recognize({ isDirectory, head }: Probe): number {
  if (isDirectory) return 0;
  const text = Buffer.from(head)
    .toString('latin1', 0, 16_384)
    .replace(/^\xef\xbb\xbf/, '');
  if (ALGOLIA.test(text)) return 0.93;
  return /^\s*[[{]/.test(text) && QUERY.test(text) && COUNT.test(text) ? 0.5 : 0;
}

export const searchExport = defineSource<SearchBody>({
  name: 'search_export',
  title: 'Documentation searches (JSON)',
  summary:
    'What was searched for in the documentation, how often and with how many results, from a search service.',
  expects: 'an export of searches from Algolia, Typesense, Elastic or Matomo (JSON; for CSV see csv)',
  accessPoints: ['documentation'],
  settings: SETTINGS,
  sensitive: ['search', 'query', 'q', 'term', 'label'],
  resumable: false,
  version: 1,
  threads: false,
  recognize,
  read: readSearches,
  adapter: async (settings) => searchAdapter(readSettings(settings)),
});
