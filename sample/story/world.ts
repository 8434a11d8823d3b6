/** The world of the story: who exists. Everything that happens is told from it, day by day, by `story.ts`. */
import { at, createRandom } from '../random.ts';
import { type Size, VOLUMES, type Volume } from '../sizes.ts';
import { type Calendar, makeCalendar } from './calendar.ts';
import { createNames } from './names.ts';
import { makeNetworks, type Network } from './networks.ts';
import { makeOrganizations, type Organization } from './organizations.ts';
import { jobAt, makePeople, type Person } from './people.ts';

export interface World {
  readonly seed: number;
  readonly size: Size;
  readonly volume: Volume;
  readonly calendar: Calendar;
  readonly organizations: readonly Organization[];
  readonly vendor: Organization;
  readonly people: readonly Person[];
  readonly hobbyists: readonly Person[];
  readonly networks: readonly Network[];
  readonly networkOf: ReadonlyMap<string, Network>;
  readonly providers: readonly Network[];
  readonly clouds: readonly Network[];
  readonly vpns: readonly Network[];
}

/** Invents the world. The same arguments give the same world. `end` in milliseconds since the epoch. */
export function makeWorld(seed: number, size: Size, end: number): World {
  const volume = VOLUMES[size];
  const names = createNames(createRandom(seed, 'names'));
  const calendar = makeCalendar(createRandom(seed, 'calendar'), end);
  const organizations = makeOrganizations(seed, volume.organizations, calendar, names);
  const people = makePeople(seed, organizations, volume.hobbyists, calendar, names);
  const networks = makeNetworks(seed, organizations, names);
  const ofKind = (kind: Network['kind']): Network[] => networks.filter((network) => network.kind === kind);
  const own = networks.flatMap((network) =>
    network.organization === undefined ? [] : [[network.organization, network] as const],
  );
  return {
    seed,
    size,
    volume,
    calendar,
    organizations,
    vendor: at(organizations, 0),
    people,
    hobbyists: people.filter((person) => person.jobs.length === 0),
    networks,
    networkOf: new Map(own),
    providers: ofKind('internet_provider'),
    clouds: ofKind('cloud'),
    vpns: ofKind('vpn'),
  };
}

/** Who works for an organization at a moment. */
export function staffAt(world: World, organization: Organization, time: number): Person[] {
  return world.people.filter((person) => jobAt(person, time)?.organization === organization);
}
