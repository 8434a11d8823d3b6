/** Who subjects are: names, kinds, whether they are the vendor's own. */
import type { Client } from '../base/index.ts';
import type { PackedCells } from './acts_store.ts';
import type { Facts, Subject } from './facts.ts';
import { type OrganizationRow, readOrganizations, readPeopleNames } from './store.ts';

/** What is looked at of cells, packed or not. */
type Part = Pick<PackedCells, 'subjectId' | 'type' | 'madeUp' | 'personId'>;

type Described = Pick<Facts, 'subject' | 'names'>;

/** Who the subjects of a batch are. */
export async function describe(
  client: Pick<Client, 'query'>,
  batch: readonly (readonly Part[])[],
  options: { readonly vendorDomains: readonly string[] },
): Promise<Map<string, Described>> {
  const own = new Set(options.vendorDomains.map((domain) => domain.trim().toLowerCase()));
  const heads = batch.flatMap((cells) => (cells[0] === undefined ? [] : [cells[0]]));
  const organizations = await readOrganizations(
    client,
    heads.filter(({ type }) => type === 'organization').map(({ subjectId }) => subjectId),
  );
  const singles = batch.map(onlyPerson);
  const names = await readPeopleNames(
    client,
    singles.filter((id) => id !== null),
  );
  const described = new Map<string, Described>();
  heads.forEach((head, index) => {
    const madeUp = (batch[index] ?? []).some((cell) => cell.madeUp);
    const name = names.get(singles[index] ?? '');
    const organization = organizations.get(head.subjectId);
    if (head.type === 'organization' && organization === undefined) return;
    const subject =
      organization === undefined
        ? person(head.subjectId, name ?? '', madeUp)
        : toSubject(organization, own, madeUp);
    described.set(head.subjectId, { subject, names: name === undefined ? [] : [name] });
  });
  return described;
}

function onlyPerson(cells: readonly Part[]): string | null {
  let only: string | null = null;
  for (const { personId } of cells) {
    if (personId === null || personId === only) continue;
    if (only !== null) return null;
    only = personId;
  }
  return only;
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
    madeUp,
  };
}

function toSubject(row: OrganizationRow, own: ReadonlySet<string>, madeUp: boolean): Subject {
  const { id, name, domain, kind, kindReason } = row;
  const isOwn = kind === 'vendor' || (domain !== null && own.has(domain));
  return { id, type: 'organization', name, domain, kind, kindReason, own: isOwn, madeUp };
}
