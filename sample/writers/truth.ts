/** What is really so in the story: for judging what a program finds out. Never to be imported. */
import { BOTS } from '../story/agents.ts';
import { contracts } from '../story/business.ts';
import { isoDay } from '../story/calendar.ts';
import { MADE_UP, PRODUCT } from '../story/names.ts';
import { dotted, type Network } from '../story/networks.ts';
import { type Organization, STAGES } from '../story/organizations.ts';
import { fullName, type Job, type Person, personalWorkMail } from '../story/people.ts';
import type { World } from '../story/world.ts';

export interface Truth {
  readonly madeUp: string;
  readonly product: string;
  readonly seed: number;
  readonly size: string;
  readonly from: string;
  readonly to: string;
  readonly viralDay: string;
  readonly organizations: readonly TrueOrganization[];
  readonly people: readonly TruePerson[];
  readonly networks: readonly TrueNetwork[];
  readonly botAgents: readonly string[];
  /** Addresses that several people write from, or that stand for a role. */
  readonly sharedAddresses: readonly string[];
  /** Ids of people without an organization. */
  readonly hobbyists: readonly string[];
}

export interface TrueOrganization {
  readonly id: string;
  readonly name: string;
  readonly kind: Organization['kind'];
  readonly domains: readonly string[];
  readonly employees: number;
  readonly outcome: Organization['outcome'];
  /** Day on which each stage was entered; `stopped` when it lost interest. */
  readonly journey: Readonly<Record<string, string>>;
  /** The day of its first contract, if it has one by the end of the story. */
  readonly customerSince?: string;
}

export interface TruePerson {
  readonly id: string;
  readonly name: string;
  readonly nickname?: string;
  readonly mails: readonly string[];
  readonly login: string;
  readonly employers: readonly {
    readonly organization: string;
    readonly title: string;
    readonly from: string;
    readonly to?: string;
  }[];
}

export interface TrueNetwork {
  readonly asn: number;
  readonly name: string;
  readonly kind: Network['kind'];
  readonly domain: string;
  readonly first: string;
  readonly last: string;
  readonly v6: string;
  readonly organization?: string;
}

/** The truth about a world. */
export function truthOf(world: World): Truth {
  const since = new Map<string, string>();
  for (const { organization, from } of contracts(world))
    if (!since.has(organization.id)) since.set(organization.id, isoDay(from));
  return {
    madeUp: MADE_UP,
    product: PRODUCT,
    seed: world.seed,
    size: world.size,
    from: isoDay(world.calendar.start),
    to: isoDay(world.calendar.end - 1),
    viralDay: isoDay(world.calendar.viralDay),
    organizations: world.organizations.map((organization) =>
      trueOrganization(organization, since.get(organization.id)),
    ),
    people: world.people.map(truePerson),
    networks: world.networks.map(trueNetwork),
    botAgents: BOTS,
    sharedAddresses: [...new Set(world.people.flatMap(sharedAddresses))].sort(),
    hobbyists: world.hobbyists.map(({ id }) => id),
  };
}

function trueOrganization(organization: Organization, customerSince: string | undefined): TrueOrganization {
  const { id, name, kind, domain, otherDomains, employees, outcome, journey } = organization;
  const days = [...STAGES, 'stopped' as const].flatMap((stage) => {
    const time = journey[stage];
    return time === undefined ? [] : [[stage, isoDay(time)] as const];
  });
  return {
    id,
    name,
    kind,
    domains: [domain, ...otherDomains],
    employees,
    outcome,
    journey: Object.fromEntries(days),
    ...(customerSince === undefined ? {} : { customerSince }),
  };
}

function truePerson(person: Person): TruePerson {
  const { id, nickname, login, jobs, privateMail } = person;
  const employers = jobs.map(({ organization, title, from, to }: Job) => ({
    organization: organization.id,
    title,
    from: isoDay(from),
    ...(to === undefined ? {} : { to: isoDay(to) }),
  }));
  return {
    id,
    name: fullName(person),
    ...(nickname === undefined ? {} : { nickname }),
    mails: [...jobs.map((job) => personalWorkMail(person, job)), privateMail],
    login,
    employers,
  };
}

function trueNetwork({
  asn,
  name,
  kind,
  domain,
  v4First,
  v4Last,
  v6Prefix,
  organization,
}: Network): TrueNetwork {
  const own = organization === undefined ? {} : { organization };
  return {
    asn,
    name,
    kind,
    domain,
    first: dotted(v4First),
    last: dotted(v4Last),
    v6: `${v6Prefix}::/48`,
    ...own,
  };
}

function sharedAddresses({ sharedMailbox, jobs }: Person): string[] {
  return sharedMailbox === undefined
    ? []
    : jobs.map(({ organization }) => `${sharedMailbox}@${organization.domain}`);
}
