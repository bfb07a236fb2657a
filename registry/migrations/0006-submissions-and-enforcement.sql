create table submission (
  notice_id uuid not null references notice (id), number integer not null, purpose text not null, cause text,
  state text not null, -- frozen: the workflow has not answered yet; void: it refused.
  digest text not null, author uuid not null references person (id),
  drafters uuid[] not null default '{}', -- Everybody who drafted one of its decisions: none of them can approve it.
  risks text[] not null default '{}', -- Reasons for more than one approver slot.
  emergency boolean not null default false, approver_slots text[] not null, letter jsonb, by_action jsonb not null,
  targets integer not null, enforced integer not null,
  acting_so_far integer not null default 0, -- Targets that the notice's submissions up to this one act on.
  draft_revision integer not null default 0, -- The frozen revision: shows what the submission held.
  command_id uuid not null, frozen_at timestamptz not null default now(), started_at timestamptz, finished_at timestamptz,
  -- Targets a second while it runs. `proved_at`: when the effect was read back from the platform.
  rate double precision, rate_at timestamptz, proved_at timestamptz, proof_counts jsonb, user_notices_opened_at timestamptz,
  primary key (notice_id, number)
);
create index submission_returned on submission (author) where state = 'returned';
create index submission_finished on submission (finished_at);
create index submission_to_notify on submission (finished_at) where finished_at is not null and user_notices_opened_at is null;

-- The targets of a restoration. Targets keep their decision, so the selection is stored here.
create table restoration_target (
  notice_id uuid not null, submission integer not null, no integer not null,
  primary key (notice_id, submission, no), foreign key (notice_id, no) references target (notice_id, no),
  foreign key (notice_id, submission) references submission (notice_id, number)
);

create table approval (
  notice_id uuid not null, submission integer not null, person_id uuid not null references person (id), name text not null,
  roles text[] not null,
  stood_for uuid[] not null default '{}', -- Absent people whose role the approver used besides their own.
  digest text not null, command_id uuid not null, at timestamptz not null, primary key (notice_id, submission, person_id),
  foreign key (notice_id, submission) references submission (notice_id, number),
  -- Only the canary's people approve its notices, and they approve no others.
  constraint approval_of_canary check (of_canary(person_id) = of_canary(notice_id))
);

-- Whether an approval counts now: its giver and the people they substituted for are active and still have the roles it used.
create function approval_counts(notice uuid, giver uuid, used text[], stood_for uuid[]) returns boolean language sql stable as $$
  select not exists (
    select from unnest(array[giver] || stood_for) involved (id) left join person on person.id = involved.id
    where person.active is not true
  ) and not exists (
    select from unnest(used) role
    where role in ('approver', 'counsel') and not exists (
      select from person where person.id = any (array[giver] || stood_for) and role = any (person.roles)
    )
  ) and not excluded_from(notice) && (array[giver] || stood_for)
$$;

-- The duty to ratify an enforcement that began in an emergency on one person's approval. Written by the workflow.
create table ratification (
  notice_id uuid not null, submission integer not null, digest text not null, author uuid not null references person (id),
  on_call uuid not null references person (id), stood_for uuid[] not null default '{}', approver_slots text[] not null,
  state text not null, -- open, ratified, refused
  opened_at timestamptz not null, settled_at timestamptz, approvals jsonb not null default '[]',
  primary key (notice_id, submission), foreign key (notice_id, submission) references submission (notice_id, number)
);

-- One act on the platform, written before it is sent, with its receipt. The key is the platform's idempotency key.
-- A trigger checks the target instead of a foreign key, as for `target`.
create table operation (
  key text primary key, notice_id uuid not null, submission integer not null, target_no integer not null,
  -- Attempts after the first are part of the key. A superseded row no longer counts: a later attempt replaces it.
  attempt integer not null default 1, superseded boolean not null default false,
  action text not null, type text not null, platform_id text, countries text[] not null default '{}',
  undoes text, status text not null default 'pending', problem text,
  sent_at timestamptz, -- Written before the first sending to a platform that must be asked whether it knows a key (Ozone).
  receipt text, message text, at timestamptz
);
create index operation_submission on operation (notice_id, submission, target_no);
-- An act waits while another notice has an unsettled act on the same item.
create index operation_claimed on operation (platform_id) where status = 'pending' and platform_id is not null;
-- An appeal may name its item by the platform's receipt.
create index operation_receipt on operation using hash (receipt) where receipt is not null;

-- Counts of the operations that are not superseded, as differences like `ledger_count`.
create table operation_count (
  notice_id uuid not null, submission integer not null, status text not null, count integer not null
);
create index operation_count_submission on operation_count (notice_id, submission);

create function sum_up_operations(notice uuid, number integer) returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed'
    or (select count(*) from operation_count where notice_id = notice and submission = number) <= 64 then return; end if;
  with gone as (
    delete from operation_count
    where ctid = any (array(
      select ctid from operation_count where notice_id = notice and submission = number for update skip locked))
    returning status, count
  )
  insert into operation_count (notice_id, submission, status, count)
  select notice, number, status, sum(count) from gone group by status having sum(count) <> 0;
end $$;

create function count_operations_added() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into operation_count (notice_id, submission, status, count)
  select notice_id, submission, status, count(*) from added where not superseded group by notice_id, submission, status;
  perform refuse_unknown('target') from added
  -- offset 0: one look-up by key for each, whatever the plan was made for.
  where not exists (select from target where notice_id = added.notice_id and no = added.target_no offset 0);
  return null;
end $$;
create trigger operation_added after insert on operation
  referencing new table as added for each statement execute function count_operations_added();

create function count_operations_changed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
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
create trigger operation_changed after update on operation
  referencing old table as old_rows new table as new_rows for each statement execute function count_operations_changed();

create function count_operations_removed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into operation_count (notice_id, submission, status, count)
  select notice_id, submission, status, -count(*) from removed where not superseded group by notice_id, submission, status;
  return null;
end $$;
create trigger operation_removed after delete on operation
  referencing old table as removed for each statement execute function count_operations_removed();

-- One row per live decision that holds a restriction. The restriction in force is their union. Each row is selected from the
-- operation it names, which nothing deletes; a foreign key would take a sixth of the database's time per operation.
create table restriction_support (
  operation_key text primary key, notice_id uuid not null, target_no integer not null, type text not null,
  locator text not null, platform_id text not null, countries text[] not null, everywhere boolean not null,
  since timestamptz not null, released_at timestamptz,
  proved_at timestamptz -- When the part that this notice holds was last proven; checks for other notices do not count.
);
create index restriction_support_live on restriction_support (platform_id) where released_at is null;
create index restriction_support_listed on restriction_support (type, locator, platform_id) where released_at is null;
create index restriction_support_notice on restriction_support (notice_id, target_no);
create index restriction_support_released on restriction_support (platform_id) where released_at is not null;

-- The last comparison of an item on the platform with the restrictions in force. One row per item.
create table proof (
  platform_id text primary key,
  state text not null, -- proven, mismatch
  -- Countries that lack a restriction, and countries with one that nothing supports; '*' means everywhere.
  missing text[] not null default '{}', surplus text[] not null default '{}',
  -- In force on the platform: the part that one notice lacks is computed without the other notices' parts.
  found_countries text[] not null, found_everywhere boolean not null,
  checked_at timestamptz not null default now(), differs_since timestamptz
);
create index proof_mismatch on proof (checked_at) where state = 'mismatch';

-- A retry or skip of targets that failed or drifted. The id is the command's.
create table repair (
  id uuid primary key, notice_id uuid not null references notice (id),
  action text not null, -- retry, skip
  reason text not null, by_id text not null, by_name text not null, created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index repair_notice on repair (notice_id);

create table repair_target (
  repair_id uuid not null references repair (id), submission integer not null, no integer not null,
  attempt integer not null, -- The attempt on the target within the submission.
  primary key (repair_id, no)
);

-- A stop of enforcement, of one notice or of all if none is named. It ends by itself at `until`. One person can pause for an
-- hour; a longer pause (`asked_until`) needs another person.
create table enforcement_pause (
  id uuid primary key, notice_id uuid references notice (id), reason text not null, by_id text not null,
  by_name text not null, since timestamptz not null default now(), until timestamptz not null, requested_until timestamptz,
  confirmed_by_id text, confirmed_by_name text, confirmed_at timestamptz, ended_at timestamptz, ended_by_id text,
  ended_reason text,
  -- A registry restored from a backup to this instant may know less than the platform: nothing is sent until both were compared
  -- and a person has ended the pause. Null: people paused.
  restored_from timestamptz, compared_at timestamptz, compared_targets integer, compared_differing integer,
  constraint enforcement_pause_compared check (
    (compared_at is null or restored_from is not null)
    and (compared_at is null) = (compared_targets is null) and (compared_at is null) = (compared_differing is null))
);
create unique index enforcement_pause_open on enforcement_pause ((coalesce(notice_id, '00000000-0000-0000-0000-000000000000'::uuid)))
  where ended_at is null;
create unique index enforcement_pause_restored on enforcement_pause (restored_from) where restored_from is not null;

-- Something in force has lost its basis; one row per reason. The duty ends without a restoration if its cause ends, e.g. if a
-- stay is lifted or a revocation turns out to be forged.
create table restore_duty (
  id uuid primary key, notice_id uuid not null references notice (id),
  cause text not null, -- expired, revoked, narrowed, amended, annulled
  because text not null, -- A notice id, a version of a law, or an instant.
  summary text not null, at timestamptz not null, clock_id uuid, created_at timestamptz not null default now(),
  ended_at timestamptz, unique (notice_id, cause, because)
);

-- Conversations about a notice or some of its targets, beside the workflow: no decision depends on them.
create table conversation (
  notice_id uuid not null references notice (id), number integer not null,
  targets integer[] not null, -- Empty: the notice as a whole.
  action text, grounds text[] not null, -- What its author suggests to decide instead.
  asked_id uuid references person (id), due_at timestamptz, -- Whose opinion is requested, and by when.
  resolved_by uuid references person (id), resolved_at timestamptz, primary key (notice_id, number),
  check ((asked_id is null) = (due_at is null)), check ((resolved_by is null) = (resolved_at is null))
);
create index conversation_asked on conversation (asked_id) where asked_id is not null;

create table conversation_comment (
  notice_id uuid not null, conversation integer not null, number integer not null, by_id uuid not null references person (id),
  at timestamptz not null, text text not null, mentions uuid[] not null,
  answer text check (answer in ('support', 'oppose')), -- Of the person whose opinion was requested.
  primary key (notice_id, conversation, number),
  foreign key (notice_id, conversation) references conversation (notice_id, number)
);
create index conversation_comment_mentions on conversation_comment using gin (mentions);

-- Whether acting is necessary and in proportion (domain/submissions/necessity.ts), beside the workflow. Answers hold for drafts up
-- to `revision`; a submission takes the latest.
create table necessity (
  notice_id uuid not null references notice (id), number integer not null, revision integer not null,
  by_id uuid not null references person (id), at timestamptz not null, answers jsonb not null, -- {} once erased
  submission integer, primary key (notice_id, number)
);

-- What a person has looked at of a submission, or of the drafts (0): when, up to which draft, and which rows are ticked as viewed.
create table look (
  person_id uuid not null references person (id), notice_id uuid not null references notice (id), submission integer not null,
  at timestamptz, revision integer not null, viewed int4multirange not null default '{}',
  primary key (person_id, notice_id, submission)
);

-- What people did on the platform by hand, e.g. in an outage, beside the ledger: enforcement still proves its own effect.
create table manual_action (
  notice_id uuid not null references notice (id), number integer not null,
  effect text not null, -- withheld, removed, restored
  targets integer[] not null, done_at timestamptz not null, done_by text not null, evidence text not null,
  document text, -- SHA-256 of a document of the notice.
  by_id uuid not null references person (id), at timestamptz not null,
  state text not null default 'recorded', -- recorded, confirmed, refused
  settled_by uuid references person (id), settled_at timestamptz, primary key (notice_id, number),
  check ((state = 'recorded') = (settled_by is null)), check ((settled_by is null) = (settled_at is null)),
  check (state <> 'confirmed' or settled_by <> by_id)
);
