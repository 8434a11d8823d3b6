-- Steps towards people follow their handles; a lead comes back by a step of its own; the history has a past.

-- A step with a person names all handles that were theirs then: it goes where these go, whoever is merged or split.
alter table lead_step add column identity_ids uuid[] not null default '{}';
update lead_step s set identity_ids = coalesce((
  select array_agg(i.identity_id order by i.identity_id) from identity i
   where i.person_id = s.subject_id or i.claimed_person_id = s.subject_id), '{}');
create index lead_step_by_identity on lead_step using gin (identity_ids);
create index organization_by_main on organization (main_id) where main_id is not null;

-- `return` is taken by leadspring itself, when something significant is seen of a lead that was disqualified or lost.
alter table lead_step drop constraint lead_step_kind_check;
alter table lead_step add constraint lead_step_kind_check check (
  kind in ('assign', 'note', 'snooze', 'disqualify', 'won', 'lost', 'do_not_contact', 'reopen', 'return', 'undo'));

alter table lead_status add column returned boolean not null default false; -- open again by a `return`
alter table lead_status add column stage text not null default '';          -- of the lead when this status was settled
alter table lead_status add column settled_at timestamptz;                  -- what began later may be significant
update lead_status s set settled_at = since, stage = coalesce((
  select h.stage from lead_history h where h.subject_id = s.subject_id and h.day <= s.since::date
   order by h.day desc limit 1), '');

-- Days before the first on which leads were computed are made afterwards, of what was done by then.
alter table lead_history add column emerging boolean not null default false;
alter table lead_history add column reconstructed boolean not null default false;
