/** Changes to the product's source: mostly by the vendor, some by people who build on it. */
import { createRandom, type Random, type Weighted, weighted } from '../random.ts';
import { DAY, HOUR, STORY_DAYS, workSeason } from './calendar.ts';
import type { Change } from './events.ts';
import { stageAt } from './organizations.ts';
import { jobAt, type Person } from './people.ts';
import type { World } from './world.ts';

const AREAS = [
  'index',
  'query',
  'connectors',
  'ldap',
  'sso',
  'acl',
  'audit',
  'snapshot',
  'cluster',
  'api',
  'docs',
  'packaging',
];
const DOINGS = ['fix', 'speed up', 'simplify', 'test', 'document', 'allow', 'log', 'handle'];
const THINGS = [
  'nested groups',
  'long path names',
  'empty results',
  'a lost connection',
  'the retry delay',
  'facet counts',
  'large documents',
  'the token cache',
  'a slow directory',
  'compound words',
  'old snapshots',
  'the warm-up',
];
const WHYS = [
  'Reported on the users list. The old code counted each page twice.',
  'It was not safe when two connectors ran at the same time.',
  'Measured on a collection of two million documents: a third less time.',
  'No change of behaviour.',
];

/** Commits (merges left out) that an average change makes over the seasons, measured. */
const COMMITS = 1.45;

/** Tells the changes of one day, in order of time. */
export function changesOf(world: World, pool: ChangePool, day: number): Change[] {
  const random = createRandom(world.seed, 'changes', day);
  const count = random.poisson(
    (world.volume.changes / STORY_DAYS / COMMITS) * workSeason(world.calendar, day),
  );
  const changes: Change[] = [];
  for (let i = 0; i < count; i++) changes.push(invent(random, pool, day));
  return changes.filter((change) => change.at < world.calendar.end).sort((a, b) => a.at - b.at);
}

export interface ChangePool {
  readonly maintainers: Weighted<Person>;
  readonly others: Weighted<Person>;
}

/** Who may change the source around a day. */
export function changePool(world: World, day: number): ChangePool {
  const kindOf = (person: Person): string | undefined => jobAt(person, day)?.organization.kind;
  const others = (person: Person): number => {
    if (!person.writesCode || kindOf(person) === 'vendor') return 0;
    const job = jobAt(person, day);
    if (job === undefined) return person.jobs.length > 0 ? 0 : 0.4;
    const stage = stageAt(job.organization, day);
    return stage === 'building' || stage === 'guarantees' || stage === 'contract' ? 1 : 0;
  };
  return {
    maintainers: weighted(world.people, (person) =>
      kindOf(person) === 'vendor' && person.writesCode ? 0.2 + person.helpful : 0,
    ),
    others: weighted(world.people, others),
  };
}

function invent(random: Random, pool: ChangePool, day: number): Change {
  const maintainer = pool.maintainers.pick(random);
  const outside = pool.others.total > 0 && random.chance(0.3);
  const author = outside ? pool.others.pick(random) : maintainer;
  const area = random.pick(AREAS);
  const extra = random.chance(0.4) ? random.int(0, 3) : undefined;
  return {
    at: day + random.int(6, 20) * HOUR + random.int(0, DAY / 24 - 1),
    author,
    committer: maintainer,
    coAuthors: random.chance(0.08)
      ? [(random.chance(0.5) && pool.others.total > 0 ? pool.others : pool.maintainers).pick(random)].filter(
          (person) => person !== author,
        )
      : [],
    ...(random.chance(0.2) ? { reviewer: pool.maintainers.pick(random) } : {}),
    signed: random.chance(outside ? 0.9 : 0.6),
    subject: subjectOf(random, area),
    body: random.chance(0.5) ? [random.pick(WHYS)] : [],
    path: pathOf(random, area),
    branch:
      extra === undefined
        ? undefined
        : Array.from({ length: extra }, () => ({
            subject: subjectOf(random, area),
            path: pathOf(random, area),
          })),
  };
}

function subjectOf(random: Random, area: string): string {
  return `${area}: ${random.pick(DOINGS)} ${random.pick(THINGS)}`;
}

function pathOf(random: Random, area: string): string {
  return area === 'docs' ? `docs/page-${random.int(1, 40)}.md` : `src/${area}/part-${random.int(1, 25)}.rs`;
}
