/** Walks through the quarters of all projects at once, showing to each only what was visible. */

import { scoreBaselines } from './baselines.ts';
import { candidatesOf, type History, openHistory } from './candidates.ts';
import { changesOf } from './changes.ts';
import { keysOfLabel } from './companies.ts';
import { FEATURES, profileOf } from './features.ts';
import { countVisible, openPast, quarters, type See } from './past.ts';
import { openPeople, type People } from './people.ts';
import {
  type Act,
  DAY,
  type EventRow,
  HORIZON_DAYS,
  type Judged,
  type LabelRow,
  type Project,
  type Raised,
  type Surroundings,
} from './types.ts';

export interface ReplayOptions {
  readonly vendorDomains?: ReadonlySet<string>;
}

export interface Replayed {
  /** By rising cut-off; all candidates of a project and cut-off stand together. */
  readonly judged: readonly Judged[];
  readonly raised: readonly Raised[];
}

/** What happens in the walk, in order of time: the end of a quarter, or a company that raises its hand. */
type Moment = { readonly at: number; readonly project: Project; readonly label: LabelRow | null };

/** Replays the history of several projects. Rows of each must be in order of time. */
export function replay(projects: readonly Project[], options: ReplayOptions = {}): Replayed {
  const feed = openFeed(projects);
  const histories = new Map<Project, History>();
  const judged: Judged[] = [];
  const raised: Raised[] = [];
  for (const { at, project, label } of moments(projects)) {
    feed.advance(at);
    const see = openPast(at);
    const history = histories.get(project) ?? openHistory(project);
    histories.set(project, history);
    history.advance(at);
    const organizations = history.organizations(feed.people, see);
    if (label === null) judged.push(...judge(project, at, organizations, { feed, see, options }));
    else raised.push(raisedBy(project, label, organizations));
  }
  return { judged, raised };
}

function moments(projects: readonly Project[]): Moment[] {
  return projects
    .flatMap((project): Moment[] => [
      ...quarters(project.events[0]?.visibleAt ?? project.endsAt, project.endsAt).map((at) => ({
        ...{ at, project, label: null },
      })),
      // One millisecond before: what came in the same instant did not come before.
      ...project.labels
        .filter(({ usable }) => usable)
        .map((label) => ({ at: label.raisedAt - 1, project, label })),
    ])
    .sort((a, b) => a.at - b.at);
}

interface Feed {
  readonly people: People;
  /** Lets everything up to an instant be known. */
  advance(at: number): void;
  peopleElsewhere(organization: string, project: string): number;
}

/** All rows of all projects in one stream of time. */
function openFeed(projects: readonly Project[]): Feed {
  const rows = projects.flatMap(({ events }) => events).sort((a, b) => a.visibleAt - b.visibleAt);
  const people = openPeople();
  const known = new Map<string, Map<string, Set<string>>>();
  let next = 0;
  const note = (row: EventRow, see: See): void => {
    people.add(see(row));
    const act = people.actOf(row, see);
    if (act === null) return;
    const ofProject = known.get(act.organization) ?? new Map<string, Set<string>>();
    known.set(
      act.organization,
      ofProject.set(row.project, (ofProject.get(row.project) ?? new Set()).add(act.person)),
    );
  };
  return {
    people,
    advance(at) {
      const see = openPast(at);
      const end = countVisible(rows, at);
      for (const row of rows.slice(next, end)) note(row, see);
      next = Math.max(next, end);
    },
    peopleElsewhere(organization, project) {
      const others = new Set<string>();
      for (const [name, persons] of known.get(organization) ?? [])
        if (name !== project) for (const person of persons) others.add(person);
      return others.size;
    },
  };
}

interface JudgeContext {
  readonly feed: Feed;
  readonly see: See;
  readonly options: ReplayOptions;
}

function judge(
  project: Project,
  cutoff: number,
  organizations: ReadonlyMap<string, readonly Act[]>,
  { feed, see, options }: JudgeContext,
): Judged[] {
  const listed = project.labels.slice(0, countVisible(project.labels, cutoff)).map(see).flatMap(keysOfLabel);
  const surroundings: Surroundings = {
    cutoff,
    acts: countVisible(project.events, cutoff),
    peopleElsewhere: (organization) => feed.peopleElsewhere(organization, project.name),
    vendorDomains: options.vendorDomains ?? new Set(),
  };
  const hits = hitsAfter(project, cutoff);
  const visibleAt = cutoff + HORIZON_DAYS * DAY;
  const changeOf = changesOf(organizations, cutoff, see);
  return candidatesOf(organizations, cutoff, new Set(listed)).map((candidate) => {
    const profile = profileOf(candidate, surroundings, see);
    const x = FEATURES.map((feature) => feature.of(profile));
    const closed = visibleAt <= project.endsAt;
    const hitAt = hits.get(candidate.organization) ?? null;
    const outcome = closed ? (hitAt === null ? 0 : 1) : null;
    const { organization, domain } = candidate;
    const baselines = scoreBaselines(candidate, cutoff);
    const says = FEATURES.map(({ say }) => say(profile));
    return {
      ...{
        project: project.name,
        cutoff,
        visibleAt,
        organization,
        domain,
        x,
        says,
        baselines,
        outcome,
        hitAt,
      },
      change: changeOf(organization),
    };
  });
}

/** The answers, and when they became visible: kept apart from what candidates are judged by. */
function hitsAfter(project: Project, cutoff: number): ReadonlyMap<string, number> {
  const until = cutoff + HORIZON_DAYS * DAY;
  const hits = new Map<string, number>();
  // By rising time: of several listings of a company the first counts.
  for (const label of project.labels) {
    const { usable, visibleAt } = label;
    if (!usable || visibleAt <= cutoff || visibleAt > until) continue;
    for (const key of keysOfLabel(label)) if (!hits.has(key)) hits.set(key, visibleAt);
  }
  return hits;
}

function raisedBy(
  project: Project,
  label: LabelRow,
  organizations: ReadonlyMap<string, readonly Act[]>,
): Raised {
  const keys = keysOfLabel(label);
  const firsts = keys.flatMap((key) => organizations.get(key)?.[0]?.at ?? []);
  return {
    ...{ project: project.name, raisedAt: label.raisedAt, keys },
    firstSeenAt: firsts.length === 0 ? null : Math.min(...firsts),
  };
}
