-- The registry: what is true of notices, targets, people and letters. Instants are timestamptz, sets are arrays.

create table person (
  id uuid primary key,
  name text not null,
  email text not null unique,
  roles text[] not null,
  active boolean not null default true,
  created_at timestamptz not null default now()
);

-- High-entropy secrets need no slow hash; only their SHA-256 is kept.
create table api_key (
  id text primary key,
  person_id uuid not null references person (id),
  name text not null,
  roles text[] not null,
  secret_sha256 bytea not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index api_key_person on api_key (person_id);

create table authority (
  id text primary key,
  name text not null,
  country text not null,
  kind text not null,
  contacts jsonb not null default '[]',
  domains text[] not null default '{}',
  signers jsonb not null default '[]',
  verification text not null,
  created_at timestamptz not null default now()
);

create sequence notice_number;

create table notice (
  id uuid primary key,
  number text not null unique,
  version integer not null default 1,
  stage text not null default 'triage',
  outcome text,
  kind text not null,
  authority_id text references authority (id),
  authority_name text not null,
  authority_country text not null,
  authority_email text,
  jurisdiction text not null,
  regime_id text not null,
  regime_version text not null,
  reference text not null,
  subject text not null,
  body text not null,
  language text not null,
  channel text not null,
  authenticity text not null,
  secrecy_level text not null,
  secrecy_people text[] not null default '{}',
  secrecy_until timestamptz,
  issued_at timestamptz,
  served_at timestamptz,
  received_at timestamptz not null,
  ordered_deadline jsonb,
  targets_follow boolean not null default false,
  created_by uuid not null references person (id),
  created_at timestamptz not null default now(),
  priority text,
  queue text,
  assignee uuid references person (id),
  claimed_until timestamptz,
  next_due_at timestamptz,
  next_due_kind text,
  next_due_clock uuid,
  draft_revision integer not null default 0,
  submission_number integer not null default 0,
  -- Counts are kept with the change that moves them, not counted on reading.
  targets integer not null default 0,
  undecided integer not null default 0,
  by_lane jsonb not null default '{}',
  applied integer not null default 0,
  failed integer not null default 0,
  restored integer not null default 0,
  workflow_started boolean not null default false,
  -- When the platform had said who the targets are; until then protected ones are not known.
  targets_resolved_at timestamptz,
  -- The last state of a closed notice, from which a reopening starts.
  closed_state jsonb
);
-- The queue: nearest own due first; a notice without one comes last.
create index notice_due on notice ((coalesce(next_due_at, 'infinity'::timestamptz)), id);
create index notice_received on notice (received_at desc, id);
create index notice_created_by on notice (created_by);

create table notice_link (
  from_notice uuid not null references notice (id),
  to_notice uuid not null references notice (id),
  link_as text not null,
  created_at timestamptz not null default now(),
  primary key (from_notice, to_notice, link_as)
);
create index notice_link_to on notice_link (to_notice);

create table document (
  notice_id uuid not null references notice (id),
  sha256 text not null,
  name text not null,
  media_type text not null,
  bytes bytea not null,
  primary key (notice_id, sha256)
);

create table target (
  notice_id uuid not null references notice (id),
  no integer not null,
  type text not null,
  locator text not null,
  -- The locator in the form that decides whether two are the same.
  normalised text not null,
  note text not null default '',
  platform_id text,
  owner text,
  protected_class text,
  flags text[] not null default '{}',
  problem text,
  lane text,
  grounds text[] not null default '{}',
  countries text[] not null default '{}',
  decision_note text not null default '',
  decided_by uuid references person (id),
  decided_at timestamptz,
  submission integer,
  status text not null default 'undecided',
  receipt text,
  primary key (notice_id, no)
);
-- "Seen before" and "already restricted" look a locator up across notices; md5 keeps long locators indexable.
create index target_normalised on target (type, md5(normalised));

create table clock (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  position integer not null,
  kind text not null,
  owner text not null,
  basis text not null,
  state text not null,
  starts_at timestamptz not null,
  due_at timestamptz,
  met_at timestamptz,
  paused_at timestamptz,
  confirmed boolean not null,
  entered_by uuid,
  may_pause boolean not null,
  may_extend boolean not null,
  ladder jsonb not null,
  receipt jsonb not null
);
create index clock_notice on clock (notice_id, position);
create index clock_running_due on clock (due_at) where state = 'running';

create table submission (
  notice_id uuid not null references notice (id),
  number integer not null,
  purpose text not null,
  cause text,
  -- frozen: the workflow has not answered yet; void: it refused.
  state text not null,
  digest text not null,
  author uuid not null references person (id),
  letter jsonb,
  seats text[] not null,
  by_lane jsonb not null,
  targets integer not null,
  enforced integer not null,
  command_id uuid not null,
  frozen_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (notice_id, number)
);

-- What a restoration takes back. The targets keep their decision, so the choice stands here.
create table restoration_target (
  notice_id uuid not null,
  submission integer not null,
  no integer not null,
  primary key (notice_id, submission, no),
  foreign key (notice_id, submission) references submission (notice_id, number),
  foreign key (notice_id, no) references target (notice_id, no)
);

create table approval (
  notice_id uuid not null,
  submission integer not null,
  person_id uuid not null references person (id),
  name text not null,
  roles text[] not null,
  digest text not null,
  command_id uuid not null,
  at timestamptz not null,
  primary key (notice_id, submission, person_id),
  foreign key (notice_id, submission) references submission (notice_id, number)
);

-- Write-ahead row of each act on the platform, and its receipt. The key is the platform's idempotency key.
create table operation (
  key text primary key,
  notice_id uuid not null,
  submission integer not null,
  target_no integer not null,
  action text not null,
  type text not null,
  platform_id text,
  countries text[] not null default '{}',
  undoes text,
  status text not null default 'pending',
  problem text,
  receipt text,
  message text,
  at timestamptz,
  foreign key (notice_id, target_no) references target (notice_id, no)
);
create index operation_submission on operation (notice_id, submission, target_no);
-- An act waits while another notice has an unsettled act on the same item.
create index operation_claimed on operation (platform_id) where status = 'pending' and platform_id is not null;

-- One row for each live decision that holds a restriction. What is in force is their union.
create table restriction_support (
  operation_key text primary key references operation (key),
  notice_id uuid not null,
  target_no integer not null,
  type text not null,
  locator text not null,
  platform_id text not null,
  countries text[] not null,
  everywhere boolean not null,
  since timestamptz not null,
  released_at timestamptz
);
create index restriction_support_live on restriction_support (platform_id) where released_at is null;
create index restriction_support_listed on restriction_support (type, locator, platform_id) where released_at is null;
create index restriction_support_notice on restriction_support (notice_id, target_no);

create table letter (
  notice_id uuid not null references notice (id),
  n integer not null,
  key text not null unique,
  kind text not null,
  language text not null,
  to_address text,
  subject text not null,
  text text not null,
  counts jsonb,
  state text not null,
  message_id text,
  smtp_reply text,
  submission integer,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (notice_id, n)
);

-- Mails and pages to staff: a row before the first byte goes out, marked when the other side took it.
create table staff_message (
  key text primary key,
  notice_id uuid not null references notice (id),
  channel text not null,
  person_id uuid references person (id),
  subject text not null,
  message_id text,
  reply text,
  created_at timestamptz not null default now(),
  accepted_at timestamptz
);

-- The outbox finds the notice of a mail by its Message-ID, to ask the switchboard.
create index staff_message_message_id on staff_message (message_id);
create index letter_message_id on letter (message_id);

-- Reasons for ops to look. One open row a key; it is resolved when the reason has gone.
create table attention (
  id uuid primary key,
  key text not null,
  kind text not null,
  notice_id uuid references notice (id),
  since timestamptz not null default now(),
  summary text not null,
  detail jsonb not null default '{}',
  resolved_at timestamptz
);
create unique index attention_open_key on attention (key) where resolved_at is null;
create index attention_notice on attention (notice_id) where resolved_at is null;

-- The attempt is written before a command is sent, its result with the change it made.
create table command (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  name text not null,
  actor jsonb not null,
  body jsonb not null,
  state text not null default 'attempted',
  version integer,
  result jsonb,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index command_open on command (created_at) where state = 'attempted';

-- What must still reach Temporal: workflows to start, acts to pass on. Drained with SKIP LOCKED on state.
create table outbox (
  id bigint generated always as identity primary key,
  notice_id uuid not null references notice (id),
  kind text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  next_at timestamptz not null default now(),
  attempts integer not null default 0,
  last_error text,
  done_at timestamptz
);
create index outbox_open on outbox (next_at) where done_at is null;

create table idempotency (
  caller text not null,
  key text not null,
  request_sha256 text not null,
  status integer not null,
  answer jsonb not null,
  location text,
  notice_id uuid,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);

create table audit_entry (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  notice_id uuid references notice (id),
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  detail jsonb not null,
  command_id uuid,
  -- Version and place within it for entries that the workflow made: writing them twice changes nothing.
  version integer,
  ordinal integer
);
create unique index audit_entry_version on audit_entry (notice_id, version, ordinal) where version is not null;
create index audit_entry_notice on audit_entry (notice_id, seq);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_change();
create trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function refuse_change();

-- The switchboard: whether a person may know of a notice at all. Every read, list, count, link and mail asks here.
-- Restricted: assignee, named people, counsel. Gagged: named people only. Auditors may look; each look is recorded.
create function may_know(
  level text, people text[], until timestamptz, assignee uuid, person uuid, roles text[]
) returns boolean language sql stable parallel safe as $$
  select coalesce(level = 'open'
    or until <= now()
    or 'auditor' = any (roles)
    or person::text = any (people)
    or exists (select from unnest(roles) role where 'role:' || role = any (people))
    or (level = 'restricted' and (assignee = person or 'counsel' = any (roles))), false)
$$;
