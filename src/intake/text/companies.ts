/** The company and the home page of profiles, which lists of what people did leave out. */
import { LRUCache } from 'lru-cache';
import { LeadspringError } from '../../base/plain.ts';
import { type Fields, fieldsOf } from './json.ts';
import { isCurrent } from './profile.ts';

/** What is read of a profile. */
export interface Profile {
  readonly company?: string;
  readonly homepage?: string;
}

/** How a platform is asked for the profiles of many at once. */
export interface Profiles {
  /** What an account of a list is asked for by; undefined where it has no profile. */
  keyOf(account: Fields): string | undefined;
  /** Profiles by key, of those that name something; null when profiles are not shown. */
  ask(keys: readonly string[]): Promise<ReadonlyMap<string, Profile> | null>;
}

/** Items of a list, with what the profile names added to whoever stands in their field `by`. */
export type AddCompanies = (
  items: readonly unknown[],
  by: string,
  timeOf: (item: unknown) => number,
) => Promise<readonly unknown[]>;

const MOST_AT_ONCE = 100;
const MOST_KNOWN = 50_000;

/**
 * Asks for each account once a run, and only for those whose act is recent, for a profile says nothing of earlier
 * employers. When that fails, lists stay as they are: they are worth reading without.
 * @param profiles null where nothing may be asked
 */
export function openCompanies(profiles: Profiles | null, now: number): AddCompanies {
  const known = new LRUCache<string, Profile>({ max: MOST_KNOWN });
  let open = profiles;
  const learn = async (keys: readonly string[]): Promise<void> => {
    for (let at = 0; open !== null && at < keys.length; at += MOST_AT_ONCE) {
      const some = keys.slice(at, at + MOST_AT_ONCE);
      const found = await unlessRefused(open.ask(some));
      if (found === null) open = null;
      else for (const key of some) known.set(key, found.get(key) ?? {});
    }
  };
  return async (items, by, timeOf) => {
    if (open === null && known.size === 0) return items;
    const keys = items.map((item) =>
      isCurrent(timeOf(item), now) ? profiles?.keyOf(fieldsOf(fieldsOf(item)[by])) : undefined,
    );
    const unknown = [...new Set(keys)].filter((key) => key !== undefined);
    await learn(unknown.filter((key) => !known.has(key)));
    return items.map((item, at) => {
      const profile = known.get(keys[at] ?? '');
      if (profile === undefined || Object.keys(profile).length === 0) return item;
      const fields = fieldsOf(item);
      return { ...fields, [by]: { ...fieldsOf(fields[by]), ...profile } };
    });
  };
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof LeadspringError) return null;
    throw thrown;
  }
}
