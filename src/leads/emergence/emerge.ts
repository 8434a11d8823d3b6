/** Which subjects changed, measured against their own past, subjects like them, and the times. */
import type { Day } from '../facts.ts';
import { addDays, type DayCounts, findBursts } from './bursts.ts';
import { falseDiscoveryRates, harmonicMeanP } from './combine.ts';
import { countSubject, type Staff } from './counts.ts';
import { upperTail } from './gamma_poisson.ts';
import { effectNow, expectedNow, learnPopulation, type Population } from './population.ts';
import { EMERGENCE_SETTINGS, type EmergenceSettings } from './settings.ts';
import type { Emergence, Series, SubjectActs, SubjectCounts, Surprise } from './types.ts';

export interface EmergeOptions {
  readonly today: Day;
  /** People whose acts do not count: the vendor's staff and members. */
  readonly staff?: Staff;
  readonly settings?: EmergenceSettings;
}

/**
 * The emergence of every subject that rose in the trailing window, most surprising first. Acts after `today` are not
 * looked at. `subjects` is called twice, for what all did on each day must be known before anyone is counted.
 * @param subjects all subjects that can be leads, the quiet ones too: they are what is usual
 */
export function findEmerging(
  subjects: () => Iterable<SubjectActs>,
  { today, staff = new Set(), settings = EMERGENCE_SETTINGS }: EmergeOptions,
): Emergence[] {
  const days: DayCounts = new Map();
  for (const subject of subjects()) addDays(days, subject);
  const context = { today, bursts: findBursts(days), staff, settings };
  const counts: SubjectCounts[] = [];
  for (const subject of subjects()) counts.push(countSubject(subject, context));
  return emergenceOf(counts, settings);
}

/** The same from counts, for whoever keeps them. Organizations are compared with organizations, people with people. */
export function emergenceOf(
  counts: readonly SubjectCounts[],
  settings: EmergenceSettings = EMERGENCE_SETTINGS,
): Emergence[] {
  const types = ['organization', 'person'] as const;
  const judged = types.flatMap((type) => {
    const subjects = counts.filter((subject) => subject.type === type);
    const population = learnPopulation(subjects, settings);
    return subjects.flatMap((subject) => judgeSubject(subject, population, settings) ?? []);
  });
  const rates = falseDiscoveryRates(
    judged.map(({ p }) => p),
    counts.length,
    settings.method,
  );
  return judged
    .map((one, index): Emergence => {
      const falseDiscoveryRate = rates[index] ?? 1;
      return { ...one, falseDiscoveryRate, emerging: falseDiscoveryRate <= settings.falseDiscoveries };
    })
    .sort((a, b) => a.p - b.p || (a.id < b.id ? -1 : 1));
}

type Judged = Omit<Emergence, 'falseDiscoveryRate' | 'emerging'>;

/** Null where nothing can have risen, which counts as p = 1. */
function judgeSubject(
  subject: SubjectCounts,
  population: Population,
  settings: EmergenceSettings,
): Judged | null {
  const { id, type } = subject;
  // Breadth: whatever one person does, an organization has not changed until a second one shows.
  if (type === 'organization' && subject.people < settings.people) return null;
  const surprises = surprisesOf(subject, population, settings);
  const p = harmonicMeanP(
    surprises.map((surprise) => surprise.p),
    population.usual.size,
  );
  if (p >= 1) return null;
  const days = surprises.flatMap(({ p, since }) => (since === null || p > 0.05 ? [] : [since]));
  return { id, type, p, since: days.length === 0 ? null : Math.min(...days), surprises };
}

/** What was counted of a subject in the trailing window, most surprising first. */
export function surprisesOf(
  subject: SubjectCounts,
  population: Population,
  settings: EmergenceSettings,
): Surprise[] {
  const found: Surprise[] = [];
  for (const [key, series] of subject.series) {
    const usual = population.usual.get(key);
    if (usual === undefined || (series.counts[0] ?? 0) === 0) continue;
    found.push(surpriseOf(series, subject.age, usual, settings));
  }
  return found.sort((a, b) => a.p - b.p);
}

function surpriseOf(
  series: Series,
  age: number,
  usual: NonNullable<ReturnType<Population['usual']['get']>>,
  settings: EmergenceSettings,
): Surprise {
  const { measure, accessPoint, since, who } = series;
  const observed = series.counts[0] ?? 0;
  const own = expectedNow(series, age, usual.effects, usual.gamma, settings);
  const effect = effectNow(usual, age === 0 ? NOTHING : { observed, expected: own.expected }, settings);
  const tail = upperTail(observed, own.gamma, effect);
  // A new subject is known because something was counted: only what is beyond the first thing is a surprise.
  const p = age === 0 ? tail / upperTail(1, own.gamma, effect) : tail;
  return { measure, accessPoint, observed, expected: own.expected * effect, effect, p, since, who };
}

const NOTHING = { observed: 0, expected: 0 };
