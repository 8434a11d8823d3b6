/** Who a commit says that it is from. */
import { fullName, habit, jobAt, type Person, personalWorkMail } from '../story/people.ts';

/** How someone signs a commit: at work, in private, or with the code host's address that goes nowhere. */
export function identityOf(person: Person, at: number): string {
  const other =
    person.nickname !== undefined && habit(person, `name${Math.floor(at / 7_776_000_000)}`, 3) === 0;
  const name = other ? person.nickname : fullName(person);
  if (jobAt(person, at)?.organization.kind !== 'vendor') {
    if (habit(person, 'noreply', 9) === 0)
      return `${name} <${10_000 + habit(person, 'number', 80_000)}+${person.login}@users.noreply.github.com>`;
    if (person.commitsPrivately) return `${name} <${person.privateMail}>`;
  }
  // People who share a mailbox for questions still commit under an address of their own.
  const job = jobAt(person, at);
  const own = job === undefined ? person.privateMail : personalWorkMail(person, job);
  return `${name} <${own}>`;
}

/** One proper identity (the last) per person; all others map to it. */
export function mailmap(seen: ReadonlyMap<Person, ReadonlySet<string>>, at: number): string {
  const lines: string[] = [];
  for (const [person, identities] of seen) {
    if (identities.size < 2) continue;
    const proper = `${fullName(person)} <${identityOf(person, at).split('<')[1]}`;
    for (const identity of identities) if (identity !== proper) lines.push(`${proper} ${identity}`);
  }
  return lines.length === 0 ? '# nobody has two names yet\n' : `${lines.sort().join('\n')}\n`;
}

/** Time and zone as `--date-format=raw` wants them. */
export function when(person: Person, at: number): string {
  const { zone } = person.country;
  const size = Math.abs(zone);
  const offset = `${zone < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`;
  return `${Math.floor(at / 1000)} ${offset}`;
}
