/** For tests of exports with profiles: which company each writer is taken to work for. */
import type { ActorClaim, Adapted, Batch, ReadJob, SourceRecord } from '../../src/intake/contract.ts';

const YEAR = 365 * 86_400_000;
const NOW = Date.UTC(2026, 10, 24);

/** A run at the end of the year in which the messages of the fixtures were written, and one a year later. */
export const [AT_THE_TIME, A_YEAR_LATER] = [NOW, NOW + YEAR];

/** Reads an export as of `now`. @returns writers and their companies, by the name that `who` gives them */
export async function companiesOf<T>(
  made: {
    read(job: ReadJob): AsyncIterable<Batch<T>>;
    adapt(record: SourceRecord<T>): Adapted | Promise<Adapted>;
    readonly who: 'login' | 'name';
  },
  input: string,
  now: number,
): Promise<readonly (readonly [string, ActorClaim['profileCompany']])[]> {
  const found = new Map<string, ActorClaim['profileCompany']>();
  const job = {
    ...{ input, settings: {}, now, signal: new AbortController().signal },
    cursor: async () => undefined,
  };
  for await (const { records } of made.read(job)) {
    for (const record of records) {
      for (const { actor } of (await made.adapt(record)).signals)
        found.set(actor?.[made.who] ?? '', actor?.profileCompany);
    }
  }
  return [...found].sort();
}
