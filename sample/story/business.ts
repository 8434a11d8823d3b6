/** Money and meetings: contracts, deals, book sales, attendees and spending, each a list in order of time. */
import { createRandom, hash } from '../random.ts';
import { DAY, releaseAt } from './calendar.ts';
import { PRODUCT } from './names.ts';
import { type Organization, stageAt } from './organizations.ts';
import { jobAt, type Person } from './people.ts';
import { staffAt, type World } from './world.ts';

export interface Contract {
  readonly organization: Organization;
  readonly contact: Person | undefined;
  readonly plan: string;
  readonly from: number;
  readonly to: number;
  /** Euros a year, whole. */
  readonly amount: number;
}

export interface Deal {
  readonly organization: Organization;
  readonly contact: Person | undefined;
  readonly opened: number;
  readonly closed?: number;
  readonly result: 'Won' | 'Lost' | 'Open';
  readonly amount: number;
  readonly origin: string;
}

export interface BookSale {
  readonly at: number;
  readonly buyer: Person;
  readonly title: string;
  readonly format: string;
  readonly copies: number;
  /** Cents for all copies. */
  readonly cents: number;
}

export interface Attendance {
  readonly at: number;
  readonly event: string;
  readonly person: Person;
  readonly came: boolean;
}

export interface Spending {
  readonly at: number;
  readonly channel: string;
  readonly campaign: string;
  readonly amount: number;
}

const BOOK = {
  title: `${PRODUCT} in Practice`,
  formats: [
    ['Paperback', 3990],
    ['E-book', 2990],
  ],
} as const;
const ORIGINS = ['Inbound', 'Inbound', 'Inbound', 'Event', 'Partner', 'Cold call'];

/** Every contract year that began before the end: first years and renewals. */
export function contracts(world: World): Contract[] {
  const rows: Contract[] = [];
  for (const organization of world.organizations) {
    const signed = organization.journey.contract;
    if (signed === undefined || signed >= world.calendar.end) continue;
    const { plan, amount } = planOf(organization);
    const contact = contactOf(world, organization, signed);
    for (let from = signed, year = 0; from < world.calendar.end; from += 365 * DAY, year++) {
      const raised = Math.round(amount * 1.04 ** year);
      rows.push({ organization, contact, plan, from, to: from + 364 * DAY, amount: raised });
    }
  }
  return rows.sort((a, b) => a.from - b.from);
}

/** Won deals for all contracts signed within the two years, lost ones, and a few that are open. */
export function deals(world: World): Deal[] {
  const random = createRandom(world.seed, 'deals');
  const rows: Deal[] = [];
  for (const organization of world.organizations) {
    const { journey, outcome, kind } = organization;
    const { amount } = planOf(organization);
    const add = (opened: number, result: Deal['result'], closed: number | undefined, size: number): void => {
      if (opened < world.calendar.start || opened >= world.calendar.end) return;
      const over = closed !== undefined && closed < world.calendar.end;
      const contact = contactOf(world, organization, opened);
      const origin = random.pick(ORIGINS);
      rows.push({
        organization,
        contact,
        opened,
        ...(over ? { closed } : {}),
        result: over ? result : 'Open',
        amount: size,
        origin,
      });
    };
    if (journey.contract !== undefined && kind === 'prospect')
      add(journey.guarantees ?? journey.contract, 'Won', journey.contract, amount);
    if (outcome === 'stalled' && journey.stopped !== undefined)
      add(journey.stopped - 20 * DAY, 'Lost', journey.stopped + 30 * DAY, amount);
    if (outcome === 'emerging' && random.chance(0.3))
      add(world.calendar.end - 4 * DAY, 'Open', undefined, amount);
    if (kind === 'noise' && random.chance(0.15))
      add((journey.reading ?? 0) + DAY, 'Lost', (journey.reading ?? 0) + 40 * DAY, 4_000);
    if (kind === 'customer') {
      const opened = world.calendar.start + random.int(30, 650) * DAY;
      add(
        opened,
        random.chance(0.7) ? 'Won' : 'Lost',
        opened + random.int(20, 70) * DAY,
        Math.round(amount / 3),
      );
    }
  }
  return rows.sort((a, b) => a.opened - b.opened);
}

/** Copies of the one book about the product. */
export function bookSales(world: World): BookSale[] {
  const random = createRandom(world.seed, 'books');
  const sales: BookSale[] = [];
  for (const buyer of world.people) {
    const time = world.calendar.start + random.int(0, 728) * DAY + random.int(6, 21) * 3_600_000;
    const job = jobAt(buyer, time);
    const stage = job === undefined ? undefined : stageAt(job.organization, time);
    const wants =
      job === undefined ? 0.3 : job.organization.kind === 'vendor' || stage === undefined ? 0 : 0.6;
    if (!random.chance(wants) || time >= world.calendar.end) continue;
    const copies = random.chance(0.12) ? random.int(2, 8) : 1;
    const [format, price] = random.pick(BOOK.formats);
    const { line } = releaseAt(world.calendar, time);
    sales.push({
      at: time,
      buyer,
      title: `${BOOK.title} (${line.charAt(0)}.x edition)`,
      format,
      copies,
      cents: copies * price,
    });
  }
  return sales.sort((a, b) => a.at - b.at);
}

/** Who came to (or stayed away from) conferences and webinars. */
export function attendances(world: World): Attendance[] {
  const rows: Attendance[] = [];
  for (const { name, kind, at } of world.calendar.gatherings) {
    if (at >= world.calendar.end) continue;
    const random = createRandom(world.seed, 'attendance', name);
    for (const person of world.people) {
      if (!random.chance(interest(person, at) * (kind === 'conference' ? 1 : 0.45))) continue;
      rows.push({ at, event: name, person, came: random.chance(0.86) });
    }
  }
  return rows;
}

/** What the vendor spent on being known, month by month. */
export function spending(world: World): Spending[] {
  const random = createRandom(world.seed, 'spending');
  const rows: Spending[] = [];
  const { start, end, gatherings } = world.calendar;
  for (let at = start; at < end; at += 30 * DAY) {
    rows.push({ at: at + DAY, channel: 'Search ads', campaign: 'Brand', amount: random.int(200, 600) });
    rows.push({
      at: at + 2 * DAY,
      channel: 'Search ads',
      campaign: 'Enterprise search',
      amount: random.int(900, 2400),
    });
    rows.push({
      at: at + 9 * DAY,
      channel: 'Content',
      campaign: 'Blog and documentation',
      amount: random.int(800, 1500),
    });
    rows.push({
      at: at + 14 * DAY,
      channel: 'Newsletter',
      campaign: 'Monthly issue',
      amount: random.int(90, 160),
    });
    if (random.chance(0.4))
      rows.push({
        at: at + 20 * DAY,
        channel: 'Cold calls',
        campaign: random.pick(['Insurance', 'Public sector']),
        amount: random.int(1500, 4000),
      });
  }
  for (const { name, kind, at } of gatherings) {
    rows.push({
      at: at - 10 * DAY,
      channel: 'Events',
      campaign: name,
      amount: kind === 'conference' ? random.int(14_000, 22_000) : random.int(300, 700),
    });
  }
  return rows.filter((row) => row.at < end).sort((a, b) => a.at - b.at);
}

function planOf(organization: Organization): { plan: string; amount: number } {
  const extra = (hash(organization.id) % 20) * 100;
  if (organization.employees > 8000) return { plan: 'Enterprise', amount: 48_000 + extra * 5 };
  if (organization.employees > 2000) return { plan: 'Business', amount: 18_000 + extra * 2 };
  return { plan: 'Standard', amount: 6_000 + extra };
}

function contactOf(world: World, organization: Organization, time: number): Person | undefined {
  const staff = staffAt(world, organization, time);
  return staff[1] ?? staff[0];
}

function interest(person: Person, time: number): number {
  const job = jobAt(person, time);
  if (job === undefined) return person.jobs.length > 0 ? 0 : 0.05;
  const { kind } = job.organization;
  if (kind === 'vendor') return 0.4;
  if (kind === 'consultancy') return 0.5;
  const stage = stageAt(job.organization, time);
  if (stage === undefined) return 0.01;
  return { reading: 0.08, trying: 0.15, asking: 0.3, building: 0.35, guarantees: 0.5, contract: 0.4 }[stage];
}
