-- Enforcement that can be proven, retried, paused, and taken back when its basis has gone.

-- What the platform last said of an item, beside what the live decisions support. One row an item.
create table proof (
  platform_id text primary key,
  -- proven, mismatch
  state text not null,
  -- Countries that should be withheld and are not, and the other way round; '*' means everywhere.
  missing text[] not null default '{}',
  surplus text[] not null default '{}',
  checked_at timestamptz not null default now(),
  differs_since timestamptz
);
create index proof_mismatch on proof (checked_at) where state = 'mismatch';
-- Whom a drift on something restored concerns; only what was restored pays for it.
create index restriction_support_released on restriction_support (platform_id) where released_at is not null;

-- When the effect was read back, and what was found then; the pace while it runs, targets a second.
alter table submission add column proved_at timestamptz;
alter table submission add column proof_counts jsonb;
alter table submission add column rate double precision;
alter table submission add column rate_at timestamptz;

-- What ops or counsel did about targets that failed or drifted. The id is the command's.
create table repair (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  -- retry, skip
  action text not null,
  reason text not null,
  by_id text not null,
  by_name text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index repair_notice on repair (notice_id);
create table repair_target (
  repair_id uuid not null references repair (id),
  submission integer not null,
  no integer not null,
  -- Counts the acts on a target under one submission; the second and later ones are part of the operation key.
  round integer not null,
  primary key (repair_id, no)
);
alter table operation add column round integer not null default 1;
-- A later round has taken its place: it no longer counts.
alter table operation add column superseded boolean not null default false;
-- The repair by which a failed target was given up with a reason.
alter table target add column skip uuid references repair (id);

-- A stop of enforcement by a person: of one notice, or of all where none is named.
create table enforcement_pause (
  id uuid primary key,
  notice_id uuid references notice (id),
  reason text not null,
  by_id text not null,
  by_name text not null,
  since timestamptz not null default now(),
  ended_at timestamptz,
  ended_by_id text,
  ended_reason text
);
create unique index enforcement_pause_open on enforcement_pause ((coalesce(notice_id, '00000000-0000-0000-0000-000000000000'::uuid)))
  where ended_at is null;

-- Until when an order holds by its own words.
alter table notice add column effective_until timestamptz;
create index notice_effective_until on notice (effective_until) where effective_until is not null;

-- Why something in force has lost its basis, each reason once.
create table restore_duty (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  -- expired, revoked, narrowed, amended, annulled
  cause text not null,
  -- What ended it: a notice id, a version of a law, an instant.
  because text not null,
  summary text not null,
  at timestamptz not null,
  clock_id uuid,
  created_at timestamptz not null default now(),
  unique (notice_id, cause, because)
);

-- A support is made by selecting from the operation it would refer to, which nothing deletes. Checking it again row by
-- row, with a lock on each, took a sixth of the database's time for an operation.
alter table restriction_support drop constraint restriction_support_operation_key_fkey;
