import { describe, expect, test } from 'vitest';
import { SIZES } from '../sizes.ts';
import { contracts, deals } from './business.ts';
import { DAY, STORY_DAYS } from './calendar.ts';
import { addressOf, hostOf } from './networks.ts';
import { STAGES, stageAt } from './organizations.ts';
import { fullName, jobAt, mailAt } from './people.ts';
import { makeWorld } from './world.ts';

const END = Date.UTC(2026, 5, 1);
const world = makeWorld(7, 'small', END);

describe('the world', () => {
  test('lasts two years', () => {
    expect(world.calendar.end - world.calendar.start).toBe(STORY_DAYS * DAY);
    expect(world.calendar.releases[0]?.at).toBeLessThan(world.calendar.start);
    for (const { at } of world.calendar.releases) expect(at).toBeLessThan(END);
  });

  test('gives every organization and person a name and domain of its own', () => {
    for (const size of SIZES) {
      const { organizations, people } = makeWorld(7, size, END);
      expect(new Set(organizations.map(({ domain }) => domain)).size).toBe(organizations.length);
      expect(new Set(people.map(fullName)).size).toBe(people.length);
      expect(new Set(people.map(({ login }) => login)).size).toBe(people.length);
      for (const { domain } of organizations) expect(domain).toMatch(/\.example$/);
    }
  });

  test('has all kinds of organizations and outcomes at every size', () => {
    for (const size of SIZES) {
      const { organizations } = makeWorld(7, size, END);
      expect(new Set(organizations.map(({ kind }) => kind)).size).toBe(8);
      expect(new Set(organizations.map(({ outcome }) => outcome)).size).toBe(5);
    }
  });

  test('uses private mail addresses that cannot exist', () => {
    for (const { privateMail } of world.people)
      expect(privateMail).toMatch(/^[a-z]+_[a-z]+-\d+@(gmail|googlemail)\.com$/);
    for (const { login } of world.people) expect(login).toContain('--');
  });
});

describe('organizations', () => {
  test('go through their stages in order', () => {
    for (const { journey, kind } of world.organizations) {
      if (kind === 'customer') continue;
      const times = STAGES.flatMap((stage) => journey[stage] ?? []);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      if (journey.stopped !== undefined) expect(journey.stopped).toBeGreaterThan(times.at(-1) ?? 0);
    }
  });

  test('end where their outcome says', () => {
    const ends = new Map(
      world.organizations
        .filter(({ kind }) => kind === 'prospect')
        .map((one) => [one.outcome, stageAt(one, END - 1)]),
    );
    expect(ends.get('customer')).toBe('contract');
    expect(ends.get('emerging')).toBe('guarantees');
    expect(ends.get('stalled')).toBeUndefined();
    expect(['reading', 'trying']).toContain(ends.get('early'));
  });

  test('sign contracts exactly when they become customers', () => {
    const signed = new Set(contracts(world).map(({ organization }) => organization));
    const expected = world.organizations.filter(
      ({ kind, outcome }) => kind === 'customer' || outcome === 'customer',
    );
    expect([...signed].map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
    const won = deals(world).filter(
      ({ result, organization }) => result === 'Won' && organization.kind === 'prospect',
    );
    for (const { closed, organization } of won) expect(closed).toBe(organization.journey.contract);
    for (const { result, closed } of deals(world)) expect(closed === undefined).toBe(result === 'Open');
  });
});

describe('people', () => {
  test('who change jobs write from another address afterwards', () => {
    const movers = world.people.filter(({ jobs }) => jobs.length === 2);
    expect(movers.length).toBeGreaterThan(3);
    for (const person of movers) {
      const moved = person.jobs[1]?.from ?? 0;
      expect(mailAt(person, moved - 1)).not.toBe(mailAt(person, moved));
      expect(jobAt(person, moved)?.organization).toBe(person.jobs[1]?.organization);
    }
  });

  test('without a job are the hobbyists', () => {
    for (const person of world.hobbyists) expect(mailAt(person, END)).toBe(person.privateMail);
    expect(world.people.filter(({ jobs }) => jobs.length === 0)).toEqual(world.hobbyists);
  });
});

describe('networks', () => {
  test.each(SIZES)('of size %s do not overlap and stay in reserved ranges', (size) => {
    const { networks } = makeWorld(7, size, END);
    const sorted = networks.toSorted((a, b) => a.v4First - b.v4First);
    for (const [index, network] of sorted.entries()) {
      const before = sorted[index - 1];
      if (before !== undefined) expect(network.v4First).toBeGreaterThan(before.v4Last);
      expect(addressOf(network, 0, false)).toMatch(
        /^(192\.0\.2|198\.51\.100|203\.0\.113|198\.1[89]\.\d+)\.\d+$/,
      );
      expect(addressOf(network, 4095, false)).toMatch(
        /^(192\.0\.2|198\.51\.100|203\.0\.113|198\.1[89]\.\d+)\.\d+$/,
      );
      expect(addressOf(network, 17, true)).toMatch(/^2001:db8:[0-9a-f]{1,4}:[1-7]::[0-9a-f]+$/);
    }
    expect(new Set(networks.map(({ asn }) => asn)).size).toBe(networks.length);
  });

  test('that resolve show host names of their owner', () => {
    const resolving = world.networks.filter(({ resolves }) => resolves);
    expect(resolving.length).toBeGreaterThan(10);
    for (const network of resolving)
      expect(hostOf(network, 3, false)).toMatch(new RegExp(`\\.${network.domain}$`));
  });
});
