-- Every name that an address or a login was seen with. `identity.label` is the longest of them; only all of them show
-- that several people use one address, or that its owner changed. A reference table.

create table identity_name (
  identity_id   uuid not null references identity,
  name          text not null,                   -- as shown, folded in nothing
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  primary key (identity_id, name)
);

-- Of what is known already only the longest name is left.
insert into identity_name (identity_id, name, first_seen_at, last_seen_at)
select identity_id, label, first_seen_at, last_seen_at from identity
 where kind in ('email', 'login') and label <> value and label <> '';
