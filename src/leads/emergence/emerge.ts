/** Which subjects changed, measured against their own past, subjects like them, and the times. */
import type { Day } from '../facts.ts';
import { addDays, type DayCounts, findBursts } from './bursts.ts';
import { type NullSample, openNullSample, sumOfSurprises } from './calibrate.ts';
import { falseDiscoveryRates, harmonicMeanP } from './combine.ts';
import { countSubject } from './counts.ts';
import { upperTail } from './gamma_poisson.ts';
import {
  addSubject,
  effectNow,
  emptySums,
  expectedNow,
  learnPopulation,
  type PopulationSums,
  type Usual,
  weigh,
} from './population.ts';
import { EMERGENCE_SETTINGS, type EmergenceSettings } from './settings.ts';
import type { Emergence, SeriesName, Staff, SubjectActs, SubjectCounts, Surprise } from './types.ts';

export interface EmergeOptions {
  readonly today: Day;
  /** People whose acts do not count: the vendor's staff and members. */
  readonly staff?: Staff;
  /** Names of topics of guarantees. Default: every topic is one. */
  readonly guarantees?: ReadonlySet<string> | null;
  readonly settings?: EmergenceSettings;
}

/**
 * The emergence of every subject that rose in the trailing window, most surprising first. Acts after `today` are not
 * looked at. `subjects` is called twice, for what all did on each day must be known before anyone is counted.
 * @param subjects all subjects that can be leads, the quiet ones too: they are what is usual
 */
export function findEmerging(
  subjects: () => Iterable<SubjectActs>,
  { today, staff = new Set(), guarantees = null, settings = EMERGENCE_SETTINGS }: EmergeOptions,
): Emergence[] {
  const days: DayCounts = new Map();
  for (const subject of subjects()) addDays(days, subject, staff);
  const context = { today, bursts: findBursts(days), staff, guarantees, settings };
  const tally = openTally({ settings });
  for (const subject of subjects()) tally.add(countSubject(subject, context));
  return [...tally.emerged()];
}

/** The same from counts, for whoever keeps them. */
export function emergenceOf(
  counts: readonly SubjectCounts[],
  settings: EmergenceSettings = EMERGENCE_SETTINGS,
): Emergence[] {
  const tally = openTally({ settings });
  for (const each of counts) tally.add(each);
  return [...tally.emerged()];
}

/** Takes subjects one by one and forgets those that cannot have risen. */
export interface Tally {
  add(counts: SubjectCounts): void;
  /** Who rose, most surprising first; made as they are asked for, since there may be many. After all were added. */
  emerged(): Iterable<Emergence>;
}

export interface TallyOptions {
  readonly settings?: EmergenceSettings;
  /** Whether surprises name who was counted, which takes memory. Default: yes. */
  readonly who?: boolean;
}

/**
 * The emergence of subjects from their counts. Organizations are compared with organizations, people with people.
 * Memory grows with the subjects that did something in the trailing window, a few numbers each.
 */
export function openTally({ settings = EMERGENCE_SETTINGS, who = true }: TallyOptions = {}): Tally {
  const sums = { organization: emptySums(settings), person: emptySums(settings) };
  const samples = { organization: openNullSample(settings), person: openNullSample(settings) };
  const risen = emptyRisen();
  const tested = { organization: 0, person: 0 };
  return {
    add: (counts) => {
      tested[counts.type] += 1;
      samples[counts.type].add(counts);
      addSubject(sums[counts.type], counts, settings);
      keepRisen(risen, counts, settings, who);
    },
    emerged: () => judge(risen, sums, samples, tested, settings),
  };
}

/** Subjects at which something was counted in the trailing window, as columns: objects of each would take a gigabyte. */
interface Risen {
  readonly ids: string[];
  readonly types: SubjectCounts['type'][];
  readonly ages: number[];
  /** Where the series of each end in the columns below. */
  readonly ends: number[];
  readonly series: number[];
  readonly observed: number[];
  readonly weighted: number[];
  readonly since: number[];
  readonly who: (readonly string[])[];
  /** Which series counted traffic, and which a shared mailbox, in the trailing window: few do. */
  readonly traffic: Set<number>;
  readonly unnamed: Set<number>;
  /** Names of series and their numbers. */
  readonly names: SeriesName[];
  readonly keys: Map<string, number>;
}

function emptyRisen(): Risen {
  return {
    ...{ ids: [], types: [], ages: [], ends: [], series: [], observed: [], weighted: [], since: [], who: [] },
    ...{ traffic: new Set(), unnamed: new Set(), names: [], keys: new Map() },
  };
}

/** Leaves out where nothing can have risen, which counts as p = 1. */
function keepRisen(
  risen: Risen,
  { id, type, age, people, series }: SubjectCounts,
  settings: EmergenceSettings,
  keepWho: boolean,
): void {
  // Breadth: whatever one person does, an organization has not changed until a second one shows.
  if (type === 'organization' && people < settings.people) return;
  const before = risen.series.length;
  for (const [key, { measure, accessPoint, counts, since, who, traffic, unnamed }] of series) {
    const [observed = 0] = counts;
    if (observed === 0) continue;
    const number = risen.keys.get(key) ?? risen.names.push({ measure, accessPoint }) - 1;
    risen.keys.set(key, number);
    const index = risen.series.push(number) - 1;
    if (traffic) risen.traffic.add(index);
    if (unnamed) risen.unnamed.add(index);
    risen.observed.push(observed);
    risen.weighted.push(weigh(counts, age, settings));
    risen.since.push(since ?? Number.NaN);
    if (keepWho) risen.who.push(who);
  }
  if (risen.series.length === before) return;
  risen.ids.push(id);
  risen.types.push(type);
  risen.ages.push(age);
  risen.ends.push(risen.series.length);
}

type Sums = Readonly<Record<SubjectCounts['type'], PopulationSums>>;

type Samples = Readonly<Record<SubjectCounts['type'], NullSample>>;

function* judge(
  risen: Risen,
  sums: Sums,
  samples: Samples,
  tested: Readonly<Record<SubjectCounts['type'], number>>,
  settings: EmergenceSettings,
): Generator<Emergence> {
  const learned = {
    organization: learnPopulation(sums.organization, settings),
    person: learnPopulation(sums.person, settings),
  };
  const usual = {
    organization: bySeries(risen, learned.organization),
    person: bySeries(risen, learned.person),
  };
  const tails = {
    organization: samples.organization.tail(learned.organization),
    person: samples.person.tail(learned.person),
  };
  const surprises = (at: number): Surprise[] =>
    surprisesOf(risen, at, usual[risen.types[at] ?? 'person'], settings);
  const measures = { organization: sums.organization.series.size, person: sums.person.series.size };
  const ps = risen.ids.map((_, at) => {
    const type = risen.types[at] ?? 'person';
    const found = surprises(at).map(({ p }) => p);
    // Two ways of looking, both valid by themselves: one great surprise, or many moderate ones.
    return harmonicMeanP([harmonicMeanP(found, measures[type]), tails[type](sumOfSurprises(found))]);
  });
  const rose = ps.flatMap((p, at) => (p < 1 ? [at] : []));
  const rates = ratesByType(risen, rose, ps, tested, settings);
  const { ids, types } = risen;
  rose.sort((a, b) => (ps[a] ?? 1) - (ps[b] ?? 1) || ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1));
  for (const at of rose) {
    const found = surprises(at);
    const days = found.flatMap(({ p, since }) => (since === null || p > 0.05 ? [] : [since]));
    const falseDiscoveryRate = rates.get(at) ?? 1;
    yield {
      ...{ id: ids[at] ?? '', type: types[at] ?? 'person', p: ps[at] ?? 1, falseDiscoveryRate },
      emerging: falseDiscoveryRate <= settings.falseDiscoveries,
      since: days.length === 0 ? null : Math.min(...days),
      surprises: found,
    };
  }
}

/** Organizations and people are two lists: the many people without one would else drown the few organizations. */
function ratesByType(
  { types }: Risen,
  rose: readonly number[],
  ps: readonly number[],
  tested: Readonly<Record<SubjectCounts['type'], number>>,
  settings: EmergenceSettings,
): ReadonlyMap<number, number> {
  const rates = new Map<number, number>();
  for (const type of ['organization', 'person'] as const) {
    const ofType = rose.filter((at) => types[at] === type);
    const found = falseDiscoveryRates(
      ofType.map((at) => ps[at] ?? 1),
      tested[type],
      settings.method,
    );
    for (const [index, at] of ofType.entries()) rates.set(at, found[index] ?? 1);
  }
  return rates;
}

/** What is usual by the numbers of series. */
function bySeries({ keys }: Risen, usual: ReadonlyMap<string, Usual>): readonly (Usual | undefined)[] {
  return [...keys.keys()].map((key) => usual.get(key));
}

/** What was counted of a subject in the trailing window, most surprising first. */
function surprisesOf(
  risen: Risen,
  at: number,
  usual: readonly (Usual | undefined)[],
  settings: EmergenceSettings,
): Surprise[] {
  const found: Surprise[] = [];
  const age = risen.ages[at] ?? 0;
  for (let index = at === 0 ? 0 : (risen.ends[at - 1] ?? 0); index < (risen.ends[at] ?? 0); index++) {
    const number = risen.series[index] ?? 0;
    const [name, known] = [risen.names[number], usual[number]];
    if (name === undefined || known === undefined) continue;
    const observed = risen.observed[index] ?? 0;
    const since = risen.since[index] ?? Number.NaN;
    found.push({
      ...name,
      observed,
      ...surpriseOf(observed, risen.weighted[index] ?? 0, age, known, settings),
      since: Number.isNaN(since) ? null : since,
      ...{
        who: risen.who[index] ?? [],
        traffic: risen.traffic.has(index),
        unnamed: risen.unnamed.has(index),
      },
    });
  }
  return found.sort((a, b) => a.p - b.p);
}

function surpriseOf(
  observed: number,
  weighted: number,
  age: number,
  usual: Usual,
  settings: EmergenceSettings,
): Pick<Surprise, 'expected' | 'effect' | 'p'> {
  const own = expectedNow(weighted, age, usual.effects, usual.gamma, settings);
  const effect = effectNow(usual, age === 0 ? NOTHING : { observed, expected: own.expected }, settings);
  const tail = upperTail(observed, own.gamma, effect);
  // A new subject is known because something was counted: only what is beyond the first thing is a surprise.
  const p = age === 0 ? tail / upperTail(1, own.gamma, effect) : tail;
  return { expected: own.expected * effect, effect, p };
}

const NOTHING = { observed: 0, expected: 0 };
