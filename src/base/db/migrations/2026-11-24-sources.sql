-- Sources that ask servers and take deliveries, and what their platforms take back. received_event is distributed by
-- source_id with source; erasure is a reference table.

alter table source add column every_minutes integer check (every_minutes > 0); -- null: asked by hand only
alter table source add column paused_at  timestamptz;
alter table source add column removed_at timestamptz;    -- its configuration is gone, what it brought stays
alter table source add column pulled_at  timestamptz;    -- when its server was asked last, whatever came of it
alter table source add column asked_at   timestamptz;    -- when somebody wanted it to be asked at once
alter table source add column delivered_at timestamptz;  -- when it last took a delivery

-- Deliveries that were answered and not worked off yet; in the order of arrival.
create table received_event (
  seq         bigint generated always as identity,
  source_id   uuid not null,
  received_at timestamptz not null,
  body        bytea not null,                    -- the records of one delivery, as JSON
  primary key (source_id, seq)
);

-- What was taken back, by the id of the signal, message or identity: it does not come again from an older copy.
create table erasure (
  id          uuid primary key,
  erased_at   timestamptz not null
);

alter table run add column seconds double precision;      -- how long it took; null: not known

create index signal_unverified on signal (source_id, at) where details->>'verified' = 'false';

alter table message add column edited_at timestamptz;    -- of the kept edit, where the platform says so
