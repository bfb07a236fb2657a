-- Mail to the person whom somebody else has given a notice to. Written with the act, sent by the worker. It hangs on the notice, so
-- that people who may not read that do not see the mail either.
create table assignment_message (
  key text primary key,
  notice_id uuid not null references notice (id),
  person_id uuid not null references person (id),
  -- Who gave it; null: nobody who is a person of the desk.
  by_id uuid references person (id),
  message_id text,
  reply text,
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  last_error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  given_up_at timestamptz
);
create index assignment_message_due on assignment_message (next_at) where sent_at is null and given_up_at is null;
create index assignment_message_message_id on assignment_message (message_id) where message_id is not null;
