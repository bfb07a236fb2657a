-- What a subscriber outside is told: one row an event, in the order of the log, until it is delivered.
create table webhook_cursor (
  one boolean primary key default true check (one),
  -- The last leaf of the log that was looked at, and until when attention was.
  leaf bigint not null,
  attention_at timestamptz not null
);

create table webhook_event (
  place bigint generated always as identity primary key,
  -- The webhook-id: the same at each try, so that a subscriber knows a repeat.
  id uuid not null unique,
  -- What it tells of: a leaf of the log, or one change of an attention. Told once.
  source text not null unique,
  notice_id uuid references notice,
  type text not null,
  at timestamptz not null,
  data jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  tries integer not null default 0,
  next_at timestamptz not null default now(),
  last_error text,
  delivered_at timestamptz
);
create index webhook_event_pending on webhook_event (notice_id, place) where state = 'pending';
create index webhook_event_dead on webhook_event (place) where state = 'dead';
create index webhook_event_delivered on webhook_event (delivered_at) where state = 'delivered';
