-- Where a locator is named, over all notices, in a table of its own: each statement adds its targets in the order of their
-- hashes. An index on `target` was written at a place of its own for each row, which was half of a long list's time.
create table target_locator (
  -- Of the normalised locator: hashtextextended(normalised, 0). Whoever finds one compares the text.
  hash bigint not null,
  notice_id uuid not null,
  no integer not null
);
insert into target_locator (hash, notice_id, no)
  select hashtextextended(normalised, 0), notice_id, no from target order by 1;
create index target_locator_hash on target_locator (hash);
drop index target_normalised;

create or replace function count_targets_added() returns trigger language plpgsql as $$
begin
  insert into ledger_count (notice_id, lane, status, count)
  select notice_id, lane, status, count(*) from added group by notice_id, lane, status;
  insert into target_locator (hash, notice_id, no)
  select hashtextextended(normalised, 0), notice_id, no from added order by 1;
  perform refuse_unknown('notice') from (select distinct notice_id from added) named
  where not exists (select from notice where id = named.notice_id);
  return null;
end $$;
alter function count_targets_added() security definer set search_path = pg_catalog, public, pg_temp;

create or replace function count_targets_removed() returns trigger language plpgsql as $$
begin
  insert into ledger_count (notice_id, lane, status, count)
  select notice_id, lane, status, -count(*) from removed group by notice_id, lane, status;
  delete from target_locator using removed
  where target_locator.hash = hashtextextended(removed.normalised, 0)
    and target_locator.notice_id = removed.notice_id and target_locator.no = removed.no;
  return null;
end $$;
alter function count_targets_removed() security definer set search_path = pg_catalog, public, pg_temp;

-- Asked for each row of a list though no new target has a repair. It is looked at where it is written: by updates.
alter table target drop constraint target_skip_fkey;
create or replace function count_targets_changed() returns trigger language plpgsql as $$
declare touched uuid;
begin
  for touched in
    with moved as (
      insert into ledger_count (notice_id, lane, status, count)
      select notice_id, lane, status, sum(difference) from (
        select notice_id, lane, status, -1 as difference from old_rows
        union all
        select notice_id, lane, status, 1 from new_rows
      ) both_sides
      group by notice_id, lane, status having sum(difference) <> 0
      returning notice_id
    )
    select distinct notice_id from moved
  loop
    perform sum_up_ledger(touched);
  end loop;
  perform refuse_unknown('person') from (select distinct decided_by from new_rows where decided_by is not null) named
  where not exists (select from person where id = named.decided_by);
  perform refuse_unknown('repair') from (select distinct skip from new_rows where skip is not null) named
  where not exists (select from repair where id = named.skip);
  return null;
end $$;
alter function count_targets_changed() security definer set search_path = pg_catalog, public, pg_temp;
