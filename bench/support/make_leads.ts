/**
 * Fills a database with made-up organizations, people and signals, directly by COPY of valid rows: activity spread over
 * orders of magnitude, several people each, traffic of networks, private addresses used at work, people without an
 * organization, and some organizations that only just came. Everything is marked as made up.
 */
import { type CopyValue, type Database, idFrom } from '../../src/base/index.ts';
import type { AssetClaim } from '../../src/intake/contract.ts';
import { assetId } from '../../src/intake/signals/asset_id.ts';
import { monthOf } from '../../src/intake/signals/months.ts';
import { ensureMonth } from '../../src/intake/signals/store.ts';
import { drawNormal, seededRandom } from '../../src/leads/emergence/testing.ts';

export interface MadeSize {
  readonly organizations: number;
  readonly signals: number;
  /** Milliseconds since the epoch: signals end the day before. */
  readonly now: number;
}

export const SOURCE = idFrom('source', 'made up leads');
export const MONTHS = 24;
const DAY = 86_400_000;
const PLACES = [
  ...[['documentation', 'read', 'page', 0.34] as const, ['download', 'download', 'release', 0.16] as const],
  ...[['forum', 'ask', 'thread', 0.08] as const, ['forum', 'reply', 'thread', 0.16] as const],
  ...[['mailing_list', 'reply', 'thread', 0.1] as const, ['code', 'commit', 'repository', 0.08] as const],
  ...[['on_demand', 'use', 'page', 0.06] as const, ['support', 'ask', 'thread', 0.02] as const],
];
const WANTED = ['SSO', 'LDAP', 'failover', 'audit log', 'air gapped installation', 'commercial support'];
const ASSETS = 400;

/** What the rows are made of. Typed arrays: at the largest size there are hundreds of thousands of people. */
interface World {
  readonly random: () => number;
  readonly size: MadeSize;
  /** People of each organization; the last entries are people without one. */
  readonly people: Uint16Array;
  /** Running sum of how often each acts. */
  readonly sums: Float64Array;
  /** First month of each. */
  readonly begins: Uint8Array;
}

export const domainOf = (organization: number): string => `firm-${organization}.example`;
export const organizationIdOf = (organization: number): string =>
  idFrom('organization', 'domain', domainOf(organization));
const addressOf = (organization: number, person: number): string =>
  `person-${person}@${domainOf(organization)}`;
const privateOf = (organization: number, person: number): string =>
  `p${person}.of${organization}@freemail.example`;

/** Makes the rows. @returns the organizations by activity, busiest first */
export async function makeLeads(db: Database, size: MadeSize): Promise<readonly number[]> {
  const world = makeWorld(size);
  const { organizations, now } = size;
  await db.transaction(async (client) => {
    const source = [[SOURCE, 'made up leads', 'csv', {}, true, new Date(now)]];
    await client.copy('source', ['source_id', 'name', 'kind', 'settings', 'made_up', 'created_at'], source);
    const firm = ['organization_id', 'name', 'claimed_name', 'domain', 'kind', 'kind_reason'];
    const seen = ['first_seen_at', 'last_seen_at'];
    await client.copy('organization', [...firm, ...seen], organizationRows(world));
    await client.copy('person', ['person_id', 'name', 'claimed_name', ...seen], personRows(world));
    const identity = ['identity_id', 'kind', 'platform', 'value', 'label', 'class', 'confidence'];
    const resolved = ['person_id', 'claimed_person_id', 'organization_id', 'claimed_organization_id'];
    await client.copy('identity', [...identity, ...resolved, 'looked_at', ...seen], identityRows(world));
    const acting = ['person_id', 'organization_id', 'reason', 'from_at', 'to_at'];
    await client.copy('affiliation', acting, affiliationRows(world));
    // The evidence behind them: the address at work.
    await client.query(
      `insert into identity_affiliation (identity_id, organization_id, reason, from_at, to_at, kind, value, confidence)
       select identity_id, a.organization_id, a.reason, from_at, to_at, 'mail_domain', split_part(value, '@', 2), a.confidence
         from affiliation a join identity using (person_id) where class = 'work'`,
    );
    await client.copy('asset', ['asset_id', 'access_point', 'kind', 'key', 'title'], assetRows());
  });
  for (let month = 0; month < MONTHS; month++) await makeMonth(db, world, month);
  await db.query('insert into signal_key select id, at from signal order by id');
  await db.query('analyze');
  const weight = (index: number): number => (world.sums[index] ?? 0) - (world.sums[index - 1] ?? 0);
  return Array.from({ length: organizations }, (_, index) => index).sort((a, b) => weight(b) - weight(a));
}

function makeWorld(size: MadeSize): World {
  const random = seededRandom(7);
  const { organizations } = size;
  const all = organizations + Math.ceil(organizations / 4);
  const people = new Uint16Array(all);
  const sums = new Float64Array(all);
  const begins = new Uint8Array(all);
  let sum = 0;
  for (let index = 0; index < all; index++) {
    const weight = Math.exp(1.3 * drawNormal(random)) * (index < organizations ? 1 : 0.2);
    sum += weight;
    sums[index] = sum;
    people[index] = index < organizations ? 1 + Math.min(300, Math.floor(2 * weight * random())) : 1;
    // One in fifty came in the last month.
    begins[index] = random() < 0.02 ? MONTHS - 1 : Math.floor(MONTHS * random() ** 3);
  }
  return { random, size, people, sums, begins };
}

function* organizationRows({ size: { organizations, now } }: World): Generator<CopyValue[]> {
  const at = new Date(now);
  for (let index = 0; index < organizations; index++) {
    const kind = index % 10 === 9 ? 'university' : index % 25 === 7 ? 'unknown' : 'company';
    const name = `Firm ${index}`;
    yield [organizationIdOf(index), name, name, domainOf(index), kind, 'made up', at, at];
  }
}

/** Everybody: the organization (or null) and the person. */
function* everybody({ people, size: { organizations } }: World): Generator<[number, number, boolean]> {
  for (const [index, count] of people.entries())
    for (let person = 0; person < count; person++) yield [index, person, index < organizations];
}

const personIdOf = (index: number, person: number): string => idFrom('person', `${index}.${person}`);

function* personRows(world: World): Generator<CopyValue[]> {
  const at = new Date(world.size.now);
  for (const [index, person] of everybody(world)) {
    const name = `Person ${person} of ${index}`;
    yield [personIdOf(index, person), name, name, at, at];
  }
}

function* identityRows(world: World): Generator<CopyValue[]> {
  const at = new Date(world.size.now);
  const row = (kind: string, value: string, type: string, person: string | null, firm: string | null) => [
    ...[idFrom('identity', kind, '', value), kind, '', value, value, type, 0.9],
    ...[person, person, firm, firm, at, at, at],
  ];
  for (let index = 0; index < world.size.organizations; index++) {
    const id = organizationIdOf(index);
    yield row('domain', domainOf(index), 'work', null, id);
    if (index % 4 === 0) yield row('network', `AS${index}`, 'company', null, id);
  }
  for (const [index, person, employed] of everybody(world)) {
    const id = personIdOf(index, person);
    if (employed) yield row('email', addressOf(index, person), 'work', id, null);
    if (!employed || person % 8 === 0) yield row('email', privateOf(index, person), 'free_mail', id, null);
  }
}

function* affiliationRows(world: World): Generator<CopyValue[]> {
  const { now } = world.size;
  for (const [index, person, employed] of everybody(world)) {
    if (!employed) continue;
    const from = new Date(now - 30 * DAY * (MONTHS - (world.begins[index] ?? 0)));
    yield [personIdOf(index, person), organizationIdOf(index), 'made up', from, new Date(now)];
  }
}

function assetOf(place: number, number: number): AssetClaim {
  return { kind: PLACES[place]?.[2] ?? 'page', key: `made-up/${number}` };
}

function* assetRows(): Generator<CopyValue[]> {
  const ids = new Set<string>();
  for (const [place, [accessPoint]] of PLACES.entries()) {
    for (let number = 0; number < ASSETS; number++) {
      const { kind, key } = assetOf(place, number);
      const id = assetId(accessPoint, { kind, key });
      const topic = number % 16 === 0 ? WANTED[(number / 16) % WANTED.length] : 'something';
      if (!ids.has(id)) yield [id, accessPoint, kind, key, `How to do ${topic}, ${number}`];
      ids.add(id);
    }
  }
}

const SIGNAL = [
  ...['id', 'at', 'source_id', 'native_id', 'access_point', 'act', 'visibility', 'asset_id', 'identity_id'],
  ...['organization_identity_id', 'recorded_at'],
];
const ROLLUP = [
  'organization_identity_id',
  'day',
  'source_id',
  'access_point',
  'act',
  'asset_id',
  'quantity',
];

/** Months of thirty days, back from now; each falls into at most two of the calendar. */
async function makeMonth(db: Database, world: World, month: number): Promise<void> {
  const { now } = world.size;
  const from = now - 30 * DAY * (MONTHS - month);
  for (const at of [from, from + 30 * DAY]) await ensureMonth(db, monthOf(at));
  await db.transaction(async (client) => {
    await client.query('set local synchronous_commit = off');
    await client.copy('signal', SIGNAL, signalRows(world, month, from));
    await client.copy('signal_rollup', ROLLUP, rollupRows(world, month, from));
  });
}

function* signalRows(world: World, month: number, from: number): Generator<CopyValue[]> {
  const { random, size, people } = world;
  const assets = PLACES.map(([accessPoint], place) =>
    Array.from({ length: ASSETS }, (_, number) => assetId(accessPoint, assetOf(place, number))),
  );
  const identities = new Map<string, string>();
  const identity = (kind: string, value: string): string => {
    const id = identities.get(value) ?? idFrom('identity', kind, '', value);
    identities.set(value, id);
    return id;
  };
  const count = Math.floor(size.signals / MONTHS);
  for (let number = 0; number < count; number++) {
    const index = draw(world, month);
    const person = Math.floor((people[index] ?? 1) * random() ** 2);
    const employed = index < size.organizations;
    const atHome = !employed || (person % 8 === 0 && random() < 0.2);
    const place = placeOf(random());
    const [accessPoint, act] = PLACES[place] ?? ['documentation', 'read'];
    const at = new Date(from + Math.floor(random() * 30 * DAY) - 1);
    const nativeId = `${month}.${number}`;
    yield [
      ...[idFrom('signal', SOURCE, nativeId), at, SOURCE, nativeId, accessPoint, act],
      ...[act === 'ask' && accessPoint === 'support' ? 'private' : 'public'],
      assets[place]?.[Math.floor(ASSETS * random() ** 2)] ?? null,
      identity('email', atHome ? privateOf(index, person) : addressOf(index, person)),
      atHome ? null : identity('domain', domainOf(index)),
      at,
    ];
  }
}

function* rollupRows(world: World, month: number, from: number): Generator<CopyValue[]> {
  const { random, size } = world;
  const assets = Array.from({ length: ASSETS }, (_, number) => assetId('documentation', assetOf(0, number)));
  const seen = new Set<string>();
  for (let number = 0; number < size.signals / MONTHS / 10; number++) {
    const index = draw(world, month);
    if (index >= size.organizations || index % 4 !== 0) continue;
    const day = new Date(from + Math.floor(random() * 30) * DAY).toISOString().slice(0, 10);
    const asset = assets[Math.floor(ASSETS * random() ** 2)] ?? '';
    const key = `${index} ${day} ${asset}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const quantity = 1 + Math.floor(20 * random() ** 3);
    yield [
      idFrom('identity', 'network', '', `AS${index}`),
      day,
      SOURCE,
      'documentation',
      'read',
      asset,
      quantity,
    ];
  }
}

/** Somebody who was there already in this month, the busy ones more often. */
function draw({ random, sums, begins }: World, month: number): number {
  for (;;) {
    const at = random() * (sums.at(-1) ?? 0);
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    if ((begins[low] ?? 0) <= month) return low;
  }
}

function placeOf(random: number): number {
  let left = random;
  for (const [index, [, , , share]] of PLACES.entries()) {
    left -= share;
    if (left < 0) return index;
  }
  return 0;
}
