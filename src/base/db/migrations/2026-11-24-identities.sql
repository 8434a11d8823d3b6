-- Decisions about people (docs/design/identities.md). Signals and claims stay as they are: an identity keeps the
-- person that exact claims give it beside the person it resolves to after the decisions. All are reference tables.

alter table identity add column claimed_person_id uuid references person; -- by exact claims; written by the intake
alter table identity add column looked_at timestamptz;                    -- when the matcher compared it with the others
update identity set claimed_person_id = person_id;
create index identity_by_claim on identity (claimed_person_id) where claimed_person_id is not null;
create index identity_new on identity (identity_id) where looked_at is null;

alter table person add column claimed_name text;         -- null: no claim makes this person, a decision did
update person set claimed_name = name;
alter table person alter column first_seen_at drop not null;
alter table person alter column last_seen_at drop not null;

-- Whom a handle was seen acting for, from when to when: what `affiliation` is summed from, person by person.
create table identity_affiliation (
  identity_id uuid not null references identity,
  organization_id uuid not null references organization,
  reason      text not null,
  from_at     timestamptz not null,
  to_at       timestamptz not null,
  primary key (identity_id, organization_id)
);

-- Until now affiliations were kept by the person of the handle that acted: base/ids.ts, idFrom('person', ...).
create function pg_temp.own_person(kind text, platform text, value text) returns uuid language sql immutable as $$
  select (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-8' || substr(hex, 14, 3) || '-'
          || substr('89ab', (('x0' || substr(hex, 17, 1))::bit(8)::int & 3) + 1, 1) || substr(hex, 18, 3) || '-'
          || substr(hex, 21, 12))::uuid
    from (select encode(sha256(convert_to(concat_ws(E'\u001f', 'person', kind, nullif(platform, ''), value), 'UTF8')), 'hex') as hex) h
$$;
insert into identity_affiliation (identity_id, organization_id, reason, from_at, to_at)
select i.identity_id, a.organization_id, a.reason, a.from_at, a.to_at
  from identity i join affiliation a on a.person_id = pg_temp.own_person(i.kind, i.platform, i.value)
 where i.kind in ('email', 'login', 'name');
drop function pg_temp.own_person(text, text, text);
delete from affiliation;
insert into affiliation (person_id, organization_id, reason, from_at, to_at)
select i.person_id, a.organization_id, max(a.reason collate "C"), min(a.from_at), max(a.to_at)
  from identity_affiliation a join identity i using (identity_id) where i.person_id is not null
 group by i.person_id, a.organization_id;

-- Append-only. Decisions name identities, never people, so that each keeps its meaning whatever else is undone.
create table identity_decision (
  decision_id bigint primary key,                -- 1, 2, 3 ... in the order in which they count
  kind        text not null check (kind in ('merge', 'split', 'move', 'lock', 'unlock', 'never', 'reject', 'rename', 'undo')),
  author      text not null check (author in ('operator', 'matcher')),
  identity_ids uuid[] not null,                  -- an undo repeats those of what it undoes
  name        text,                              -- of a rename
  undoes      bigint references identity_decision,
  probability double precision,                  -- as the matcher saw it
  reasons     jsonb not null default '[]',       -- [{reason, weight}]
  at          timestamptz not null,
  constraint identity_decision_undoes check ((kind = 'undo') = (undoes is not null))
);

-- Which decisions name an identity.
create table decided_identity (
  identity_id uuid not null references identity,
  decision_id bigint not null references identity_decision,
  primary key (identity_id, decision_id)
);

-- Pairs that an operator should look at. `state` follows from the decisions and is written with them.
create table identity_suggestion (
  suggestion_id uuid primary key,                -- from the pair
  identity_a  uuid not null references identity,
  identity_b  uuid not null references identity,
  probability double precision not null,
  reasons     jsonb not null,
  proposed_at timestamptz not null,
  state       text not null check (state in ('open', 'accepted', 'rejected', 'never')),
  check (identity_a < identity_b)
);
create index identity_suggestion_by_a on identity_suggestion (identity_a);
create index identity_suggestion_by_b on identity_suggestion (identity_b);
create index identity_suggestion_open on identity_suggestion (probability desc, suggestion_id) where state = 'open';
