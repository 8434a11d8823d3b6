/**
 * For whom people act, as far as it was known at a time: the domain of the address they used, else the one domain
 * that the change was signed off with (an author signs first, so a single signature is the author's), else the
 * company that the same address or name was seen with at the time nearest to the act, in any project.
 */
import { type Company, companyOf } from './companies.ts';
import type { See } from './past.ts';
import type { Act, EventRow, Visible } from './types.ts';
import { DAY } from './types.ts';

/** The same person was seen with a company's address. */
interface Sighting extends Visible {
  readonly company: Company;
}

/** Grows with time; `add` takes rows by rising time. */
export interface People {
  add(row: EventRow): void;
  /** The act as it counts for an organization, as known now; null when nobody can say for which. */
  actOf(row: EventRow, see: See): Act | null;
}

/** Sightings further from an act say little about it: people change jobs. */
const NEAR = 730 * DAY;
/** A sighting of the same company is kept again only after so long; bounds memory for busy people. */
const APART = 90 * DAY;

/** Nobody known yet. */
export function openPeople(): People {
  // An address names one person; a name may be several people's, so it is asked second.
  const [byAddress, byName] = [new Map<string, Sighting[]>(), new Map<string, Sighting[]>()];
  return {
    add(row) {
      const company = statedCompany(row);
      if (company === null) return;
      const sighting = { company, visibleAt: row.visibleAt };
      keep(byAddress, row.email, sighting);
      keep(byName, row.name, sighting);
    },
    actOf(row, see) {
      const stated = statedAct(see(row));
      if (stated !== null) return stated;
      const found =
        nearest(byAddress.get(row.email), row.visibleAt) ?? nearest(byName.get(row.name), row.visibleAt);
      return found && actFor(row, see(found).company, Math.max(row.visibleAt, found.visibleAt));
    },
  };
}

/** The act for the company that the row itself names, or null. */
export function statedAct(row: EventRow): Act | null {
  const company = statedCompany(row);
  return company && actFor(row, company, row.visibleAt);
}

function keep(sightings: Map<string, Sighting[]>, handle: string, sighting: Sighting): void {
  if (handle === '') return;
  const known = sightings.get(handle);
  const last = known?.at(-1);
  if (last?.company.key === sighting.company.key && sighting.visibleAt - last.visibleAt < APART) return;
  if (known === undefined) sightings.set(handle, [sighting]);
  else known.push(sighting);
}

function statedCompany({ domain, signedOff }: EventRow): Company | null {
  const [only] = signedOff;
  return companyOf(domain) ?? (only !== undefined && signedOff.length === 1 ? companyOf(only) : null);
}

function nearest(sightings: readonly Sighting[] | undefined, at: number): Sighting | null {
  let best: Sighting | null = null;
  for (const sighting of sightings ?? []) {
    const distance = Math.abs(sighting.visibleAt - at);
    if (distance > NEAR) continue;
    if (best === null || distance < Math.abs(best.visibleAt - at)) best = sighting;
  }
  return best;
}

function actFor(row: EventRow, company: Company, visibleAt: number): Act {
  const person = row.email === '' ? row.name : row.email;
  return { visibleAt, at: row.visibleAt, person, organization: company.key, domain: company.domain };
}
