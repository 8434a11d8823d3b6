/** Who went from reading to trying to asking to paying: subjects counted from one access point to the next. Pure. */
import type { AccessPoint, Act } from '../../intake/index.ts';
import { type Crowd, openCrowd } from '../crowd.ts';
import type { Cell, Day } from '../facts.ts';
import { RUNG_NAMES, rungOf } from './rungs.ts';

const WINDOW = 28;

export interface Reach {
  subjects: number;
  people: number;
  lately: number;
  before: number;
  last: Day | null;
}

/** What a computation of all leads adds up. Keys of `flows` are `from to`; from is empty for where somebody began. */
export interface FlowSums {
  readonly flows: Map<string, number>;
  readonly reach: Map<AccessPoint, Reach>;
}

export function emptyFlow(): FlowSums {
  return { flows: new Map(), reach: new Map() };
}

/** Adds sums to others that were made of other subjects. */
export function mergeFlow(sums: FlowSums, others: FlowSums): void {
  for (const [key, count] of others.flows) sums.flows.set(key, (sums.flows.get(key) ?? 0) + count);
  for (const [accessPoint, { subjects, people, lately, before, last }] of others.reach) {
    const reach = reachOf(sums, accessPoint);
    reach.subjects += subjects;
    reach.people += people;
    reach.lately += lately;
    reach.before += before;
    if (last !== null) reach.last = Math.max(reach.last ?? last, last);
  }
}

function reachOf({ reach }: FlowSums, accessPoint: AccessPoint): Reach {
  const known = reach.get(accessPoint);
  if (known !== undefined) return known;
  const fresh = { subjects: 0, people: 0, lately: 0, before: 0, last: null };
  reach.set(accessPoint, fresh);
  return fresh;
}

/** Acts that are nobody's way to the product. */
const NOT_WAYS: ReadonlySet<string> = new Set(['spend', 'total', 'release', 'announce', 'deal_lost']);

/** What one subject did at one access point. */
interface Place {
  first: Day;
  last: Day;
  lately: boolean;
  before: boolean;
  readonly people: Crowd;
}

/**
 * Adds one subject. Its way leads from each rung it reached to the next higher one it reached later, from access point
 * to access point; what it did on a lower rung after a higher one is no way up.
 */
export function addToFlow(sums: FlowSums, cells: readonly Cell[], today: Day): void {
  const places = new Map<AccessPoint, Place>();
  let [at, place]: [AccessPoint | '', Place | undefined] = ['', undefined];
  let [acted, isWay]: [Act | '', boolean] = ['', false];
  for (const { accessPoint, act, day, personId } of cells) {
    // Cells of an act and of an access point mostly come together, and there are millions.
    if (act !== acted) {
      acted = act;
      isWay = !NOT_WAYS.has(act);
    }
    if (day > today || !isWay) continue;
    if (accessPoint !== at || place === undefined) {
      at = accessPoint;
      place = places.get(at) ?? { first: day, last: day, lately: false, before: false, people: peopleAt(at) };
      places.set(at, place);
    }
    if (personId !== null) place.people.add(personId);
    const age = today - day;
    place.lately ||= age < WINDOW;
    place.before ||= age >= WINDOW && age < 2 * WINDOW;
    if (day < place.first) place.first = day;
    if (day > place.last) place.last = day;
  }
  for (const [accessPoint, { people, lately, before, last }] of places) {
    const reach = reachOf(sums, accessPoint);
    reach.subjects++;
    reach.people += people.size();
    reach.lately += lately ? 1 : 0;
    reach.before += before ? 1 : 0;
    reach.last = Math.max(reach.last ?? last, last);
  }
  const firsts = new Map([...places].map(([accessPoint, { first }]) => [accessPoint, first]));
  let from = '';
  for (const to of wayUp(firsts)) {
    const key = `${from} ${to}`;
    sums.flows.set(key, (sums.flows.get(key) ?? 0) + 1);
    from = to;
  }
}

/** Of one access point; taken again for each subject. */
const PEOPLE = new Map<AccessPoint, Crowd>();

function peopleAt(accessPoint: AccessPoint): Crowd {
  const people = PEOPLE.get(accessPoint) ?? openCrowd();
  PEOPLE.set(accessPoint, people);
  people.clear();
  return people;
}

/** The access points through which a subject climbed: of each rung the first, as long as it is later than the rung below. */
function wayUp(firsts: ReadonlyMap<AccessPoint, Day>): readonly AccessPoint[] {
  const ordered = [...firsts].sort(
    ([a, dayA], [b, dayB]) => dayA - dayB || rungOf(a) - rungOf(b) || (a < b ? -1 : 1),
  );
  const way: AccessPoint[] = [];
  let reached = -1;
  for (const [accessPoint] of ordered) {
    if (rungOf(accessPoint) <= reached) continue;
    way.push(accessPoint);
    reached = rungOf(accessPoint);
  }
  return way;
}

/** A rung nobody stands on, or that few pass although many come before it. */
export interface Gap {
  readonly rung: (typeof RUNG_NAMES)[number];
  readonly subjects: number;
  /** One sentence. */
  readonly text: string;
}

/** Rungs that are missing: no access point there was ever met, or not a hundredth of those below came so far. */
export function missingRungs(reach: ReadonlyMap<AccessPoint, Pick<Reach, 'subjects'>>): readonly Gap[] {
  const most = RUNG_NAMES.map((_, rung) =>
    Math.max(0, ...[...reach].filter(([name]) => rungOf(name) === rung).map(([, { subjects }]) => subjects)),
  );
  return RUNG_NAMES.flatMap((rung, index): Gap[] => {
    const subjects = most[index] ?? 0;
    const below = Math.max(0, ...most.slice(0, index));
    const above = Math.max(0, ...most.slice(index + 1));
    if (subjects === 0 && below + above > 0)
      return [
        {
          rung,
          subjects,
          text: `Nobody was seen ${rung}: no source tells of it, or there is no such place.`,
        },
      ];
    if (below >= 100 && subjects < below / 100)
      return [
        {
          rung,
          subjects,
          text: `${below} came before, and ${subjects} were seen ${rung}: the step up is missing or too high.`,
        },
      ];
    return [];
  });
}
