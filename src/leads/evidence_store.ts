/** All SQL of the evidence for one lead. */
import type { Queryable } from '../base/index.ts';
import type { AccessPoint, Act } from '../intake/index.ts';
import { actsSql, parameters, type SubjectScope } from './acts_store.ts';
import type { Day } from './facts.ts';

/** The parts of one subject: what they touched last, how many different things, and their latest signals. */
export interface PartDetail {
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly topic: string | null;
  readonly title: string;
  readonly different: number;
  /** How many different ones since the day that was asked for. */
  readonly lately: number;
  readonly signalIds: readonly string[];
}

export async function readPartDetails(db: Queryable, scope: SubjectScope, since: Day): Promise<PartDetail[]> {
  const { rows } = await db.query<PartDetail>(
    `${actsSql('some')}
     select told.access_point as "accessPoint", act, topic, count(distinct asset_id)::int as different,
            count(distinct asset_id) filter (where day >= $9)::int as lately,
            coalesce((array_agg(coalesce(nullif(asset.title, ''), asset.key) order by at desc))[1], '') as title,
            coalesce((array_agg(signal_id order by at desc, signal_id) filter (where signal_id is not null))[1:5], '{}') as "signalIds"
       from told left join asset using (asset_id) group by told.access_point, act, topic`,
    [...parameters(scope), Math.max(since, 0)],
  );
  return rows;
}

/** One observed act behind a lead. `signalId` is null for a day of anonymous traffic. */
export interface EvidenceRow {
  readonly signalId: string | null;
  /** Milliseconds since the epoch; midnight UTC for a day of traffic. */
  readonly at: number;
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly topic: string | null;
  readonly assetKey: string | null;
  readonly title: string;
  readonly quantity: number;
  readonly visibility: 'public' | 'private';
  readonly personId: string | null;
  readonly personName: string | null;
  /** They asked not to be contacted. */
  readonly leftAlone: boolean;
  readonly source: string;
}

/** The latest acts of one subject. */
export async function readEvidence(
  db: Queryable,
  scope: SubjectScope,
  limit: number,
): Promise<Omit<EvidenceRow, 'leftAlone'>[]> {
  const { rows } = await db.query<Omit<EvidenceRow, 'leftAlone'>>(
    `${actsSql('some')}
     select signal_id as "signalId", (extract(epoch from at) * 1000)::float8 as at, told.access_point as "accessPoint", act, topic,
            asset.key as "assetKey", coalesce(nullif(asset.title, ''), asset.key, '') as title, quantity, visibility,
            person_id as "personId", person.name as "personName", coalesce(source.name, '') as source
       from told left join asset using (asset_id) left join person using (person_id) left join source using (source_id)
      order by at desc, signal_id, act, asset.key limit $9`,
    [...parameters(scope), limit],
  );
  return rows;
}

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  /** Domain of an address of theirs, never the address. */
  readonly domain: string | null;
  readonly acts: number;
  /** What they do most, at most three. */
  readonly does: readonly { readonly accessPoint: AccessPoint; readonly act: Act }[];
  readonly first: number;
  readonly last: number;
  /** They asked not to be contacted: never to be written to, whatever the lead's status. */
  readonly leftAlone: boolean;
}

/** The people behind one subject, busiest first. */
export async function readPeople(
  db: Queryable,
  scope: SubjectScope,
  limit: number,
): Promise<Omit<PersonRow, 'leftAlone'>[]> {
  const { rows } = await db.query<Omit<PersonRow, 'leftAlone'>>(
    `${actsSql('some')}, done as (
       select person_id, access_point, act, sum(quantity)::float8 as acts, min(at) as first, max(at) as last
         from told where person_id is not null group by person_id, access_point, act
     ), seen as (
       select person_id, sum(acts) as acts, min(first) as first, max(last) as last,
              (array_agg(jsonb_build_object('accessPoint', access_point, 'act', act) order by acts desc, access_point, act))[1:3] as does
         from done group by person_id
     )
     select person_id as id, person.name, acts, to_jsonb(does) as does, (extract(epoch from first) * 1000)::float8 as first,
            (extract(epoch from last) * 1000)::float8 as last,
            (select split_part(min(value), '@', 2) from identity where identity.person_id = seen.person_id and kind = 'email') as domain
       from seen join person using (person_id) order by acts desc, last desc, person_id limit $9`,
    [...parameters(scope), limit],
  );
  return rows;
}
