-- What is detected is written beside each lead after all were judged. No index names what changes by that (but for the
-- few that emerge), and pages keep room for the second version of a row, so that PostgreSQL need not touch the seven
-- indexes again (heap-only tuples).
drop index lead_row_emerging;
create index lead_row_emerging on lead_row (generation, lead_id) where emerging;
alter table lead_row set (fillfactor = 60);
