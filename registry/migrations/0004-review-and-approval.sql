-- Drafting by several people with preview and undo, second reads, approval by substitutes, ratification after an emergency.

-- `revision`: the notice's draft_revision at which the target's draft last changed. `batch`: the draft batch whose
-- decision it shows; an undo is a later revision that shows an earlier batch again.
alter table target add column revision integer not null default 0;
alter table target add column batch integer not null default 0;

-- Which targets must be read twice follows from this; it never leaves the registry, so that nobody can tell beforehand.
alter table notice add column second_read_seed uuid not null default gen_random_uuid();

-- One act of drafting, numbered by the revision that it made.
create table draft_batch (
  notice_id uuid not null references notice (id),
  number integer not null,
  -- decide, copy, undo
  kind text not null,
  by uuid not null references person (id),
  at timestamptz not null,
  -- The notice whose decisions were copied, the batch that was taken back.
  copied_from uuid references notice (id),
  undoes integer,
  undone_by integer,
  changed integer not null,
  primary key (notice_id, number)
);

-- One target's draft before and after a batch. An undo is a batch whose after is the before of the one it takes back.
create table draft_change (
  notice_id uuid not null,
  batch integer not null,
  no integer not null,
  lane_before text,
  grounds_before text[] not null,
  countries_before text[] not null,
  note_before text not null,
  by_before uuid,
  at_before timestamptz,
  status_before text not null,
  submission_before integer,
  batch_before integer not null,
  lane_after text,
  grounds_after text[] not null,
  countries_after text[] not null,
  note_after text not null,
  by_after uuid,
  at_after timestamptz,
  status_after text not null,
  submission_after integer,
  batch_after integer not null,
  primary key (notice_id, batch, no)
);

-- A blind second reading of a draft, at the revision that was read.
create table second_read (
  notice_id uuid not null,
  no integer not null,
  revision integer not null,
  reader uuid not null references person (id),
  lane text not null,
  grounds text[] not null,
  note text not null default '',
  at timestamptz not null,
  primary key (notice_id, no, revision),
  foreign key (notice_id, no) references target (notice_id, no)
);

-- What made a submission ask for more than one approver, and whether it went the short way of an emergency.
alter table submission add column risks text[] not null default '{}';
alter table submission add column emergency boolean not null default false;

-- Whose role an approver used beside their own: people who are absent.
alter table approval add column stood_for uuid[] not null default '{}';

-- While it lasts the substitute holds the absent person's approver and counsel roles for approval alone.
create table absence (
  id uuid primary key,
  person_id uuid not null references person (id),
  substitute_id uuid not null references person (id),
  from_at timestamptz not null,
  until_at timestamptz not null,
  entered_by uuid not null references person (id),
  created_at timestamptz not null default now(),
  check (person_id <> substitute_id),
  check (from_at < until_at)
);
create index absence_person on absence (person_id, until_at);
create index absence_substitute on absence (substitute_id, until_at);

-- The duty to ratify what was done in an emergency on one person's yes. Written by the workflow.
create table ratification (
  notice_id uuid not null,
  submission integer not null,
  digest text not null,
  author uuid not null references person (id),
  on_call uuid not null references person (id),
  stood_for uuid[] not null default '{}',
  seats text[] not null,
  -- open, ratified, refused
  state text not null,
  opened_at timestamptz not null,
  settled_at timestamptz,
  yeses jsonb not null default '[]',
  primary key (notice_id, submission),
  foreign key (notice_id, submission) references submission (notice_id, number)
);
