-- Signals of a month that is over, in columns: what the computation of all leads reads instead of the rows, at a fraction
-- of the cost. Whoever changes signals of a month says so in the same transaction; then the rows are read again.
create table signal_pack (
  month text not null,
  piece integer not null,
  layout text not null,
  bytes bytea not null,
  primary key (month, piece)
);
-- Numbers and ids do not get smaller.
alter table signal_pack alter column bytes set storage external;

-- Months whose signals changed. No key: those who change them never wait for one another.
create table signal_pack_stale (month text not null);
