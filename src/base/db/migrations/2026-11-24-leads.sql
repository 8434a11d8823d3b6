-- The life of a lead: what operators did with it, and how its stage and score went. All are reference tables.

-- Append-only. What follows from it is folded when it is read; an undo leaves the rest as if it had not been.
create table lead_step (
  step_id     bigint primary key,                -- 1, 2, 3 ... in the order in which they count
  subject_id  uuid not null,                     -- organization or person, as it was then
  kind        text not null check (kind in ('assign', 'note', 'snooze', 'disqualify', 'won', 'lost', 'do_not_contact', 'reopen', 'undo')),
  author      text not null,
  text        text not null default '',          -- a note, or whom it is assigned to
  reason      text,                              -- of a disqualification or a loss
  until_at    timestamptz,                       -- of a snooze
  amount      numeric,
  currency    text,
  undoes      bigint references lead_step,
  at          timestamptz not null,
  constraint lead_step_undoes check ((kind = 'undo') = (undoes is not null))
);
create index lead_step_by_subject on lead_step (subject_id, step_id);

-- What follows from the steps, for lists.
create table lead_status (
  subject_id  uuid primary key,
  status      text not null check (status in ('open', 'snoozed', 'disqualified', 'won', 'lost', 'do_not_contact')),
  owner       text,
  reason      text,
  until_at    timestamptz,
  segment     text not null default 'unknown',   -- of the lead when the status began
  since       timestamptz not null               -- of the status
);

-- One row for each day on which a lead's stage changed or its score moved by a tenth and a point.
create table lead_history (
  subject_id  uuid not null,
  day         date not null,
  stage       text not null,
  stage_reason text not null,
  score       real not null,
  primary key (subject_id, day)
);
create index lead_history_by_day on lead_history (day);

alter table lead add column stage_reason text not null default '';
alter table lead add column stage_at   date;
-- Emergence: null where nothing rose. See docs/design/emergence.md.
alter table lead add column emerging   boolean not null default false;
alter table lead add column surprise   double precision;   -- p, all surprises combined
alter table lead add column false_discovery_rate double precision;
alter table lead add column emerged_since date;
alter table lead add column emerged_because text not null default '';
create index lead_emerging on lead (surprise) where emerging;

-- Access points as objects: what operators say of them. A row only where something was said.
create table access_point (
  name        text primary key,
  owner       text not null default '',
  audience    text not null default '',
  paid        boolean,                            -- null: as leadspring takes it to be
  cost        numeric,                            -- a month
  currency    text,
  next_step   text not null default '',           -- what whoever met the product here naturally does next
  updated_at  timestamptz not null
);

-- The flow between access points as last computed, with the leads: who came first where, and went on where.
create table access_point_flow (
  from_point  text not null,                      -- '' : nowhere before
  to_point    text not null,
  subjects    integer not null,
  primary key (from_point, to_point)
);
create table access_point_reach (
  name        text primary key,
  subjects    integer not null,                   -- organizations and people seen there
  people      integer not null,
  lately      integer not null,                   -- subjects of the last 28 days
  before      integer not null,                   -- of the 28 days before
  last_day    date
);

-- What was learned from outcomes, each time it was tried; the latest counts while `wanted` says so.
create table score_model (
  model_id    bigint primary key,
  trained_at  timestamptz not null,
  positives   integer not null,
  needed      integer not null,
  usable      boolean not null,                   -- held on later time than it was trained on
  reason      text not null,                      -- why it is or is not usable, for an operator
  model       jsonb,
  validation  jsonb,
  wanted      boolean not null default true       -- false: an operator went back to the default weights
);

-- The latest back-test of the database's own history.
create table backtest_result (
  computed_at timestamptz primary key,
  figures     jsonb not null
);
