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
  const sightings = new Map<string, Sighting[]>();
  return {
    add(row) {
      const company = statedCompany(row);
      if (company === null) return;
      for (const handle of handlesOf(row)) {
        const known = sightings.get(handle) ?? [];
        const last = known.at(-1);
        if (last?.company.key === company.key && row.visibleAt - last.visibleAt < APART) continue;
        known.push({ company, visibleAt: row.visibleAt });
        sightings.set(handle, known);
      }
    },
    actOf(row, see) {
      const stated = statedCompany(see(row));
      if (stated !== null) return actFor(row, stated, row.visibleAt);
      for (const handle of handlesOf(row)) {
        const found = nearest(sightings.get(handle) ?? [], row.visibleAt);
        if (found !== null) return actFor(row, see(found).company, Math.max(row.visibleAt, found.visibleAt));
      }
      return null;
    },
  };
}

/** An address names one person; a name may be several people's, so it is asked second. */
function handlesOf({ email, name }: EventRow): readonly string[] {
  return [`address ${email}`, `name ${name}`].filter((handle) => !handle.endsWith(' '));
}

function statedCompany({ domain, signedOff }: EventRow): Company | null {
  const [only, ...others] = signedOff;
  return companyOf(domain) ?? (only !== undefined && others.length === 0 ? companyOf(only) : null);
}

function nearest(sightings: readonly Sighting[], at: number): Sighting | null {
  let best: Sighting | null = null;
  for (const sighting of sightings) {
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
