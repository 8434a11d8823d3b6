-- In which changes somebody took part together with others: evidence for the matcher. A reference table.

create table identity_commit (
  identity_id uuid not null references identity,
  commit_id   uuid not null,                     -- from the hash of the change
  at          timestamptz not null,
  primary key (identity_id, commit_id)
);

-- What was imported before: base/ids.ts, idFrom('commit', hash).
create function pg_temp.commit_id(sha text) returns uuid language sql immutable as $$
  select (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-8' || substr(hex, 14, 3) || '-'
          || substr('89ab', (('x0' || substr(hex, 17, 1))::bit(8)::int & 3) + 1, 1) || substr(hex, 18, 3) || '-'
          || substr(hex, 21, 12))::uuid
    from (select encode(sha256(convert_to('commit' || E'\u001f' || sha, 'UTF8')), 'hex') as hex) h
$$;
with act as (
  select split_part(native_id, ':', 1) as sha, identity_id, max(at) as at from signal
   where act in ('commit', 'co_author', 'sign_off') and identity_id is not null and native_id ~ '^[0-9a-f]{40,64}:'
   group by 1, 2
), many as (select *, count(*) over (partition by sha) as people from act)
insert into identity_commit (identity_id, commit_id, at)
select identity_id, pg_temp.commit_id(sha), at from many where people > 1;
drop function pg_temp.commit_id(text);

-- Which threads and commits of an identity the matcher has compared; null: none.
alter table identity add column looked_at_threads text;

-- The matcher reads who wrote which message without reading messages.
drop index message_by_identity;
create index message_by_identity on message (identity_id, at) include (id) where identity_id is not null;
