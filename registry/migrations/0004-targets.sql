-- Targets of a notice, the drafts of their decisions, and the counts of both.

-- A target changes five times (resolved, decided, submitted, approved, enforced). With half of each page free the new version
-- stays on its page and no index is written: deciding, submitting and approving take a quarter to a half of the time. So no
-- column that changes later may stand in an index; those of the platform's look-up may, which is written once.
-- There are no foreign keys: checking them row by row takes half of a long list's time, and no notice, person or repair is
-- ever deleted. The triggers below check each id once per statement.
create table target (
  notice_id uuid not null, no integer not null, type text not null, locator text not null,
  normalised text not null, -- The form of the locator that decides whether two are the same.
  near_key uuid, -- Hash of the parts that near duplicates share; null if the locator is malformed.
  note text not null default '', flags text[] not null default '{}', problem text, platform_id text, owner text,
  protected_class text, language text, -- Of the owner, as the platform knows it.
  looked_up boolean not null default false, -- The platform's look-up of the notice's targets is over.
  action text, grounds text[] not null default '{}', countries text[] not null default '{}',
  decision_note text not null default '', decided_by uuid, decided_at timestamptz,
  -- The notice's draft revision at which the draft last changed, and the batch that it shows. An undo shows an earlier batch.
  revision integer not null default 0, batch integer not null default 0,
  submission integer, status text not null default 'undecided',
  skip uuid, -- The repair by which a failed target was given up with a reason.
  receipt text, primary key (notice_id, no)
) with (fillfactor = 50);
create index target_protected on target (notice_id, no) where protected_class is not null;
create index target_skipped on target (notice_id) where skip is not null;
-- Search by part of a locator. Writing new targets to these indexes would double PostgreSQL's time at intake, so a target enters
-- one of them after the platform's look-up; until then search reads the list.
create index target_searched on target using gin (locator gin_trgm_ops) where platform_id is not null;
create index target_unknown on target (notice_id, no) where platform_id is null and looked_up;

-- Finds a locator across all notices. A table of its own: each statement inserts its targets in the order of their hashes,
-- whereas an index on `target` would write each row at a random place, half of a long list's time.
create table target_locator (
  hash bigint not null, -- hashtextextended(normalised, 0); a reader compares the text as well.
  notice_id uuid not null, no integer not null
);
create index target_locator_hash on target_locator (hash);

-- Counts of targets. The rows hold differences, and a count is their sum: adding a row waits for no other transaction, so
-- counting neither loses a change nor deadlocks, and a statement adds a handful of rows however many targets it changes.
create table ledger_count (
  notice_id uuid not null,
  action text, -- Null: not decided yet.
  status text not null, count integer not null
);
create index ledger_count_notice on ledger_count (notice_id);

-- Replaces many differences by their sums. Rows that another transaction is replacing are skipped, so this does not wait
-- either. A transaction with one snapshot throughout could fail over them and leaves them alone.
create function sum_up_ledger(notice uuid) returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed'
    or (select count(*) from ledger_count where notice_id = notice) <= 168 then return; end if;
  with gone as (
    delete from ledger_count
    where ctid = any (array(select ctid from ledger_count where notice_id = notice for update skip locked))
    returning action, status, count
  )
  insert into ledger_count (notice_id, action, status, count)
  select notice, action, status, sum(count) from gone group by action, status having sum(count) <> 0;
end $$;

create function count_targets_added() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into ledger_count (notice_id, action, status, count)
  select notice_id, action, status, count(*) from added group by notice_id, action, status;
  insert into target_locator (hash, notice_id, no)
  select hashtextextended(normalised, 0), notice_id, no from added order by 1;
  perform refuse_unknown('notice') from (select distinct notice_id from added) named
  where not exists (select from notice where id = named.notice_id);
  return null;
end $$;
create trigger target_added after insert on target
  referencing new table as added for each statement execute function count_targets_added();

create function count_targets_changed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare touched uuid;
begin
  for touched in
    with moved as (
      insert into ledger_count (notice_id, action, status, count)
      select notice_id, action, status, sum(difference) from (
        select notice_id, action, status, -1 as difference from old_rows
        union all
        select notice_id, action, status, 1 from new_rows
      ) both_sides
      group by notice_id, action, status having sum(difference) <> 0
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
create trigger target_changed after update on target
  referencing old table as old_rows new table as new_rows for each statement execute function count_targets_changed();

create function count_targets_removed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into ledger_count (notice_id, action, status, count)
  select notice_id, action, status, -count(*) from removed group by notice_id, action, status;
  delete from target_locator using removed
  where target_locator.hash = hashtextextended(removed.normalised, 0)
    and target_locator.notice_id = removed.notice_id and target_locator.no = removed.no;
  return null;
end $$;
create trigger target_removed after delete on target
  referencing old table as removed for each statement execute function count_targets_removed();

create table target_upload (
  notice_id uuid not null references notice (id), n integer not null, uploaded_by uuid not null references person (id),
  uploaded_at timestamptz not null, name text not null, media_type text not null, format text not null,
  sha256 text not null, bytes integer not null,
  lines integer not null, -- lines = accepted + merged + rejected; flagged counts accepted rows with a flag or a problem.
  accepted integer not null, merged integer not null, flagged integer not null, rejected integer not null,
  primary key (notice_id, n)
);

-- Lines that are no row. A row with a malformed locator is kept as a target.
create table target_upload_problem (
  notice_id uuid not null, n integer not null, position integer not null, line integer not null, reason text not null,
  primary key (notice_id, n, position), foreign key (notice_id, n) references target_upload (notice_id, n)
);

-- One act of drafting, numbered by the draft revision that it makes.
create table draft_batch (
  notice_id uuid not null references notice (id), number integer not null,
  kind text not null, -- decide, copy, undo
  by uuid not null references person (id), at timestamptz not null, copied_from uuid references notice (id), undoes integer,
  undone_by integer, changed integer not null, primary key (notice_id, number)
);

-- One target's draft before and after a batch. An undo is a batch that swaps the two.
create table draft_change (
  notice_id uuid not null, batch integer not null, no integer not null, action_before text, grounds_before text[] not null,
  countries_before text[] not null, note_before text not null, by_before uuid, at_before timestamptz,
  status_before text not null, submission_before integer, batch_before integer not null, action_after text,
  grounds_after text[] not null, countries_after text[] not null, note_after text not null, by_after uuid,
  at_after timestamptz, status_after text not null, submission_after integer, batch_after integer not null,
  primary key (notice_id, batch, no)
);

create table second_review (
  notice_id uuid not null, no integer not null, revision integer not null, reader uuid not null references person (id),
  action text not null, grounds text[] not null, note text not null default '', at timestamptz not null,
  primary key (notice_id, no, revision), foreign key (notice_id, no) references target (notice_id, no)
);

-- Decided targets whose agreed decision measures reviewers, who get them blind among the second reviews of others.
create table golden_item (
  id uuid primary key, set_name text not null, notice_id uuid not null, no integer not null, action text not null,
  grounds text[] not null, marked_by uuid not null references person (id), marked_at timestamptz not null,
  confirmed_by uuid references person (id), confirmed_at timestamptz, -- Null: nobody is served it yet.
  retired_by uuid references person (id), retired_at timestamptz, -- No longer served; its answers stay.
  unique (notice_id, no), foreign key (notice_id, no) references target (notice_id, no), check (confirmed_by <> marked_by)
);

create table golden_answer (
  item uuid not null references golden_item (id), notice_id uuid not null, reader uuid not null references person (id),
  action text not null, grounds text[] not null, note text not null default '', at timestamptz not null,
  primary key (item, reader)
);

-- What people wait to see of a target, as the platform shows it: a row lives for seconds, and no backup or log has it.
create unlogged table content_request (
  id uuid primary key, notice_id uuid not null references notice (id), target_no integer not null,
  asked_at timestamptz not null default now(), taken_at timestamptz, answer jsonb -- Null until enforcement has asked.
);

-- The id of a target among the second reviews of a reader: it says nothing of its notice, and nobody can predict it.
create function second_review_id(seed uuid, no integer, reader uuid) returns uuid language sql stable as $$
  select overlay(overlay(md5(concat_ws(':', seed, no, reader)) placing '4' from 13) placing 'a' from 17)::uuid
$$;
