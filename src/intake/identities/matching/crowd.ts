/** How many people a set of names stands for. */
import { compareNames } from './compare_names.ts';
import { fitHandle, withoutDigits } from './handles.ts';
import type { PersonName } from './person_name.ts';

/** Beyond this many different names it does not matter how many more there are. */
const PEOPLE_LIMIT = 12;

/**
 * Names that have nothing to do with each other: 0 without a name, 1 when all may be one person's. Spellings of one
 * name count once, and so does a handle beside the full name of its owner. The order of the names does not matter.
 */
export function countPeople(names: readonly PersonName[]): number {
  const sorted = names.toSorted((a, b) => (a.joined < b.joined ? -1 : a.joined > b.joined ? 1 : 0));
  const people: PersonName[] = [];
  for (const name of sorted) {
    if (name.full && people.every((other) => compareNames(other, name).level === 'differs'))
      people.push(name);
    if (people.length >= PEOPLE_LIMIT) break;
  }
  const strange = countStrangers(sorted);
  // One handle beside a full name is that person's.
  return people.length + Math.max(0, people.length > 0 ? strange - 1 : strange);
}

/** Names of one word that no full name explains, and that are not beginnings of each other. */
function countStrangers(sorted: readonly PersonName[]): number {
  const full = sorted.filter((name) => name.full);
  const strangers: string[] = [];
  for (const name of sorted) {
    if (name.full || full.some((other) => fitHandle(name.joined, other) !== null)) continue;
    const handle = withoutDigits(name.joined);
    if (strangers.every((other) => !other.startsWith(handle) && !handle.startsWith(other)))
      strangers.push(handle);
  }
  return strangers.length;
}
