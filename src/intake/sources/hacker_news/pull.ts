/** Asks the search of Hacker News (hn.algolia.com, search_by_date) for each word. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import { fieldsOf } from '../../text/json.ts';
import { readMentionSettings } from '../../text/mentions.ts';
import { downState, walkDown } from '../../text/pages.ts';
import { askJson, malformed } from '../../text/remote.ts';
import { type Body, hitBody } from './hit.ts';

const API = 'https://hn.algolia.com/api/v1/search_by_date';
const PER_PAGE = 100;

export async function* pullHits(job: PullJob): AsyncGenerator<Batch<Body>> {
  for (const word of readMentionSettings(job.settings).words) {
    yield* pullWord(job, word);
    if (job.signal.aborted) return;
  }
}

/** @returns what was found, for people */
export async function testSearch(job: PullJob): Promise<string> {
  const { words } = readMentionSettings(job.settings);
  if (words.length === 0) throw new LeadspringError('setting_invalid', 'words: none is given.');
  const found: string[] = [];
  for (const word of words) found.push(`“${word}” ${(await search(job, word, null)).count} times`);
  return found.join('; ');
}

const secondsOf = (item: unknown): number => Number(fieldsOf(item).created_at_i);

/** The search gives no more than 1,000 hits, so what is older is asked for by its time. */
async function* pullWord(job: PullJob, word: string): AsyncGenerator<Batch<Body>> {
  const key = `word ${word.toLowerCase()}`;
  const list = {
    what: `hits of ${word}`,
    ask: async (place: string | null) => {
      const { items } = await search(job, word, place);
      const oldest = Math.min(...items.map(secondsOf).filter((seconds) => !Number.isNaN(seconds)));
      // Up to and with that second, for it may hold more; unless all of the page is of it.
      const next = String(oldest) === place ? oldest - 1 : oldest;
      return { items, next: items.length < PER_PAGE || !Number.isFinite(next) ? null : String(next) };
    },
    timeOf: (item: unknown) => secondsOf(item) * 1_000,
    idOf: (item: unknown) => String(fieldsOf(item).objectID),
    until: job.now,
  };
  const stored = downState.safeParse(await job.cursor(key)).data ?? null;
  for await (const { items, state } of walkDown(list, stored)) {
    const records = items.map((item) => ({
      id: `item:${String(fieldsOf(item).objectID)}`,
      place: { file: `${API} “${word}”` },
      body: hitBody(item),
    }));
    yield { records, cursors: [{ key, value: state }] };
    if (job.signal.aborted) return;
  }
}

async function search(
  job: PullJob,
  word: string,
  upTo: string | null,
): Promise<{ readonly items: readonly unknown[]; readonly count: number }> {
  const query = new URLSearchParams({
    ...{ query: `"${word.replaceAll('"', ' ')}"`, tags: '(story,comment)' },
    ...{ advancedSyntax: 'true', typoTolerance: 'false', hitsPerPage: String(PER_PAGE) },
    ...(upTo === null ? {} : { numericFilters: `created_at_i<=${upTo}` }),
  });
  const { value } = await askJson(job.http, `${API}?${query}`);
  const { hits, nbHits: count } = fieldsOf(value);
  if (!Array.isArray(hits)) throw malformed(API, 'answers without hits');
  return { items: hits, count: Number(count ?? hits.length) };
}
