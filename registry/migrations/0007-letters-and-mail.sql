-- Letters, mails to staff, messages to users, and mail that comes in. A mail's row is written before its first byte leaves; the
-- worker sends it and marks it when the other side has accepted it.

create table letter (
  notice_id uuid not null references notice (id), n integer not null, key text not null unique, kind text not null,
  language text not null, to_address text, subject text not null, text text not null, counts jsonb, submission integer,
  annex jsonb, -- All items of a letter whose text names only the first of them, row by row as they were sent.
  resends integer, -- Number of the notice's letter that this one sends again: the first one keeps its time and state.
  state text not null,
  seal text, -- Under the notice's key: proves that the desk wrote the letter. No login of the database alone can make it.
  signature jsonb, -- Of the PDF that is sent, stored before: a repeated attempt sends the same bytes, and readers get them.
  message_id text, smtp_reply text, created_at timestamptz not null default now(), sent_at timestamptz,
  primary key (notice_id, n)
);
create index letter_message on letter (message_id) where message_id is not null;

-- The text of letters that search reads. A table of its own: behind a policy PostgreSQL does not use a trigram index.
create table letter_words (
  notice_id uuid not null, n integer not null, words text not null, primary key (notice_id, n),
  foreign key (notice_id, n) references letter (notice_id, n) on delete cascade
);
create index letter_words_searched on letter_words using gin (words gin_trgm_ops);

create function keep_letter_words() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into letter_words (notice_id, n, words)
  values (new.notice_id, new.n, lower(concat_ws(E'\n', replace(new.kind, '_', ' '), new.subject, new.text)))
  on conflict (notice_id, n) do update set words = excluded.words;
  return null;
end $$;
create trigger keep_letter_words after insert or update of subject, text on letter
  for each row execute function keep_letter_words();

create table staff_message (
  key text primary key, notice_id uuid not null references notice (id), channel text not null,
  person_id uuid references person (id), subject text not null, message_id text, reply text,
  created_at timestamptz not null default now(), accepted_at timestamptz
);
create index staff_message_message_id on staff_message (message_id);
create index staff_message_pages on staff_message (created_at) where channel = 'page';

-- Mail about break-glass access. It belongs to the notice, so that a person who cannot know of that does not see the mail.
create table break_glass_message (
  key text primary key, notice_id uuid not null references notice (id), person_id uuid not null references person (id),
  knows boolean not null, -- Whether the person can know of the notice; other counsel learn that it happened and not where.
  created_at timestamptz not null default now(), attempts integer not null default 0,
  next_at timestamptz not null default now(), until_at timestamptz not null, last_error text, message_id text, reply text,
  sent_at timestamptz, given_up_at timestamptz
);
create index break_glass_message_due on break_glass_message (next_at) where sent_at is null and given_up_at is null;
create index break_glass_message_message_id on break_glass_message (message_id) where message_id is not null;

-- What a person is notified of, written with the event. Rows of one person and notice that are due together leave as one mail.
create table notification (
  key text primary key, notice_id uuid not null references notice (id), person_id uuid not null references person (id),
  kind text not null check (kind in ('approval', 'returned', 'assigned', 'mention', 'opinion')), submission integer,
  conversation integer,
  channel text not null check (channel in ('mail', 'push', 'webhook', 'none')), -- none: the person does not want a message.
  by_id uuid references person (id), -- Whose act it tells of; null if that is no person of the desk.
  created_at timestamptz not null default now(), attempts integer not null default 0,
  next_at timestamptz not null default now(), last_error text, message_id text, reply text, sent_at timestamptz,
  given_up_at timestamptz, check ((kind in ('approval', 'returned')) = (submission is not null)),
  check ((kind in ('mention', 'opinion')) = (conversation is not null))
);
create index notification_due on notification (next_at) where sent_at is null and given_up_at is null;
create index notification_of_person on notification (person_id, notice_id, sent_at);
create index notification_message_id on notification (message_id) where message_id is not null;

-- Interim status letters, one per period of a notice. The worker writes the letter when it sends it, with the status of then.
create table status_update (
  key text primary key, notice_id uuid not null references notice (id),
  due_at timestamptz not null, next_due_at timestamptz not null, created_at timestamptz not null default now(),
  attempts integer not null default 0, next_at timestamptz not null default now(), until_at timestamptz not null,
  last_error text, message_id text, reply text, sent_at timestamptz, given_up_at timestamptz
);
create index status_update_due on status_update (next_at) where sent_at is null and given_up_at is null;
create index status_update_of_notice on status_update (notice_id, created_at);

-- Proposals of either side: fewer items or countries, a later deadline, or something in words. Ours is made by the letter that
-- carries it, once that has left; a person records theirs with its document.
create table proposal (
  notice_id uuid not null references notice (id), n integer not null,
  key text not null unique, -- The letter's key, or the command or request that recorded it, so that it is recorded once.
  by text not null check (by in ('us', 'authority')), kind text not null check (kind in ('narrower', 'later', 'other')),
  made_at timestamptz not null,
  -- The targets and countries that the order would be limited to; null for all. `until`: the later deadline.
  targets integer[], countries text[], until timestamptz, words text not null default '',
  -- Its source: a letter of ours, a reply of theirs, a document by SHA-256, or the minutes of a meeting (all null).
  letter integer, reply integer, document text, recorded_by uuid references person (id),
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn', 'superseded')),
  settled_at timestamptz, settled_by uuid references person (id), settled_reply integer, settled_document text,
  reason text not null default '',
  primary key (notice_id, n), check (kind <> 'narrower' or targets is not null or countries is not null),
  check ((kind = 'later') = (until is not null)), check ((state = 'open') = (settled_at is null))
);

-- The text of a user notice in each language, once for all items that get the same.
create table user_message_text (
  notice_id uuid not null references notice (id), n int not null, language text not null, subject text not null,
  text text not null, primary key (notice_id, n, language)
);

-- One user notice to the owner of an item. The key is its name on the platform, the same on every attempt.
create table user_message (
  key text primary key, notice_id uuid not null references notice (id), target_no int not null, type text not null,
  platform_id text not null, -- As the platform knows the item; empty once erased.
  text_n int not null, required boolean not null,
  -- waiting: for the end of a secrecy; gone: the platform has nobody left to notify.
  state text not null check (state in ('waiting', 'queued', 'notified', 'gone', 'refused', 'not_offered')),
  opens_at timestamptz, -- While it waits: when it may be sent; null for the end of the secrecy.
  language text, -- Chosen before the first attempt, so that every attempt says the same.
  appeal_token text unique, -- Lets its holder appeal about this item. Not hashed: the message may have to be sent again.
  receipt text, message text, created_at timestamptz not null default now(), attempts int not null default 0,
  next_at timestamptz not null default now(), notified_at timestamptz
);
create index user_message_of on user_message (notice_id, target_no);
create index user_message_queued on user_message (next_at) where state in ('queued', 'not_offered');
create index user_message_unsent on user_message (notice_id) where state in ('refused', 'not_offered');
create index user_message_unsettled on user_message (notice_id) where state not in ('notified', 'gone');
create index user_message_waiting on user_message (notice_id) where state = 'waiting';
create index user_message_open on user_message (notice_id)
  where required and state in ('waiting', 'queued', 'not_offered', 'refused');

-- The desk accepts a mail from its sender once this row is committed. Everything else follows: a sandbox reads the message, the
-- API sorts it, or a person decides. Its documents then belong to the notice.
create table inbound_mail (
  id uuid primary key, received_at timestamptz not null default now(),
  -- Our own SMTP listener, a mailbox, or an answer in the portal, which is kept like a mail.
  way text not null check (way in ('smtp', 'imap', 'portal')),
  envelope jsonb not null, -- The sender's server: address, recipients, IP address and name; null where it named none.
  sha256 text not null, -- Of the raw message, under which it becomes a document of its notice.
  content_sha256 text not null unique, -- Of the parts that do not change in transit: the same message twice is one row.
  raw bytea, -- Null once it is a document of a notice.
  size integer not null, read_at timestamptz, attempts integer not null default 0,
  next_at timestamptz not null default now(),

  -- Known from the header on arrival, before anything else of it is read. `header_ids`: Message-IDs of In-Reply-To and
  -- References. `plain`: the message is nothing but text.
  message_id text, from_address text not null default '', subject text not null default '', header_date timestamptz,
  header_ids text[] not null default '{}', plain boolean not null default false,

  -- Findings of the process that reads mail (domain/mail/read-mail.ts). `proof_sha256` is of the signature that proves the
  -- sender: sent again with other headers it proves nothing more.
  text text not null default '', authentication jsonb, facts jsonb, proof_sha256 text,
  -- The sender as the API finds it, with the DNS answers it rests on. The process that reads mail cannot write it.
  proven jsonb,

  sorted_at timestamptz, sort_attempts integer not null default 0, proposed_kind text not null default 'other',
  proposed_notice uuid references notice (id), proposed_authority text, proposed_regime text,
  -- It answers a letter by an id that only its recipient knows; shown to those who can know of that letter's notice.
  answers_letter boolean not null default false,

  state text not null default 'held' check (state in ('held', 'accepted', 'attached', 'rejected')),
  notice_id uuid references notice (id),
  reply integer, -- Number of the reply within the notice.
  reply_read_by uuid references person (id), reply_read_at timestamptz,
  decided_by uuid references person (id), -- Null if the desk decided by itself.
  decided_at timestamptz, reason text not null default '', check ((state in ('accepted', 'attached')) = (notice_id is not null)),
  constraint inbound_mail_raw check (raw is not null or notice_id is not null or state = 'rejected'),
  unique (notice_id, reply)
);
create index inbound_mail_newest on inbound_mail (received_at desc, id desc);
create index inbound_mail_unread on inbound_mail (next_at) where read_at is null;
create index inbound_mail_unsorted on inbound_mail (received_at) where sorted_at is null and read_at is not null;
create index inbound_mail_proof on inbound_mail (proof_sha256) where proof_sha256 is not null;
create index inbound_mail_proven on inbound_mail ((proven ->> 'proof')) where proven ->> 'proof' is not null;

create table inbound_document (
  mail_id uuid not null references inbound_mail (id), no integer not null, name text not null, media_type text not null,
  sha256 text not null, bytes bytea not null, primary key (mail_id, no)
);

-- Whether a mail names a letter of a notice that a person cannot know of. Row security hides such a letter from the caller, who
-- would take it for none; this looks as the desk, for the time of the call alone.
create function names_hidden_letter(ids text[], person uuid, roles text[]) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare reader text := current_setting('desk.reader', true); hidden boolean;
begin
  if cardinality(ids) = 0 then return false; end if;
  perform set_config('desk.reader', 'service', true);
  hidden := exists (
    select from letter join notice on notice.id = letter.notice_id
    where letter.message_id = any (ids) and not may_know(notice.secrecy_level, notice.secrecy_people, notice.secrecy_until,
      notice.break_glass_access, notice.assignee, person, roles));
  perform set_config('desk.reader', coalesce(reader, ''), true);
  return hidden;
end $$;

-- The letters of a submission as they stood when it was returned: the next one is compared with them.
create table returned_letter (
  notice_id uuid not null references notice (id), submission integer not null, kind text not null, language text not null,
  subject text not null, text text not null, primary key (notice_id, submission, kind)
);
