-- The first schema. Every table is laid out so that Citus can distribute it later (docs/design/database.md):
--   distributed by id:                       signal_key, signal, message, message_text
--   distributed by organization_identity_id: signal_rollup
--   distributed by node_id:                  message_node
--   reference tables (small, everywhere):    all others
-- A unique key of a distributed table always contains its distribution column, and foreign keys point only
-- from anything to reference tables. Ids are UUIDs made from the natural key (base/ids.ts), so the same input
-- gives the same rows on every machine and in every order.

-- One configured connector.
create table source (
  source_id  uuid primary key,
  name       text not null unique,
  kind       text not null,
  settings   jsonb not null default '{}',
  made_up    boolean not null default false,   -- holds data of the sample ecosystem
  created_at timestamptz not null
);

-- Where reading stopped; written in the same transaction as the records it covers.
create table source_cursor (
  source_id  uuid not null references source,
  key        text not null,
  value      jsonb not null,
  primary key (source_id, key)
);

create table run (
  run_id     uuid primary key,
  source_id  uuid not null references source,
  input      text not null,
  state      text not null check (state in ('running', 'done', 'failed', 'interrupted')),
  started_at timestamptz not null,
  ended_at   timestamptz,
  read       bigint not null default 0,
  stored     bigint not null default 0,
  duplicate  bigint not null default 0,
  dropped    bigint not null default 0,
  failed     bigint not null default 0,
  drops      jsonb not null default '{}',       -- reason -> count
  notes      jsonb not null default '[]',
  batches    integer not null default 0,         -- committed so far; tells a retry whether its commit got through
  error_code text,
  error_message text,
  constraint run_reconciled check (read = stored + duplicate + dropped + failed)
);
create index run_by_source on run (source_id, started_at desc);

-- Records that could not be adapted, kept for replay. `body` is JSON (bytes tagged), compressed.
create table failed_event (
  failed_event_id uuid primary key,             -- from (source, record id)
  source_id   uuid not null references source,
  record_id   text not null,
  source_version integer not null,
  file        text not null,
  line        bigint,
  field       text,
  code        text not null,
  detail      text not null,
  body        bytea not null,
  first_seen_at timestamptz not null,
  replayed_at timestamptz
);
create index failed_event_open on failed_event (source_id, code) where replayed_at is null;

create table organization (
  organization_id uuid primary key,
  name        text not null,
  name_given  boolean not null default false,    -- a record gave the name; it is not made of the domain
  domain      text,                              -- main domain, when known
  kind        text not null,                     -- company, university, government, nonprofit, internet_provider, cloud, vpn, vendor, unknown
  kind_reason text not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null
);
create index organization_by_domain on organization (domain);

create table person (
  person_id   uuid primary key,
  name        text not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null
);

-- A handle as a source knows it: an address, a login, a domain, a network owner, an organization's name.
-- Signals point to identities, and identities to what they resolve to: resolving anew never rewrites signals.
create table identity (
  identity_id uuid primary key,                  -- from (kind, platform, value)
  kind        text not null check (kind in ('email', 'login', 'name', 'domain', 'organization_name', 'network')),
  platform    text not null default '',
  value       text not null,                     -- normalized
  label       text not null default '',          -- as seen, for people
  class       text not null,                     -- personal, work, free_mail, disposable, role, provider, code_host, company, internet_provider, ...
  confidence  real not null default 1,           -- 0..1 that the resolution below is right
  reason      text not null default '',
  person_id   uuid references person,
  organization_id uuid references organization,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null
);
create unique index identity_natural on identity (kind, platform, value);
create index identity_by_person on identity (person_id) where person_id is not null;
create index identity_by_organization on identity (organization_id) where organization_id is not null;

-- Who was seen acting for whom, and from when to when.
create table affiliation (
  person_id   uuid not null references person,
  organization_id uuid not null references organization,
  reason      text not null,
  from_at     timestamptz not null,
  to_at       timestamptz not null,
  primary key (person_id, organization_id)
);
create index affiliation_by_organization on affiliation (organization_id);

create table asset (
  asset_id     uuid primary key,                 -- from (access_point, kind, key)
  access_point text not null,
  kind         text not null,
  key          text not null,
  title        text not null default ''
);

-- The log of observed acts. signal_key makes (source, native id) idempotent across the monthly partitions.
create table signal_key (
  id uuid primary key,                           -- from (source, native id)
  at timestamptz not null
);

create table signal (
  id           uuid not null,
  at           timestamptz not null,
  source_id    uuid not null,
  native_id    text not null,
  access_point text not null,
  act          text not null,
  visibility   text not null check (visibility in ('public', 'private')),
  quantity     bigint not null default 1,
  asset_id     uuid,
  identity_id  uuid,                             -- who, as a person's handle
  organization_identity_id uuid,                 -- for whom, as an organization's handle at that time
  message_id   uuid,
  amount       numeric,
  currency     text,
  details      jsonb,
  recorded_at  timestamptz not null,             -- when leadspring learned of it
  primary key (id, at)
) partition by range (at);
create index signal_by_organization on signal (organization_identity_id, at) where organization_identity_id is not null;
create index signal_by_identity on signal (identity_id, at) where identity_id is not null;

-- Anonymous traffic, summed per network owner, asset, act and day. Adding is made idempotent by cursors.
create table signal_rollup (
  organization_identity_id uuid not null,
  day          date not null,
  source_id    uuid not null,
  access_point text not null,
  act          text not null,
  asset_id     uuid not null,
  quantity     bigint not null,
  primary key (organization_identity_id, day, source_id, access_point, act, asset_id)
) partition by range (day);

-- Messages as they came, once each. Derived tables (message_text, message_node) can be rebuilt from `raw`.
-- A public and a private copy of one message are two rows: the private one can never be reached from the public side.
create table message (
  id           uuid primary key,                 -- from (space, visibility, native id)
  source_id    uuid not null,
  space        text not null,
  native_id    text not null,
  container    text not null,
  visibility   text not null check (visibility in ('public', 'private')),
  at           timestamptz not null,
  subject      text not null,
  identity_id  uuid,                             -- the author's handle
  author_name  text not null default '',
  claims       jsonb not null default '{}',      -- author claims as they stood
  thread_hints jsonb not null default '[]',      -- native ids, nearest parent last
  format       text not null,
  raw          bytea not null,                   -- zstd of the untouched original
  raw_size     integer not null,
  recorded_at  timestamptz not null
);
alter table message alter column raw set storage external; -- compressed already
create index message_by_container on message (visibility, container, at);
create index message_by_identity on message (identity_id, at) where identity_id is not null;

create table message_text (
  id           uuid primary key,                 -- message.id
  visibility   text not null,
  body         text not null,
  words        tsvector not null
);
create index message_text_words on message_text using gin (words);

-- The thread graph by hints. A node is a message id that was seen or referred to; every node of a thread
-- carries the smallest node id of the thread, so the result does not depend on the order of arrival.
create table message_node (
  node_id      uuid primary key,                 -- from (space, visibility, native id), equal to message.id when seen
  thread_id    uuid not null,
  present      boolean not null                  -- whether the message itself is stored
);
create index message_node_by_thread on message_node (thread_id);

-- Leads as last computed; rebuilt whole by leads/refresh.
create table lead (
  lead_id      uuid primary key,                 -- organization_id or person_id
  subject      text not null check (subject in ('organization', 'person')),
  name         text not null,
  domain       text,
  kind         text not null,
  segment      text not null,
  stage        text not null,
  score        real not null,
  fit          real not null,
  points       jsonb not null,                   -- access point -> points now
  people       integer not null,
  access_points integer not null,
  since        timestamptz not null,
  last_at      timestamptz not null,
  headline     text not null,                    -- one sentence
  made_up      boolean not null default false,
  computed_at  timestamptz not null
);
create index lead_by_score on lead (score desc, lead_id);
create index lead_by_stage on lead (stage, score desc);
create index lead_by_last on lead (last_at desc);
create index lead_by_name on lead (lower(name));
