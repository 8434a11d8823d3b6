/** What a person is called. */
import type { Folded, Group } from './fold.ts';

/** Names of people by exact claims, by their ids. */
export type ClaimedNames = ReadonlyMap<string, string>;

/**
 * The name of a group: the one a hand gave, else the longest that claims give to the handles that are its own,
 * else the person's claimed name, else the longest label.
 */
export function nameOf(state: Folded, group: Group, claimed: ClaimedNames): string {
  if (group.name !== null) return group.name;
  const members = [...group.members].flatMap((id) => state.claims.get(id) ?? []);
  const people = new Set(members.map(({ claimedPersonId }) => claimedPersonId));
  const own = members.filter(({ ownPersonId }) => people.has(ownPersonId));
  return (
    longest(own.map(({ ownPersonId }) => claimed.get(ownPersonId) ?? '')) ||
    claimed.get(group.id) ||
    longest(members.map(({ label }) => label.replace(/^([^\s@]+)@\S+$/, '$1')))
  );
}

/** The longest, then the greatest: an order that forgets in which order names arrived. */
function longest(names: readonly string[]): string {
  return names.reduce((a, b) => (b.length > a.length || (b.length === a.length && b > a) ? b : a), '');
}
