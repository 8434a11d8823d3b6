-- What was learned from outcomes says of each lead: the probability of a deal within the horizon; null while the default
-- weights are in use, and of customers and the vendor. The list is by it, and by score where there is none.
alter table lead_row add column likelihood double precision;
create index lead_row_by_likelihood on lead_row (generation, likelihood desc nulls last, score desc, lead_id);

-- What everybody reads: the columns of lead_row but for the generation.
do $$ begin
  execute (
    select 'create or replace view lead as select ' || string_agg(quote_ident(column_name), ', ' order by ordinal_position)
           || ' from lead_row where generation = (select generation from lead_generation)'
      from information_schema.columns
     where table_schema = current_schema() and table_name = 'lead_row' and column_name <> 'generation');
end $$;

-- Figures of back-tests have another part. Those of before are made again by `score validate`.
delete from backtest_result;
