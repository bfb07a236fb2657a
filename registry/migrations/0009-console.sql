-- What the console reads: the queue with what was missed in front, who else is on a notice, views and settings of one's own.

-- The earliest due of our open clocks. `next_due_at` is of running ones alone, so that a notice whose only clock had been
-- missed stood at the end of the queue.
alter table notice add column queue_due_at timestamptz;
update notice set queue_due_at = (
  select min(due_at) from clock
  where clock.notice_id = notice.id and owner = 'us' and form <> 'floor' and kind not in ('challenge', 'secrecy', 'preserve')
    and (state in ('running', 'paused') or state = 'missed' and met_at is null)
) where stage <> 'closed';
drop index notice_due;
create index notice_queue_due on notice ((coalesce(queue_due_at, 'infinity'::timestamptz)), id);

-- How many targets are protected is asked for each row of the queue. The platform's look-up alone writes the class.
create index target_protected on target (notice_id, no) where protected_class is not null;

-- The notice's draft revision that was frozen, from which follows what a submission held, whatever was decided since.
alter table submission add column draft_revision integer not null default 0;
update submission set draft_revision = coalesce((
  select max(number) from draft_batch
  where draft_batch.notice_id = submission.notice_id and draft_batch.at <= submission.frozen_at), 0);

-- Who is on a notice right now. Forgotten in a crash, which costs nothing: everyone says so again within seconds.
create unlogged table presence (
  notice_id uuid not null references notice (id),
  person_id uuid not null references person (id),
  -- review, approval, reading
  doing text not null,
  target_no integer,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (notice_id, person_id)
);

-- A query of the queue that somebody has given a name; shared ones everybody sees.
create table saved_view (
  id uuid primary key,
  owner uuid not null references person (id),
  name text not null,
  query text not null,
  shared boolean not null,
  created_at timestamptz not null default now(),
  unique (owner, name)
);
create index saved_view_shared on saved_view (name, id) where shared;

-- How a person likes the console.
create table person_settings (
  person_id uuid primary key references person (id),
  settings jsonb not null,
  changed_at timestamptz not null
);
