-- Home pages that people's profiles name: evidence for the matcher. A reference table.
create table identity_homepage (
  identity_id   uuid not null references identity,
  page          text not null,                   -- host and path, in one spelling
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  primary key (identity_id, page)
);
