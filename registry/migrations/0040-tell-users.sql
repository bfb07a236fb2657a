-- Whoever is affected by an act of ours is told of it through the platform, unless law or secrecy forbid it. What was done
-- before this was kept is told to nobody: the desk does not know what was said of it elsewhere.
alter table submission add column tell_opened_at timestamptz;
update submission set tell_opened_at = now() where finished_at is not null;
create index submission_to_tell on submission (finished_at)
  where finished_at is not null and tell_opened_at is null and purpose = 'decision';

-- What users are told, once for all items that are told the same, in every language that there are texts in.
create table user_message_text (
  notice_id uuid not null references notice (id),
  n int not null,
  language text not null,
  subject text not null,
  text text not null,
  primary key (notice_id, n, language)
);

-- One message to whoever owns an item. The key is its name to the platform, the same on every attempt.
create table user_message (
  key text primary key,
  notice_id uuid not null references notice (id),
  target_no int not null,
  type text not null,
  -- As the platform knows the item; empty once it is erased.
  platform_id text not null,
  text_n int not null,
  -- The law wants it, so that it is a duty.
  required boolean not null,
  -- waiting: for the end of a secrecy. gone: the platform knows nobody any more who could be told.
  state text not null check (state in ('waiting', 'queued', 'told', 'gone', 'refused', 'not_offered')),
  -- Of one that waits: from when it may be sent; null: from the end of the secrecy.
  opens_at timestamptz,
  -- Chosen before it is sent for the first time, so that it says the same each time.
  language text,
  -- Whoever got the message may appeal with it, about this item alone. Kept as it is: the same message may have to be sent again.
  appeal_token text unique,
  receipt text,
  message text,
  attempts int not null default 0,
  next_at timestamptz not null default now(),
  told_at timestamptz,
  created_at timestamptz not null default now()
);
create index clock_to_tell on clock (notice_id) where kind = 'user_notice' and owner = 'us' and met_at is null;
create index user_message_of on user_message (notice_id, target_no);
create index user_message_queued on user_message (next_at) where state in ('queued', 'not_offered');
create index user_message_untold on user_message (notice_id) where state in ('refused', 'not_offered');
create index user_message_unsettled on user_message (notice_id) where state not in ('told', 'gone');
create index user_message_waiting on user_message (notice_id) where state = 'waiting';
create index user_message_open on user_message (notice_id) where required and state in ('waiting', 'queued', 'not_offered', 'refused');
