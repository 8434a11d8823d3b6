/** The organizations of the story, and the way each of them goes. */
import { createRandom, type Random } from '../random.ts';
import { type Calendar, DAY } from './calendar.ts';
import { COUNTRIES, type Country, type Names, PRODUCT, VENDOR_DOMAIN } from './names.ts';

export type OrganizationKind =
  | 'vendor' // who makes the product
  | 'prospect' // on its way to a contract
  | 'customer' // had a contract before the story begins
  | 'do_it_yourself' // uses it well and never buys
  | 'university'
  | 'consultancy' // a member: integrates, trains, hosts, answers
  | 'competitor'
  | 'noise'; // looks around once and goes

/** The stages of a way, in order. */
export const STAGES = ['reading', 'trying', 'asking', 'building', 'guarantees', 'contract'] as const;
export type Stage = (typeof STAGES)[number];
export type Outcome = 'customer' | 'emerging' | 'stalled' | 'early' | 'none';

/** When each stage was entered, and when interest ended. A stage that is missing was not reached. */
export type Journey = Readonly<Partial<Record<Stage, number>>> & { readonly stopped?: number };

export interface Organization {
  readonly id: string;
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly domain: string;
  /** Other mail domains of the same organization. */
  readonly otherDomains: readonly string[];
  readonly industry: string;
  readonly country: Country;
  readonly employees: number;
  readonly outcome: Outcome;
  readonly journey: Journey;
  /** Fetches packages or nightly builds by machine once it builds on the product. */
  readonly automates: boolean;
}

const COUNTS: Readonly<
  Record<Exclude<OrganizationKind, 'vendor' | 'prospect'> | Exclude<Outcome, 'none'>, number>
> = {
  customer: 12, // prospects that sign within the two years; see OLD_CUSTOMERS for those from before
  emerging: 10,
  stalled: 8,
  early: 6,
  do_it_yourself: 30,
  university: 8,
  consultancy: 6,
  competitor: 3,
  noise: 40,
};
const OLD_CUSTOMERS = 8;

const INDUSTRIES = [
  'Logistics',
  'Insurance',
  'Bank',
  'Energy',
  'Pharma',
  'Foods',
  'Airways',
  'Telecare',
  'Publishing',
  'Motors',
  'Retail',
  'Legal',
];
const FORMS = ['AG', 'Ltd', 'GmbH', 'Inc.', 'Group', 'SE', ''];

/** All organizations; the vendor comes first. `factor` multiplies the counts, but there is at least one of each kind. */
export function makeOrganizations(
  seed: number,
  factor: number,
  calendar: Calendar,
  names: Names,
): Organization[] {
  const organizations = [vendor(calendar)];
  const add = (count: number, kind: OrganizationKind, outcome: Outcome): void => {
    for (let i = 0; i < Math.max(1, Math.round(count * factor)); i++) {
      organizations.push(invent(seed, organizations.length, kind, outcome, calendar, names));
    }
  };
  add(OLD_CUSTOMERS, 'customer', 'none');
  for (const outcome of ['customer', 'emerging', 'stalled', 'early'] as const)
    add(COUNTS[outcome], 'prospect', outcome);
  for (const kind of ['do_it_yourself', 'university', 'consultancy', 'competitor', 'noise'] as const) {
    add(COUNTS[kind], kind, 'none');
  }
  return organizations;
}

/** The stage an organization is in; undefined before it heard of the product and after it lost interest. */
export function stageAt(organization: Organization, time: number): Stage | undefined {
  const { journey } = organization;
  if (journey.stopped !== undefined && time >= journey.stopped) return undefined;
  let current: Stage | undefined;
  for (const stage of STAGES) {
    const entered = journey[stage];
    if (entered !== undefined && entered <= time) current = stage;
  }
  return current;
}

function vendor(calendar: Calendar): Organization {
  return {
    id: 'vendor',
    kind: 'vendor',
    name: `${PRODUCT} Works GmbH`,
    domain: VENDOR_DOMAIN,
    otherDomains: [],
    industry: 'Software',
    country: COUNTRIES[0] as Country,
    employees: 34,
    outcome: 'none',
    journey: { building: calendar.start - 1000 * DAY },
    automates: false,
  };
}

function invent(
  seed: number,
  index: number,
  kind: OrganizationKind,
  outcome: Outcome,
  calendar: Calendar,
  names: Names,
): Organization {
  const random = createRandom(seed, 'organization', index);
  const word = names.company();
  const slug = word.toLowerCase();
  const country = random.pick(COUNTRIES);
  const large = kind === 'prospect' || kind === 'customer';
  return {
    id: `o${index}`,
    kind,
    ...(kind === 'university'
      ? { name: `University of ${word}`, industry: 'University', domain: `uni-${slug}.example` }
      : { ...title(random, word, kind), domain: `${slug}.example` }),
    otherDomains: large && random.chance(0.2) ? [`${slug}-group.example`] : [],
    country,
    employees: large ? random.int(4, 160) * 100 : random.int(5, 400),
    outcome,
    journey: journeyOf(random, kind, outcome, calendar),
    automates: random.chance(large ? 0.5 : 0.35),
  };
}

function title(random: Random, word: string, kind: OrganizationKind): { name: string; industry: string } {
  const industry =
    kind === 'consultancy' ? 'Consulting' : kind === 'competitor' ? 'Search' : random.pick(INDUSTRIES);
  return { name: `${word} ${industry} ${random.pick(FORMS)}`.trim(), industry };
}

/** Days spent in a stage before the next one. */
const STAY: Readonly<Record<Stage, readonly [number, number]>> = {
  reading: [12, 60],
  trying: [15, 60],
  asking: [20, 60],
  building: [30, 90],
  guarantees: [20, 60],
  contract: [0, 0],
};

function journeyOf(random: Random, kind: OrganizationKind, outcome: Outcome, calendar: Calendar): Journey {
  const day = (from: number, to: number): number =>
    calendar.start + random.int(from, to) * DAY + random.int(8, 16) * 3_600_000;
  switch (kind === 'prospect' ? outcome : kind) {
    case 'customer':
      if (kind === 'customer') return { contract: day(-400, -30), building: calendar.start - 500 * DAY };
      return backwards(random, 'contract', day(170, 715));
    case 'emerging':
      return backwards(random, 'guarantees', day(675, 720));
    case 'stalled': {
      const last = random.pick(['trying', 'asking', 'building'] as const);
      const reached = day(150, 600);
      return { ...backwards(random, last, reached), stopped: reached + random.int(15, 50) * DAY };
    }
    case 'early':
      return backwards(random, random.pick(['reading', 'trying'] as const), day(660, 715));
    case 'noise': {
      const reading = day(0, 720);
      return { reading, stopped: reading + random.int(1, 25) * DAY };
    }
    case 'competitor':
      return { reading: calendar.start - 100 * DAY };
    case 'consultancy':
    case 'vendor':
      return { building: calendar.start - 300 * DAY };
    default:
      return backwards(random, random.pick(['asking', 'building', 'building'] as const), day(-200, 640));
  }
}

/** The journey that reaches `last` at `reached`, told backwards. */
function backwards(random: Random, last: Stage, reached: number): Journey {
  const journey: Partial<Record<Stage, number>> = {};
  let time = reached;
  for (let index = STAGES.indexOf(last); index >= 0; index--) {
    const stage = STAGES[index] as Stage;
    journey[stage] = time;
    const [from, to] = STAY[STAGES[index - 1] ?? 'reading'];
    time -= random.int(from, to) * DAY;
  }
  return journey;
}
