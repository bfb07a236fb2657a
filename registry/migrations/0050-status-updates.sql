-- How often an authority wants to hear how its open notices stand; null: it has not asked. {"amount": 7, "unit": "calendar_day"}
alter table authority add column status_updates jsonb;

-- Interim status letters that are to leave, one a period of a notice: the key names both. The worker writes the letter itself
-- when it sends it, so that it says how the notice stands then.
create table status_update (
  key text primary key,
  notice_id uuid not null references notice (id),
  -- When the period was over.
  due_at timestamptz not null,
  -- What the letter names as the next one.
  next_due_at timestamptz not null,
  message_id text,
  reply text,
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  last_error text,
  created_at timestamptz not null default now(),
  -- It is tried until then.
  until_at timestamptz not null,
  sent_at timestamptz,
  given_up_at timestamptz
);
create index status_update_due on status_update (next_at) where sent_at is null and given_up_at is null;
create index status_update_of_notice on status_update (notice_id, created_at);
