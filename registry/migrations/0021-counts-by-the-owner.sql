-- Each process has a login of its own. What only triggers write is written as the owner of the tables, so that no login
-- needs a right to it.
alter function count_targets_added() security definer set search_path = pg_catalog, public, pg_temp;
alter function count_targets_changed() security definer set search_path = pg_catalog, public, pg_temp;
alter function count_targets_removed() security definer set search_path = pg_catalog, public, pg_temp;
alter function count_operations_added() security definer set search_path = pg_catalog, public, pg_temp;
alter function count_operations_changed() security definer set search_path = pg_catalog, public, pg_temp;
alter function count_operations_removed() security definer set search_path = pg_catalog, public, pg_temp;
alter function note_four_eyes() security definer set search_path = pg_catalog, public, pg_temp;
