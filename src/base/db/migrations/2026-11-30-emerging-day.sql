-- The day on which a lead began to be marked as emerging; kept while it stays marked, whatever is computed anew.
alter table lead_row add column emerging_on date;
update lead_row set emerging_on = emerged_since where emerging;

-- What everybody reads: the columns of lead_row but for the generation.
do $$ begin
  execute (
    select 'create or replace view lead as select ' || string_agg(quote_ident(column_name), ', ' order by ordinal_position)
           || ' from lead_row where generation = (select generation from lead_generation)'
      from information_schema.columns
     where table_schema = current_schema() and table_name = 'lead_row' and column_name <> 'generation');
end $$;
