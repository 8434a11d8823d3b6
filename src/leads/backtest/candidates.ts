/** Who may be ranked at a cut-off: organizations active lately that have not raised their hand. */
import { countVisible, type See } from './past.ts';
import type { People } from './people.ts';
import { ACTIVE_DAYS, type Act, type Candidate, DAY, type Project } from './types.ts';

/** All acts of each organization in the project, as known at the cut-off. */
export function actsByOrganization(
  project: Project,
  cutoff: number,
  people: People,
  see: See,
): ReadonlyMap<string, readonly Act[]> {
  const found = new Map<string, Act[]>();
  for (const row of project.events.slice(0, countVisible(project.events, cutoff))) {
    const act = people.actOf(row, see);
    if (act === null) continue;
    const acts = found.get(act.organization);
    if (acts === undefined) found.set(act.organization, [act]);
    else acts.push(act);
  }
  return found;
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
