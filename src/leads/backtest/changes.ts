/** What the detection of changes says of organizations at a cut-off, from their acts alone. */
import { dayOf } from '../dates.ts';
import { findEmerging, type SubjectActs } from '../emergence/index.ts';
import type { See } from './past.ts';
import { type Act, type Change, NO_CHANGE } from './types.ts';

/**
 * The change of each organization in the four weeks before a cut-off, against its own past, the others and the times.
 * All acts are contributions to the code, so there is one access point. @throws LeadspringError `internal` when one of
 * the acts was not visible
 */
export function changesOf(
  organizations: ReadonlyMap<string, readonly Act[]>,
  cutoff: number,
  see: See,
): (organization: string) => Change {
  const subjects = [...organizations].map(
    ([id, acts]): SubjectActs => ({
      ...{ id, type: 'organization' },
      cells: acts.map((act) => toCell(see(act))),
    }),
  );
  const changes = new Map<string, Change>();
  // The day of the cut-off has not passed.
  for (const { id, p, emerging } of findEmerging(() => subjects, { today: dayOf(cutoff) - 1 }))
    changes.set(id, { surprise: -Math.log(p), emerging });
  return (organization) => changes.get(organization) ?? NO_CHANGE;
}

function toCell({ at, person }: Act): SubjectActs['cells'][number] {
  return {
    ...{ accessPoint: 'code', act: 'commit', topic: null, day: dayOf(at), personId: person },
    ...{ network: false, quantity: 1, weight: 1 },
  };
}
