-- Handles that the matcher has compared and of which something came since that it does not know. Rows are put in with
-- what came, under the lock of claims, and taken out when a comparison begins, so that nothing is lost between. A
-- reference table.
create table identity_touched (
  identity_id uuid primary key references identity
);
