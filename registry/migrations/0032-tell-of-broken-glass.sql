-- Mail to those who are told that somebody has broken the glass of a secret: a key and a link. Written with the act, sent by
-- the worker. It hangs on the notice, so that whoever may not know of that does not see the mail either.
create table glass_message (
  key text primary key,
  notice_id uuid not null references notice (id),
  person_id uuid not null references person (id),
  -- Whether they may know of the notice, and are led there; other counsel learn that it has happened and not where.
  knows boolean not null,
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
create index glass_message_due on glass_message (next_at) where sent_at is null and given_up_at is null;
