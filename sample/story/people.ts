/** The people of the story: who they are, under which handles they appear, and for whom they worked when. */
import { createRandom, hash, type Random } from '../random.ts';
import { type Calendar, DAY } from './calendar.ts';
import { COUNTRIES, type Country, type Names, plain } from './names.ts';
import type { Organization, OrganizationKind } from './organizations.ts';

export interface Job {
  readonly organization: Organization;
  readonly title: string;
  readonly from: number;
  /** Undefined: still there at the end of the story. */
  readonly to?: number;
}

export interface Person {
  readonly id: string;
  readonly given: string;
  readonly family: string;
  /** Another spelling of the name that they use in some places. */
  readonly nickname?: string;
  readonly country: Country;
  /** In order of time; empty for hobbyists. */
  readonly jobs: readonly Job[];
  /** An address of their own, at a free-mail provider. Hobbyists write from it; some others commit with it. */
  readonly privateMail: string;
  readonly commitsPrivately: boolean;
  /** Their name on the forum and the code host. */
  readonly login: string;
  /** Writes from an address that colleagues share. */
  readonly sharedMailbox?: string;
  /** 0..1: how likely they help others in public. */
  readonly helpful: number;
  readonly writesCode: boolean;
}

const TITLES: Readonly<Record<OrganizationKind, readonly string[]>> = {
  vendor: ['Engineer', 'Support Engineer', 'Engineer', 'Product Manager', 'Engineer', 'Sales'],
  prospect: [
    'Systems Engineer',
    'Head of IT Infrastructure',
    'Platform Engineer',
    'Security Architect',
    'Enterprise Architect',
    'IT Procurement',
  ],
  customer: ['Systems Engineer', 'Platform Lead', 'IT Operations'],
  do_it_yourself: ['Administrator', 'Developer', 'IT Manager'],
  university: ['Research Assistant', 'Systems Librarian', 'Data Centre Staff'],
  consultancy: ['Consultant', 'Trainer', 'Senior Consultant'],
  competitor: ['Product Marketing'],
  noise: ['Analyst', 'Developer'],
};
const HEADCOUNT: Readonly<Record<OrganizationKind, readonly [number, number]>> = {
  vendor: [14, 14],
  prospect: [3, 7],
  customer: [2, 5],
  do_it_yourself: [1, 3],
  university: [1, 4],
  consultancy: [2, 5],
  competitor: [1, 1],
  noise: [1, 1],
};
const HELPFUL: Readonly<Partial<Record<OrganizationKind, number>>> = {
  vendor: 0.9,
  consultancy: 0.7,
  do_it_yourself: 0.35,
  university: 0.25,
  customer: 0.15,
};

/** Everyone: the staff of each organization, some of whom change jobs, and the hobbyists. */
export function makePeople(
  seed: number,
  organizations: readonly Organization[],
  hobbyists: number,
  calendar: Calendar,
  names: Names,
): Person[] {
  const people: Person[] = [];
  const employers = organizations.filter(({ kind }) =>
    ['prospect', 'do_it_yourself', 'consultancy', 'customer'].includes(kind),
  );
  for (const organization of organizations) {
    const random = createRandom(seed, 'staff', organization.id);
    const [from, to] = HEADCOUNT[organization.kind];
    const count = random.int(from, to);
    for (let i = 0; i < count; i++) {
      const first: Job = {
        organization,
        title: TITLES[organization.kind][i % TITLES[organization.kind].length] ?? '',
        from: calendar.start - random.int(100, 2000) * DAY,
      };
      const moves = organization.kind !== 'vendor' && i > 0 && random.chance(0.07);
      const jobs = moves ? changeJob(random, first, random.pick(employers), calendar) : [first];
      people.push(invent(random, people.length, organization.country, jobs, names));
    }
  }
  const random = createRandom(seed, 'hobbyists');
  for (let i = 0; i < hobbyists; i++)
    people.push(invent(random, people.length, random.pick(COUNTRIES), [], names));
  return people;
}

/** The job someone has at a moment, if any. */
export function jobAt(person: Person, time: number): Job | undefined {
  return person.jobs.find((job) => job.from <= time && (job.to === undefined || time < job.to));
}

/** The address someone writes from at a moment. */
export function mailAt(person: Person, time: number): string {
  const job = jobAt(person, time);
  return job === undefined ? person.privateMail : workMail(person, job);
}

/** The address that someone uses in a job: the shared one, if they have one. */
export function workMail(person: Person, job: Job): string {
  if (person.sharedMailbox !== undefined) return `${person.sharedMailbox}@${job.organization.domain}`;
  return personalWorkMail(person, job);
}

/** The address that is theirs alone, in the style of the house. */
export function personalWorkMail(person: Person, job: Job): string {
  const { id, domain, otherDomains } = job.organization;
  const given = plain(person.given);
  const family = plain(person.family);
  const style = hash(id) % 3;
  const local = [`${given}.${family}`, `${given.charAt(0)}${family}`, `${given}_${family}`][style] ?? given;
  const [other] = otherDomains;
  return `${local}@${other !== undefined && family.length % 3 === 0 ? other : domain}`;
}

export function fullName(person: Person): string {
  return `${person.given} ${person.family}`;
}

/** A stable choice that someone made once, e.g. how their mail program encodes: 0 to `choices` - 1. */
export function habit(person: Person, matter: string, choices: number): number {
  return hash(matter + person.id) % choices;
}

function changeJob(random: Random, first: Job, next: Organization, calendar: Calendar): Job[] {
  if (next === first.organization) return [first];
  const moved = calendar.start + random.int(120, 650) * DAY;
  return [
    { ...first, to: moved },
    { organization: next, title: TITLES[next.kind][0] ?? '', from: moved },
  ];
}

function invent(random: Random, index: number, country: Country, jobs: readonly Job[], names: Names): Person {
  const { given, family } = names.person(country);
  const kind = jobs[0]?.organization.kind;
  const shared = kind !== undefined && kind !== 'vendor' && jobs.length === 1 && random.chance(0.08);
  return {
    id: `p${index}`,
    given,
    family,
    ...(random.chance(0.15)
      ? {
          nickname: random.pick([
            given.slice(0, 3),
            `${given.charAt(0)}. ${family}`,
            plain(given + family.charAt(0)),
          ]),
        }
      : {}),
    country,
    jobs,
    privateMail: privateMail(random, given, family),
    commitsPrivately: random.chance(0.3),
    login: `${plain(given)}--${plain(family).slice(0, 5)}${index}`,
    ...(shared ? { sharedMailbox: random.pick(['it', 'it-operations', 'search-team', 'admin']) } : {}),
    helpful: kind === undefined ? random.next() * 0.4 : (HELPFUL[kind] ?? 0.03) * random.next(),
    writesCode: kind === 'vendor' ? random.chance(0.75) : random.chance(kind === 'consultancy' ? 0.6 : 0.3),
  };
}

/**
 * Real free-mail providers, so that they are recognized as such, but addresses that nobody can have:
 * Gmail allows neither hyphens nor underscores in the local part. (`--` in a login is likewise
 * impossible on the code host.)
 */
function privateMail(random: Random, given: string, family: string): string {
  return `${plain(given)}_${plain(family)}-${random.int(1, 99)}@${random.chance(0.9) ? 'gmail.com' : 'googlemail.com'}`;
}
