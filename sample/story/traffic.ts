/** All requests of a day: organizations on their way, the public, machines, robots. */
import { createRandom, hash, type Random } from '../random.ts';
import { BROWSERS } from './agents.ts';
import { DAY, HOUR, leisureSeason, midnight, releaseAt, STORY_DAYS, workSeason } from './calendar.ts';
import type { Hit } from './events.ts';
import { hostOf, type Network } from './networks.ts';
import { type Organization, type OrganizationKind, type Stage, stageAt } from './organizations.ts';
import { automate, browse, crawl, passBy, probe, type Visit } from './visits.ts';
import type { World } from './world.ts';

/** Visits a working day of an organization of 1,000 people. */
const VISITS: Readonly<Record<Stage, number>> = {
  reading: 0.08,
  trying: 0.25,
  asking: 0.22,
  building: 0.25,
  guarantees: 0.35,
  contract: 0.12,
};
const EAGERNESS: Readonly<Partial<Record<OrganizationKind, number>>> = {
  do_it_yourself: 0.4,
  university: 0.3,
  competitor: 1.5,
  vendor: 2,
  consultancy: 0.4,
  noise: 1,
};
/** What is left of the wanted lines after the organizations' own, by who makes it. Lines each makes a visit, measured. */
const REST = {
  public: { share: 0.58, lines: 4.6 },
  crawlers: { share: 0.28, lines: 2.8 },
  machines: { share: 0.1, lines: 1.6 },
  probes: { share: 0.04, lines: 3 },
};
/** Lines a day that the organizations of size `small` make, measured. */
const OWN_LINES = 38;

const REFERERS = [
  'https://www.google.com/',
  'https://www.google.com/',
  'https://duckduckgo.com/',
  'https://www.bing.com/',
  '-',
  '-',
];
const VIRAL_REFERER = 'https://news.linkheap.example/item?id=48151623';

/** The requests of one day, in order of time. Told from the day alone, so days need no memory of each other. */
export function trafficOf(world: World, day: number): Hit[] {
  const random = createRandom(world.seed, 'traffic', day);
  const hits: Hit[] = [];
  for (const organization of world.organizations) organizationVisits(hits, world, day, organization, random);
  const rest = Math.max(1, world.volume.logLines / STORY_DAYS - OWN_LINES * world.volume.organizations);
  const mean = (part: keyof typeof REST): number => (rest * REST[part].share) / REST[part].lines;
  const leisure = leisureSeason(world.calendar, day);
  repeat(random.poisson(mean('public') * leisure), () => passBy(hits, publicVisit(world, day, random)));
  repeat(random.poisson(mean('crawlers')), () =>
    crawl(hits, visitFrom(world, random.pick(world.clouds), day, random)),
  );
  repeat(random.poisson(mean('machines')), () => {
    const network = random.pick(random.chance(0.7) ? world.clouds : world.providers);
    automate(hits, visitFrom(world, network, day, random), random.int(0, 4));
  });
  repeat(random.poisson(mean('probes')), () =>
    probe(hits, visitFrom(world, random.pick([...world.clouds, ...world.vpns]), day, random)),
  );
  return hits.filter((hit) => hit.at < world.calendar.end).sort((a, b) => a.at - b.at);
}

function organizationVisits(
  hits: Hit[],
  world: World,
  day: number,
  organization: Organization,
  random: Random,
): void {
  const stage = stageAt(organization, day + DAY / 2);
  if (stage === undefined) return;
  const network = world.networkOf.get(organization.id);
  const bySize = 0.4 + Math.log10(organization.employees) / 5;
  const mean = VISITS[stage] * (EAGERNESS[organization.kind] ?? 1) * bySize * workSeason(world.calendar, day);
  repeat(random.poisson(mean), () => {
    const from = network !== undefined && random.chance(0.9) ? network : random.pick(world.providers);
    const at =
      day +
      ((random.int(7 * 60, 17 * 60 + 59) - organization.country.zone + 1440) % 1440) * 60_000 +
      random.int(0, 59_999);
    browse(hits, { ...visitFrom(world, from, day, random, random.int(1, 6)), at }, stage);
  });
  if (
    organization.automates &&
    ['building', 'guarantees', 'contract'].includes(stage) &&
    random.chance(0.12)
  ) {
    const from = network ?? random.pick(world.clouds);
    automate(
      hits,
      { ...visitFrom(world, from, day, random, 9), at: day + random.int(1, 5) * HOUR },
      hash(organization.id),
    );
  }
}

function publicVisit(world: World, day: number, random: Random): Visit {
  const network = random.pick(random.chance(0.06) ? world.vpns : world.providers);
  const visit = visitFrom(world, network, day, random);
  const viral = day === midnight(world.calendar.viralDay) && random.chance(0.85);
  return viral ? { ...visit, referer: VIRAL_REFERER } : visit;
}

function visitFrom(
  world: World,
  network: Network,
  day: number,
  random: Random,
  host = random.int(0, 4095),
): Visit {
  return {
    random,
    host: hostOf(network, host, random.chance(0.12)),
    agent: random.pick(BROWSERS),
    at: day + random.int(0, DAY - 1),
    release: releaseAt(world.calendar, day),
    referer: random.pick(REFERERS),
  };
}

function repeat(times: number, act: () => void): void {
  for (let i = 0; i < times; i++) act();
}
