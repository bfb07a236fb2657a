-- Alerts, work that is owed to Temporal, releases, the watchdog, the canary, and webhooks.

-- An alert. One open row per key; it is resolved when its cause is gone.
create table alert (
  id uuid primary key, key text not null, kind text not null, notice_id uuid references notice (id),
  audience text[], -- Roles; null for everybody who can know of the notice.
  summary text not null, detail jsonb not null default '{}', since timestamptz not null default now(),
  resolved_at timestamptz
);
create unique index alert_open_key on alert (key) where resolved_at is null;
create index alert_notice on alert (notice_id) where resolved_at is null;

-- A login resolves the kinds that it owns (registry/row-security.ts). The worker resolves what a person's command settles by
-- naming that command, which the API alone writes.
create function resolve_by_command(settled_by uuid) returns void language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare asked record; kinds text[];
begin
  select notice_id, created_at, name, body -> 'body' ->> 'action' as action into asked
  from command where id = settled_by and state <> 'refused';
  if asked.notice_id is null then return; end if;
  kinds := case
    when asked.name = 'close' or asked.name = 'repair' and asked.action = 'force_close' then null
    when asked.name = 'repair' and asked.action = 'rebuild' then array['forged_command', 'divergence', 'workflow_gone',
      'workflow_stuck', 'enforcement_refused', 'approval_unproven']
    when asked.name = 'uphold_order' then array['order_not_in_effect']
    when asked.name in ('annotate', 'record_dialogue') then array['reply_unread']
    else array[]::text[]
  end;
  update alert set resolved_at = now()
  where notice_id = asked.notice_id and resolved_at is null and (kinds is null or kind = any (kinds))
    -- A command that is named again settles nothing that came up after it.
    and since <= asked.created_at + interval '1 minute';
end $$;

-- A later approval or enforcement resolves the alert that an order is not in effect.
create function resolve_by_effect(of_notice uuid) returns void language sql
security definer set search_path = pg_catalog, public, pg_temp as $$
  update alert set resolved_at = now()
  where notice_id = of_notice and resolved_at is null and kind = 'order_not_in_effect' and (
    exists (select from submission where submission.notice_id = of_notice and greatest(started_at, finished_at) >= since)
    or exists (select from signed_act where signed_act.notice_id = of_notice and kind = 'approve' and at >= since))
$$;

-- Skipped targets no longer stop an enforcement; alerts of other submissions are raised again by the process that counts them.
create function resolve_by_skip(skipped_by uuid) returns void language sql
security definer set search_path = pg_catalog, public, pg_temp as $$
  update alert set resolved_at = now() from repair
  where repair.id = skipped_by and repair.action = 'skip' and alert.notice_id = repair.notice_id
    and resolved_at is null and kind in ('platform_refused', 'owner_changed', 'protected_class_changed')
    and since <= repair.created_at + interval '1 minute'
$$;

-- Workflows to start and commands to pass on to Temporal. Drained with `skip locked`.
create table outbox (
  id bigint generated always as identity primary key,
  notice_id uuid not null references notice (id), kind text not null, payload jsonb not null,
  created_at timestamptz not null default now(), next_at timestamptz not null default now(),
  attempts integer not null default 0, last_error text, done_at timestamptz
);
create index outbox_open on outbox (next_at) where done_at is null;
create index outbox_command on outbox (notice_id) where kind = 'command';

-- The id under which an outbox row's command goes to the workflow, as application/command-id.ts computes it.
create function outbox_command_id(notice uuid, row_id bigint) returns uuid language sql immutable as $$
  select (left(hex, 8) || '-' || substr(hex, 9, 4) || '-8' || substr(hex, 14, 3) || '-a' || substr(hex, 18, 3) || '-'
    || substr(hex, 21, 12))::uuid
  from encode(sha256(convert_to('notice-desk' || E'\n' || notice || E'\n' || row_id, 'UTF8')), 'hex') hex
$$;

-- When the reconciler last asked a notice's workflow for its state, and how often in a row there was no answer.
create table workflow_check (
  notice_id uuid primary key references notice (id), checked_at timestamptz not null default now(),
  silent_checks int not null default 0
);
create index workflow_check_checked_at on workflow_check (checked_at);

-- One row: the last complete pass of the reconciler, with the number of open notices, answers, missing answers and findings.
create table reconciler_pass (
  name text primary key, started_at timestamptz not null, finished_at timestamptz not null, open int not null,
  looked int not null, unanswered int not null, found int not null
);

-- Heartbeats of workers. Lost in a crash; each process writes again within seconds.
create unlogged table worker_heartbeat (
  queue text not null,
  process uuid not null, -- One run of a process.
  started_at timestamptz not null, heartbeat_at timestamptz not null,
  apart_ms integer, -- How far the process's clock is ahead of the database's; null if the process does not compare.
  primary key (queue, process)
);

-- The releases whose workers have taken work, per task queue.
create table worker_release (
  build text not null, queue text not null, first_at timestamptz not null default now(), heartbeat_at timestamptz not null,
  primary key (build, queue)
);

-- A request to make a release current, which another person confirms. The desk's own promotions write no row.
create table release_promotion (
  id uuid primary key, build text not null, reason text not null, requested_by uuid not null references person (id),
  requested_at timestamptz not null, expires_at timestamptz not null, confirmed_by uuid references person (id),
  confirmed_at timestamptz, check (confirmed_by <> requested_by), check ((confirmed_by is null) = (confirmed_at is null))
);
create index release_promotion_open on release_promotion (build) where confirmed_at is null;

-- A replay of the open notices by a worker of a release, which its promotion requires. `claimed_at` is the worker's heartbeat.
create table release_check (
  id uuid primary key, build text not null, requested_by uuid not null references person (id),
  requested_at timestamptz not null, claimed_at timestamptz, finished_at timestamptz, digest text,
  notices integer, -- Without secret ones, as everybody sees the number.
  differing uuid[] not null default '{}', ms_each double precision,
  check (num_nulls(finished_at, digest, notices, ms_each) in (0, 4))
);
create index release_check_build on release_check (build, requested_at);

create table watchdog (
  name text primary key, started_at timestamptz not null, heartbeat_at timestamptz not null, overdue integer not null default 0,
  oldest_at timestamptz
);

create table watchdog_page (
  key text primary key, reason text not null, body jsonb not null, created_at timestamptz not null default now(),
  reply text, accepted_at timestamptz
);

-- One run of the canary, planned before it begins. The id becomes its notice's.
create table canary (
  id uuid primary key check (of_canary(id)), begins_at timestamptz not null,
  ends_by timestamptz not null, step text not null default 'planned', step_at timestamptz not null default now(),
  finished_at timestamptz, passed boolean not null default false
);
create unique index canary_open on canary ((true)) where finished_at is null;
create index canary_begins on canary (begins_at);

-- A subscriber of webhooks besides that of WEBHOOK_URL. `url` is null until a second person has confirmed the first address.
create table webhook_subscriber (
  id uuid primary key, name text not null, url text,
  requested_url text, requested_wrapped bytea, requested_wrapped_by text, -- What waits for its second person; a filter is in the change.
  change_id uuid references change (id),
  wrapped_by text not null, wrapped bytea not null, -- Its secret, wrapped as the keys of notices are.
  types text[] not null, alerts text[] not null, laws text[] not null, countries text[] not null, -- An empty one fits all.
  paused_at timestamptz, created_at timestamptz not null
);

-- The last leaf of the log and the last change of an alert that a subscriber has been sent. Without one: that of WEBHOOK_URL.
create table webhook_cursor (
  subscriber_id uuid unique nulls not distinct references webhook_subscriber on delete cascade,
  leaf bigint not null, alert_at timestamptz not null
);

-- One row per event and subscriber, in the order of the log, until it is delivered.
create table webhook_event (
  place bigint generated always as identity primary key,
  id uuid not null unique, -- The webhook-id: the same on each attempt, so that a subscriber recognises a repeat.
  subscriber_id uuid references webhook_subscriber on delete cascade,
  source text not null, -- A leaf of the log, or one change of an alert.
  notice_id uuid references notice, type text not null, at timestamptz not null, data jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  tries integer not null default 0, next_at timestamptz not null default now(), last_error text, delivered_at timestamptz,
  unique nulls not distinct (source, subscriber_id)
);
create index webhook_event_pending on webhook_event (subscriber_id, notice_id, place) where state = 'pending';
create index webhook_event_dead on webhook_event (place) where state = 'dead';
create index webhook_event_delivered on webhook_event (delivered_at) where state = 'delivered';
