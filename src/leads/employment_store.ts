/** Whom a person acted for at a time: periods that do not overlap, made of affiliations that may. */

/** An affiliation reaches this long before the first and after the last proof of it. */
const SLACK = `interval '90 days'`;

/** How sure it is that somebody acted for whom they were employed by: an expression over a row of `employed`. */
export const EMPLOYED_CONFIDENCE = 'case when sure then 0.8::real else 0.5::real end';

/**
 * A `with` clause that ends in `employed` (person_id, organization_id, from_at, until_at, sure): for each person the
 * organization of each period. Where several affiliations claim a time, the one that was proved around it wins over
 * one that only reaches there; then the one that had begun already; then the one that began last, since people
 * take a new job more often than they go back. `sure` is whether no other was proved around that time.
 * Parameter: $2, the kinds of organization that count.
 * @param people a condition on `person_id` that narrows them, beginning with `and`; or nothing
 */
export function employedSql(people: string): string {
  return `claimed as materialized (
    select person_id, organization_id, from_at, to_at, count(*) over (partition by person_id) as claims
      from affiliation join organization using (organization_id)
     where kind = any($2) ${people}
  ), cut as (
    select distinct person_id, at from claimed,
           lateral (values (from_at - ${SLACK}), (from_at), (to_at + interval '1 microsecond'), (to_at + ${SLACK})) as c (at)
     where claims > 1
  ), period as (
    select person_id, at as from_at, lead(at) over (partition by person_id order by at) as until_at from cut
  ), employed as materialized (
    -- Most people act for one organization only: nothing to divide.
    select person_id, organization_id, from_at - ${SLACK} as from_at, to_at + ${SLACK} as until_at, true as sure
      from claimed where claims = 1
    union all
    (select distinct on (p.person_id, p.from_at) p.person_id, c.organization_id, p.from_at, p.until_at,
           count(*) filter (where c.from_at < p.until_at and c.to_at >= p.from_at) over (partition by p.person_id, p.from_at) < 2 as sure
      from period p join claimed c on c.person_id = p.person_id and c.claims > 1
       and c.from_at - ${SLACK} < p.until_at and c.to_at + ${SLACK} > p.from_at
     where p.until_at is not null
     order by p.person_id, p.from_at, (c.from_at < p.until_at and c.to_at >= p.from_at) desc, (c.from_at < p.until_at) desc,
              c.from_at desc, c.organization_id)
  )`;
}
