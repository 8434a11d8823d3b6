-- Decisions about organizations, and evidence of whom people act for (docs/design/identities.md). Claims stay as they
-- are: an organization that is another spelling of a second keeps its row and points to it. All are reference tables.

alter table organization add column claimed_name text;   -- by claims; `name` follows from it and from decisions
update organization set claimed_name = name;
alter table organization alter column claimed_name set not null;
alter table organization add column name_key text;       -- of a given name: without case, points, legal form
alter table organization add column alias_of uuid references organization; -- by claims: the only domain with this name
alter table organization add column main_id uuid references organization;  -- after decisions; null: none but itself
alter table organization add column parent_id uuid references organization; -- whose subsidiary it is, by decision
create index organization_by_name_key on organization (name_key) where name_key is not null;
create index organization_by_alias on organization (alias_of) where alias_of is not null;

alter table identity add column claimed_organization_id uuid references organization; -- by claims; written by the intake
update identity set claimed_organization_id = organization_id;
create index identity_by_claimed_organization on identity (claimed_organization_id) where claimed_organization_id is not null;

-- Evidence: what says that a handle acts for an organization, from when to when, and how sure it is.
alter table identity_affiliation add column kind text not null default 'mail_domain';
alter table identity_affiliation add column value text not null default ''; -- domain or name key that says so
alter table identity_affiliation add column confidence real not null default 0.9;
update identity_affiliation a set value = coalesce(o.domain, ''), kind = case when o.domain is null then 'record' else 'mail_domain' end
  from organization o where o.organization_id = a.organization_id;
alter table identity_affiliation alter column kind drop default, alter column value drop default, alter column confidence drop default;
alter table identity_affiliation drop constraint identity_affiliation_pkey;
alter table identity_affiliation add primary key (identity_id, organization_id, kind, value);
create index identity_affiliation_by_evidence on identity_affiliation (value, kind);
create index identity_affiliation_by_organization on identity_affiliation (organization_id);
alter table affiliation add column confidence real not null default 0.9;

-- Append-only. Decisions name organizations as claims make them, whose ids never change.
create table organization_decision (
  decision_id bigint primary key,                -- 1, 2, 3 ... in the order in which they count
  kind        text not null check (kind in ('merge', 'subsidiary', 'wrong', 'right', 'rename', 'undo')),
  author      text not null check (author in ('operator', 'matcher')),
  organization_ids uuid[] not null,              -- an undo repeats those of what it undoes
  identity_ids uuid[] not null default '{}',     -- of wrong and right: handles of a person or of an organization
  name        text,                              -- of a rename
  undoes      bigint references organization_decision,
  reasons     jsonb not null default '[]',       -- [{reason, weight}]
  at          timestamptz not null,
  constraint organization_decision_undoes check ((kind = 'undo') = (undoes is not null))
);
create index organization_decision_by_organization on organization_decision using gin (organization_ids);

-- What follows from them: whether a handle is an organization's ...
create table organization_verdict (
  identity_id uuid not null references identity,
  organization_id uuid not null references organization,
  verdict     text not null check (verdict in ('right', 'wrong')),
  decision_id bigint not null references organization_decision,
  primary key (identity_id, organization_id)
);
-- ... and what that teaches about evidence of the same kind and value of other people.
create table evidence_lesson (
  kind        text not null,
  value       text not null,
  rights      integer not null,
  wrongs      integer not null,
  factor      real not null,                     -- confidence is multiplied by it
  primary key (kind, value)
);
