-- What the clocks of people showed when they acted: evidence for the matcher.

-- Minutes east of UTC, where the record says so; what is taken back can be taken off the counts again.
alter table signal add column utc_offset smallint;

-- How often, by the two times of a year between which clocks are put forward and back. A reference table.
create table identity_timezone (
  identity_id uuid not null references identity,
  season      text not null check (season in ('january', 'july')),
  minutes     smallint not null,                 -- a few hundred rows an identity at most: only real offsets are kept
  acts        integer not null check (acts > 0),
  primary key (identity_id, season, minutes)
);

-- Everything that the matcher has compared of an identity and that may change without a new name.
alter table identity rename column looked_at_threads to looked_at_evidence;
