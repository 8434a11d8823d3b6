/** Who may be ranked at a cut-off: organizations active lately that have not raised their hand. */
import { countVisible, type See } from './past.ts';
import { type People, statedAct } from './people.ts';
import { ACTIVE_DAYS, type Act, type Candidate, DAY, type EventRow, type Project } from './types.ts';

/** The acts of one project as time goes by. */
export interface History {
  /** Lets everything up to an instant have happened; never goes back. */
  advance(cutoff: number): void;
  /** All acts of each organization by rising time, as known now. */
  organizations(people: People, see: See): ReadonlyMap<string, readonly Act[]>;
}

/**
 * Acts whose row names the company are sorted once. Only the others are asked for anew at each cut-off, for what is
 * known of people changes.
 */
export function openHistory({ events }: Project): History {
  const stated = new Map<string, Act[]>();
  const open: EventRow[] = [];
  let next = 0;
  return {
    advance(cutoff) {
      const end = countVisible(events, cutoff);
      for (; next < end; next++) {
        const row = events[next];
        if (row === undefined) break;
        const act = statedAct(row);
        if (act === null) open.push(row);
        else add(stated, act);
      }
    },
    organizations(people, see) {
      const linked = new Map<string, Act[]>();
      for (const row of open) {
        const act = people.actOf(row, see);
        if (act !== null) add(linked, act);
      }
      const all = new Map<string, readonly Act[]>(stated);
      for (const [organization, acts] of linked) {
        const own = stated.get(organization) ?? [];
        all.set(
          organization,
          [...own, ...acts].sort((a, b) => a.at - b.at),
        );
      }
      return all;
    },
  };
}

function add(acts: Map<string, Act[]>, act: Act): void {
  const known = acts.get(act.organization);
  if (known === undefined) acts.set(act.organization, [act]);
  else known.push(act);
}

/** Organizations with an act in the last 180 days. @param listed keys of organizations listed by the cut-off */
export function candidatesOf(
  organizations: ReadonlyMap<string, readonly Act[]>,
  cutoff: number,
  listed: ReadonlySet<string>,
): Candidate[] {
  const found: Candidate[] = [];
  for (const [organization, acts] of organizations) {
    const last = acts.at(-1);
    if (last === undefined || last.at < cutoff - ACTIVE_DAYS * DAY || listed.has(organization)) continue;
    found.push({ organization, domain: mostUsed(acts), acts });
  }
  return found;
}

function mostUsed(acts: readonly Act[]): string {
  const counts = new Map<string, number>();
  for (const { domain } of acts) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? '';
}
