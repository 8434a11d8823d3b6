/**
 * What a candidate looked like at a cut-off, in a handful of numbers, each chosen for a reason and not for what it
 * did on some data: an organization needs guarantees when several of its people depend on the product, when more of
 * them come, when they keep coming, and when it is a firm. `weight` is the judgement from before any outcome; outcomes
 * move it.
 */
import type { Prior } from '../model/index.ts';
import { companyOf } from './companies.ts';
import type { See } from './past.ts';
import { type Candidate, DAY, type Surroundings } from './types.ts';

/** What features are made of; all of it was seen through the guard. */
export interface Profile {
  readonly people: number;
  /** First seen in the last 365 days. */
  readonly newcomers: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Quarters with an act, of the last eight. */
  readonly quarters: number;
  readonly peopleElsewhere: number;
  readonly firm: boolean;
  /** Share of all acts in the project. */
  readonly share: number;
  readonly vendor: boolean;
  readonly cutoff: number;
}

export interface Feature {
  readonly name: string;
  readonly of: (profile: Profile) => number;
  readonly weight: number;
  /** How sure the judgement is: 1 / variance of the weight. */
  readonly precision: number;
  /** The reason in a plain sentence; null where there is nothing to say. */
  readonly say: (profile: Profile) => string | null;
}

/** How sure a weight is that was judged and not measured: ±0.2. */
const JUDGED = 25;

export const FEATURES: readonly Feature[] = [
  {
    name: 'people',
    of: ({ people }) => Math.log(people),
    weight: 0.4,
    precision: JUDGED,
    say: ({ people, firstAt }) =>
      people === 1
        ? `Only one person of it was seen, since ${day(firstAt)}.`
        : `${people} people of it contributed, the first on ${day(firstAt)}.`,
  },
  {
    name: 'newcomers',
    of: ({ newcomers }) => Math.log1p(newcomers),
    weight: 0.15,
    precision: JUDGED,
    say: ({ newcomers, people }) =>
      newcomers === 0
        ? 'Nobody new of it came in the last year.'
        : newcomers === people
          ? null
          : `${newcomers === 1 ? 'One of them is' : `${newcomers} of them are`} new in the last year.`,
  },
  {
    name: 'persistence',
    of: ({ quarters }) => quarters / 8,
    weight: 0.2,
    precision: JUDGED,
    say: ({ quarters }) =>
      quarters === 1 ? null : `It was active in ${quarters} of the last eight quarters.`,
  },
  {
    name: 'freshness',
    of: ({ cutoff, lastAt }) => Math.exp((lastAt - cutoff) / (90 * DAY)),
    weight: 0.35,
    precision: JUDGED,
    say: ({ cutoff, lastAt }) => `It was last seen ${daysText((cutoff - lastAt) / DAY)} before.`,
  },
  {
    name: 'firm',
    of: ({ firm }) => (firm ? 1 : 0),
    weight: 0.4,
    precision: JUDGED,
    say: ({ firm }) =>
      firm
        ? 'Its domain is a company’s.'
        : 'Its domain is a person’s own, a school’s or a community’s, as it seems.',
  },
  {
    name: 'elsewhere',
    of: ({ peopleElsewhere }) => Math.log1p(peopleElsewhere),
    weight: 0.15,
    precision: JUDGED,
    say: ({ peopleElsewhere }) =>
      peopleElsewhere === 0
        ? null
        : `${peopleElsewhere === 1 ? 'One person' : `${peopleElsewhere} people`} of it contributed to the other projects.`,
  },
  {
    name: 'vendor',
    of: ({ vendor }) => (vendor ? 1 : 0),
    weight: -3,
    precision: 100,
    say: ({ vendor, share }) =>
      vendor ? `It seems to be the vendor: ${Math.round(share * 100)} % of all acts are its own.` : null,
  },
];

/** What is believed of the weights before any outcome. */
export const PRIOR: Prior = {
  // One person of no firm, seen long ago: about one in a hundred lists its employer within a year.
  intercept: { mean: -4.5, precision: 1 },
  weights: FEATURES.map(({ weight, precision }) => ({ mean: weight, precision })),
};

/** A fifth of everything, once there is something, is what makers do and users do not. */
const VENDOR = { share: 0.2, acts: 100 } as const;

/** Looks at a candidate from a cut-off. @throws LeadspringError `internal` when one of its acts was not visible */
export function profileOf(candidate: Candidate, surroundings: Surroundings, see: See): Profile {
  const { cutoff } = surroundings;
  const acts = candidate.acts.map(see);
  const first = new Map<string, number>();
  const active = new Set<number>();
  for (const { person, at } of acts) {
    if (!first.has(person)) first.set(person, at);
    const quarter = Math.floor((cutoff - at) / (91 * DAY));
    if (quarter < 8) active.add(quarter);
  }
  const peopleElsewhere = surroundings.peopleElsewhere(candidate.organization);
  const share = acts.length / Math.max(1, surroundings.acts);
  return {
    people: first.size,
    newcomers: [...first.values()].filter((at) => at > cutoff - 365 * DAY).length,
    firstAt: acts[0]?.at ?? cutoff,
    lastAt: acts.at(-1)?.at ?? cutoff,
    quarters: active.size,
    peopleElsewhere,
    firm: isFirm(candidate.domain, first.size + peopleElsewhere),
    share,
    vendor:
      surroundings.vendorDomains.has(candidate.domain) ||
      (surroundings.acts >= VENDOR.acts && share >= VENDOR.share),
    cutoff,
  };
}

/** A single person's domain under a suffix that private people like is taken to be that person's own. */
function isFirm(domain: string, people: number): boolean {
  if (companyOf(domain)?.class !== 'company') return false;
  return people > 1 || /\.(?:com|inc|ltd|gmbh|bank|co\.[a-z]{2}|com\.[a-z]{2})$/.test(domain);
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function daysText(days: number): string {
  const whole = Math.floor(days);
  return whole === 1 ? 'one day' : `${whole} days`;
}
