-- Since when things are known, so that a back-test sees of each day what was known on it.

-- When a record first gave an organization its claimed name; null: the name is made of its domain. Of what is known
-- already only the first day is left.
alter table organization add column named_at timestamptz;
update organization set named_at = first_seen_at where name_given;

-- When an address or login was first seen without a name; null: never. Its label was the address itself until a longer
-- name came.
alter table identity add column nameless_at timestamptz;
update identity set nameless_at = first_seen_at where kind in ('email', 'login') and label = value;

-- On which days evidence was seen that acts do not carry by themselves (a signature, a sign-off, a profile). Acts with
-- an organization's handle prove by themselves on which days their address or record named it. A reference table.
create table affiliation_proof (
  identity_id uuid not null references identity,
  organization_id uuid not null references organization,
  kind        text not null,
  value       text not null,
  day         date not null,
  at          timestamptz not null,              -- the last of that day
  confidence  real not null,
  primary key (identity_id, organization_id, kind, value, day)
);
insert into affiliation_proof
select distinct on (identity_id, organization_id, kind, value, (seen.at at time zone 'UTC')::date)
       identity_id, organization_id, kind, value, (seen.at at time zone 'UTC')::date, seen.at, confidence
  from identity_affiliation, lateral (values (from_at), (to_at)) as seen (at)
 where kind not in ('mail_domain', 'record')
 order by 1, 2, 3, 4, 5, seen.at desc;
