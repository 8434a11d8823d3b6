/** Use of the hosted flavour, by organizations that try it there. */
import { createRandom, hash } from '../random.ts';
import { HOUR, workSeason } from './calendar.ts';
import type { Use } from './events.ts';
import { stageAt } from './organizations.ts';
import { jobAt } from './people.ts';
import type { World } from './world.ts';

const EVENTS = [
  'Search performed',
  'Search performed',
  'Connector added',
  'User invited',
  'Single sign-on configured',
  'Export requested',
];

/** One day's use, in order of time. */
export function usesOf(world: World, day: number): Use[] {
  const random = createRandom(world.seed, 'uses', day);
  const season = workSeason(world.calendar, day);
  const uses: Use[] = [];
  for (const person of world.people) {
    const job = jobAt(person, day);
    if (job === undefined || hash(job.organization.id) % 4 !== 0) continue;
    const stage = stageAt(job.organization, day);
    if (job.organization.kind === 'vendor' || stage === undefined || stage === 'reading') continue;
    if (!random.chance(0.08 * season)) continue;
    const event = random.pick(EVENTS);
    uses.push({
      at: day + random.int(7, 18) * HOUR + random.int(0, HOUR - 1),
      person,
      event,
      quantity: event.startsWith('Search') ? random.int(1, 60) : 1,
    });
  }
  return uses.filter((use) => use.at < world.calendar.end).sort((a, b) => a.at - b.at);
}
