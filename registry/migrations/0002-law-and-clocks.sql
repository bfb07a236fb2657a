-- Clocks that move with a reason, law that changes with a diff, and a watch from outside.

-- Further facts that start a clock (actual knowledge, clarification, …), RFC 3339 by name.
alter table notice add column facts jsonb not null default '{}';
-- The regime's checklist as triage answered it: "present" or "missing" by content id.
alter table notice add column checklist jsonb not null default '{}';

alter table clock add column form text not null default 'ceiling';
alter table clock add column round integer not null default 0;
-- When the workflow should next act on this clock: a step, the due, the repeat of a page. The watchdog looks here.
alter table clock add column next_action_at timestamptz;
update clock set next_action_at = (
  select min(at) from (
    select due_at as at
    union all
    select to_timestamp((level ->> 'atMs')::numeric / 1000) from jsonb_array_elements(ladder) level
    where level ->> 'firedAtMs' is null
  ) act
) where state = 'running';
create index clock_next_action on clock (next_action_at) where next_action_at is not null;

-- Every move of a due, from the proposal on: why, by whom, on what paper, and the receipt after it.
create table clock_move (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  clock_id uuid not null references clock (id) on delete cascade,
  -- pause, resume, extend, revision
  cause text not null,
  -- proposed, made, refused
  state text not null default 'proposed',
  revision integer,
  from_due timestamptz,
  to_due timestamptz,
  reason text not null,
  authority_reference text,
  by_id text not null,
  by_name text not null,
  receipt jsonb not null,
  created_at timestamptz not null default now(),
  made_at timestamptz
);
create index clock_move_clock on clock_move (clock_id, created_at);
create index clock_move_revision on clock_move (revision) where revision is not null;

-- Each rulebook that was ever loaded, with the tz data it was computed under. The last one stands in for a broken file.
create table rulebook_edition (
  number integer generated always as identity primary key,
  sha256 text not null unique,
  tz_version text not null,
  content jsonb not null,
  loaded_at timestamptz not null default now()
);

-- A change of open clocks that follows from a changed rulebook, put up by one person and approved by another.
create table rulebook_revision (
  number integer generated always as identity primary key,
  edition integer not null references rulebook_edition (number),
  -- proposed, approved, withdrawn
  state text not null default 'proposed',
  digest text not null,
  clocks integer not null,
  reason text not null,
  proposed_by uuid not null references person (id),
  proposed_at timestamptz not null default now(),
  decided_by uuid references person (id),
  decided_at timestamptz
);
-- Two open proposals would move the same clocks twice.
create unique index rulebook_revision_open on rulebook_revision (state) where state = 'proposed';

-- One row a watchdog: when it last looked, and what it found.
create table watchdog (
  name text primary key,
  started_at timestamptz not null,
  beat_at timestamptz not null,
  overdue integer not null default 0,
  oldest_at timestamptz
);

-- What the watchdog paged by its own route.
create table watchdog_page (
  key text primary key,
  reason text not null,
  body jsonb not null,
  created_at timestamptz not null default now(),
  reply text,
  accepted_at timestamptz
);
