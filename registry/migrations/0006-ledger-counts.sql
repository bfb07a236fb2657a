-- Counts kept by the change that moves them, so that no screen, command or page of an enforcement counts a long list.
-- Both tables hold differences; a count is their sum. Adding a row waits for nobody, so counting can neither lose a
-- change nor deadlock with another writer, and a statement adds a handful of rows however many targets it changes.

create table ledger_count (
  notice_id uuid not null,
  -- null: no decision yet.
  lane text,
  status text not null,
  count integer not null
);
create index ledger_count_notice on ledger_count (notice_id);

-- Of the operations that count: a later round of a retried one takes its place.
create table operation_count (
  notice_id uuid not null,
  submission integer not null,
  status text not null,
  count integer not null
);
create index operation_count_submission on operation_count (notice_id, submission);

-- Targets given up one by one: few, so they are counted when asked for.
create index target_skipped on target (notice_id) where skip is not null;

-- Many differences are replaced by their sums; those that another transaction is just replacing are left to it, so this
-- waits for nobody either. A transaction that reads one snapshot throughout could fail over them and leaves them alone.
create function sum_up_ledger(notice uuid) returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed'
    or (select count(*) from ledger_count where notice_id = notice) <= 168 then return; end if;
  with gone as (
    delete from ledger_count
    where ctid = any (array(select ctid from ledger_count where notice_id = notice for update skip locked))
    returning lane, status, count
  )
  insert into ledger_count (notice_id, lane, status, count)
  select notice, lane, status, sum(count) from gone group by lane, status having sum(count) <> 0;
end $$;

create function sum_up_operations(notice uuid, number integer) returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed'
    or (select count(*) from operation_count where notice_id = notice and submission = number) <= 64 then return; end if;
  with gone as (
    delete from operation_count
    where ctid = any (array(
      select ctid from operation_count where notice_id = notice and submission = number for update skip locked
    ))
    returning status, count
  )
  insert into operation_count (notice_id, submission, status, count)
  select notice, number, status, sum(count) from gone group by status having sum(count) <> 0;
end $$;

-- What a key of another table guards row by row costs half of a long list's time. Nobody ever deletes a notice, a
-- person or a target, so it is enough to look once for each that a statement names.
alter table target drop constraint target_notice_id_fkey;
alter table target drop constraint target_decided_by_fkey;
alter table operation drop constraint operation_notice_id_target_no_fkey;

create function refuse_unknown(what text) returns void language plpgsql as $$
begin
  raise exception 'There is no such %.', what using errcode = 'foreign_key_violation';
end $$;

create function count_targets_added() returns trigger language plpgsql as $$
begin
  insert into ledger_count (notice_id, lane, status, count)
  select notice_id, lane, status, count(*) from added group by notice_id, lane, status;
  perform refuse_unknown('notice') from (select distinct notice_id from added) named
  where not exists (select from notice where id = named.notice_id);
  return null;
end $$;

create function count_targets_changed() returns trigger language plpgsql as $$
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
  return null;
end $$;

create function count_targets_removed() returns trigger language plpgsql as $$
begin
  insert into ledger_count (notice_id, lane, status, count)
  select notice_id, lane, status, -count(*) from removed group by notice_id, lane, status;
  return null;
end $$;

create trigger target_added after insert on target
  referencing new table as added for each statement execute function count_targets_added();
create trigger target_changed after update on target
  referencing old table as old_rows new table as new_rows for each statement execute function count_targets_changed();
create trigger target_removed after delete on target
  referencing old table as removed for each statement execute function count_targets_removed();

create function count_operations_added() returns trigger language plpgsql as $$
begin
  insert into operation_count (notice_id, submission, status, count)
  select notice_id, submission, status, count(*) from added where not superseded group by notice_id, submission, status;
  perform refuse_unknown('target') from added
  -- offset 0: one look-up by key for each, whatever the plan was made for.
  where not exists (select from target where notice_id = added.notice_id and no = added.target_no offset 0);
  return null;
end $$;

create function count_operations_changed() returns trigger language plpgsql as $$
declare touched record;
begin
  for touched in
    with moved as (
      insert into operation_count (notice_id, submission, status, count)
      select notice_id, submission, status, sum(difference) from (
        select notice_id, submission, status, -1 as difference from old_rows where not superseded
        union all
        select notice_id, submission, status, 1 from new_rows where not superseded
      ) both_sides
      group by notice_id, submission, status having sum(difference) <> 0
      returning notice_id, submission
    )
    select distinct notice_id, submission from moved
  loop
    perform sum_up_operations(touched.notice_id, touched.submission);
  end loop;
  return null;
end $$;

create function count_operations_removed() returns trigger language plpgsql as $$
begin
  insert into operation_count (notice_id, submission, status, count)
  select notice_id, submission, status, -count(*) from removed where not superseded group by notice_id, submission, status;
  return null;
end $$;

create trigger operation_added after insert on operation
  referencing new table as added for each statement execute function count_operations_added();
create trigger operation_changed after update on operation
  referencing old table as old_rows new table as new_rows for each statement execute function count_operations_changed();
create trigger operation_removed after delete on operation
  referencing old table as removed for each statement execute function count_operations_removed();

-- A target changes five times on its way (looked up, decided, submitted, approved, done). With room beside it the new
-- version stays on its page and no index is written: decide, submit and approve take a quarter to a half of the time,
-- and the table ends up smaller. So none of the columns that change later may stand in an index; the look-up's may, once.
alter table target set (fillfactor = 50);

-- The same look-up by a quarter of the bytes, which each new target writes at a place of its own.
drop index target_normalised;
create index target_normalised on target (hashtextextended(normalised, 0));

-- Search by part of a locator. A target comes into this index when the platform has said who it is, which happens behind
-- the back of whoever sent the list: at intake it would double PostgreSQL's share. Until then, and for what the platform
-- does not know, search reads the rows of the second index, which are few.
create extension if not exists pg_trgm;
create index target_searched on target using gin (locator gin_trgm_ops) where platform_id is not null;
create index target_unresolved on target (notice_id, no) where platform_id is null;

-- The triggers hold every writer off until this is committed, so what is counted here is what they go on from.
insert into ledger_count (notice_id, lane, status, count)
  select notice_id, lane, status, count(*) from target group by notice_id, lane, status;
insert into operation_count (notice_id, submission, status, count)
  select notice_id, submission, status, count(*) from operation where not superseded group by notice_id, submission, status;
