-- Mail that came in. A message is accepted from its sender once its row is committed; everything else comes after: it is read
-- in a fence, the desk looks whether it may do something by itself, or a person does. What it brought becomes papers of a notice and
-- goes with them.
create table inbound_mail (
  id uuid primary key,
  received_at timestamptz not null default now(),
  -- How it came: handed over to our listener, or read from a mailbox.
  way text not null check (way in ('smtp', 'imap')),
  -- What its sender's server said: address, recipients, IP address and name; null in what it did not say.
  envelope jsonb not null,
  -- Of the raw message, under which it is a paper of its notice.
  sha256 text not null,
  -- Of what does not change on the way: the same message twice is one, another under the same Message-ID is two.
  content_sha256 text not null unique,
  -- Null once it is a paper of a notice.
  raw bytea,
  size integer not null,
  -- Reading: when, how often it was tried, and when it is tried again.
  read_at timestamptz,
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  message_id text,
  from_address text not null default '',
  subject text not null default '',
  text text not null default '',
  -- What was found about who sent it, and what else the headers say (domain/mail/read-mail.ts).
  authentication jsonb,
  facts jsonb,
  -- Of the signature that proves its sender: sent again with other headers it proves nothing more.
  proof_sha256 text,
  -- When the desk looked whether it may do something by itself.
  sorted_at timestamptz,
  proposed_kind text not null default 'other',
  proposed_notice uuid references notice (id),
  proposed_authority text,
  proposed_regime text,
  -- It answers a letter of a notice, by an id that only whoever had the letter knows: shown to those who may know of that.
  answers_letter boolean not null default false,
  state text not null default 'held' check (state in ('held', 'taken', 'joined', 'rejected')),
  notice_id uuid references notice (id),
  -- Of a reply: its number within the notice, and who has read it.
  reply integer,
  reply_read_by uuid references person (id),
  reply_read_at timestamptz,
  -- Null where the desk did it by itself.
  decided_by uuid references person (id),
  decided_at timestamptz,
  reason text not null default '',
  check ((state in ('taken', 'joined')) = (notice_id is not null)),
  check (raw is not null or notice_id is not null),
  unique (notice_id, reply)
);
create index inbound_mail_newest on inbound_mail (received_at desc, id desc);
create index inbound_mail_unread on inbound_mail (next_at) where read_at is null;
create index inbound_mail_unsorted on inbound_mail (received_at) where sorted_at is null and read_at is not null;
create index inbound_mail_proof on inbound_mail (proof_sha256) where proof_sha256 is not null;

-- What a message brought along, until it is a paper of a notice.
create table inbound_paper (
  mail_id uuid not null references inbound_mail (id),
  no integer not null,
  name text not null,
  media_type text not null,
  sha256 text not null,
  bytes bytea not null,
  primary key (mail_id, no)
);

-- Which letter a bounce or an answer is about.
create index letter_message on letter (message_id) where message_id is not null;

-- A notice that the desk took from an authority's mail was entered by no person.
alter table notice alter column created_by drop not null;

-- What is kept of a mail goes with the papers of its notice.
create function erase_inbound_mail() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  update inbound_mail set from_address = '', subject = '', text = '', message_id = null, envelope = '{}', facts = null, reason = ''
    where notice_id = new.notice_id;
  return new;
end $$;
create trigger notice_erasure_mail after insert on notice_erasure for each row
  when (new.kind = 'papers') execute function erase_inbound_mail();
revoke execute on function erase_inbound_mail() from public;
