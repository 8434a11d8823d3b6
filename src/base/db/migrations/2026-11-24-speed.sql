-- Leads by generation: a full computation writes a generation of its own beside the one that is shown, and is shown at
-- once by one small update. Readers never wait, and single leads are computed anew meanwhile. Reference tables.

alter table lead rename to lead_row;
alter table lead_row add column generation bigint not null default 0;
alter table lead_row drop constraint lead_pkey;
alter table lead_row add constraint lead_row_pkey primary key (generation, lead_id);
drop index lead_by_score, lead_by_stage, lead_by_last, lead_by_name, lead_emerging;
create index lead_row_by_score on lead_row (generation, score desc, lead_id);
create index lead_row_by_stage on lead_row (generation, stage, score desc);
create index lead_row_by_last on lead_row (generation, last_at desc);
create index lead_row_by_name on lead_row (generation, lower(name));
create index lead_row_by_domain on lead_row (generation, domain) where domain is not null;
create index lead_row_by_computed on lead_row (generation, computed_at);
create index lead_row_emerging on lead_row (generation, surprise) where emerging;

-- Which generation is shown. Whoever writes leads holds its row.
create table lead_generation (
  only_row    boolean primary key default true check (only_row),
  generation  bigint not null
);
insert into lead_generation (generation) values (0);

-- Subjects computed by themselves since the last full computation began: it must not put back what it read before.
create table lead_touched (
  subject_id  uuid primary key
);

-- What everybody reads: the columns of lead_row but for the generation.
do $$ begin
  execute (
    select 'create view lead as select ' || string_agg(quote_ident(column_name), ', ' order by ordinal_position)
           || ' from lead_row where generation = (select generation from lead_generation)'
      from information_schema.columns
     where table_schema = current_schema() and table_name = 'lead_row' and column_name <> 'generation');
end $$;

-- Contracts and deals are few among many acts, and all of them are read.
create index signal_agreement on signal (act, at) where act in ('contract', 'deal_open', 'deal_won', 'deal_lost');
