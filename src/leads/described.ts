/** Who subjects are: names, kinds, whether they are the vendor's own or members. */
import type { Queryable } from '../base/index.ts';
import type { SubjectCell } from './acts_store.ts';
import type { Facts, Subject } from './facts.ts';
import { type Insiders, insidersOf, toDomains } from './insiders.ts';
import { type OrganizationRow, readOrganizations, readPeopleNames } from './store.ts';

/** What was seen of a subject that says who it is. */
export interface Seen extends Pick<SubjectCell, 'subjectId' | 'type' | 'madeUp'> {
  /** Id of the only person seen. */
  readonly only: string | null;
}

export type Described = Pick<Facts, 'subject' | 'names'>;

/** Who subjects are, by id. Organizations that are gone are missing. */
export async function describe(
  db: Queryable,
  subjects: readonly Seen[],
  options: Insiders,
): Promise<Map<string, Described>> {
  const { vendorDomains, memberDomains } = insidersOf(options);
  const own = new Set(toDomains(vendorDomains));
  const members = new Set(toDomains(memberDomains));
  const organizations = await readOrganizations(
    db,
    subjects.filter(({ type }) => type === 'organization').map(({ subjectId }) => subjectId),
  );
  const names = await readPeopleNames(
    db,
    subjects.flatMap(({ only }) => only ?? []),
  );
  const described = new Map<string, Described>();
  for (const { subjectId, type, madeUp, only } of subjects) {
    const name = names.get(only ?? '');
    const organization = organizations.get(subjectId);
    if (type === 'organization' && organization === undefined) continue;
    const subject =
      organization === undefined
        ? person(subjectId, name ?? '', madeUp)
        : toSubject(organization, own, members, madeUp);
    described.set(subjectId, { subject, names: name === undefined ? [] : [name] });
  }
  return described;
}

/** What is needed of cells to say whose they are; nothing when there are none. */
export function seenOf(cells: readonly SubjectCell[]): readonly Seen[] {
  const [first] = cells;
  if (first === undefined) return [];
  const { subjectId, type } = first;
  const people = new Set(cells.flatMap(({ personId }) => personId ?? []));
  const [only = null] = people.size === 1 ? people : [];
  return [{ subjectId, type, madeUp: cells.some(({ madeUp }) => madeUp), only }];
}

function person(id: string, name: string, madeUp: boolean): Subject {
  return {
    id,
    type: 'person',
    name,
    domain: null,
    kind: 'person',
    kindReason: 'A person without a known organization.',
    own: false,
    member: false,
    madeUp,
  };
}

function toSubject(
  row: OrganizationRow,
  own: ReadonlySet<string>,
  members: ReadonlySet<string>,
  madeUp: boolean,
): Subject {
  const { id, name, domain, kind, kindReason } = row;
  const isOwn = kind === 'vendor' || (domain !== null && own.has(domain));
  const member = !isOwn && domain !== null && members.has(domain);
  return { id, type: 'organization', name, domain, kind, kindReason, own: isOwn, member, madeUp };
}
