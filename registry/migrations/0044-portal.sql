-- The authority's portal. Whoever asks for a link is answered before anybody looks whether the address is one of the directory:
-- the request is written down, whatever it names, and the process that mails looks later.
create table portal_request (
  id uuid primary key,
  address text not null,
  -- Where the portal is reached: the link leads there.
  origin text not null,
  asked_at timestamptz not null,
  attempts integer not null default 0,
  next_at timestamptz not null default now()
);
create index portal_request_due on portal_request (next_at);

-- A link that was mailed to an authority's own address. Of its token the hash alone is kept: the process that mails draws it.
create table portal_link (
  id uuid primary key,
  authority_id text not null references authority (id),
  address text not null,
  token_sha256 bytea not null unique,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index portal_link_of on portal_link (address, made_at);

-- A signer who is signed in to the portal, as the directory named them then. Each use looks whether it still does.
create table portal_session (
  id uuid primary key,
  token_sha256 bytea not null unique,
  authority_id text not null references authority (id),
  signer_name text not null,
  signer_rank text not null,
  address text not null,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at timestamptz
);

-- What was filed, with the receipt that was given for it. One form is filed once, however often it is sent.
create table portal_filing (
  number text primary key,
  authority_id text not null references authority (id),
  notice_id uuid not null references notice (id),
  -- The notice that it answers or takes back.
  about_id uuid references notice (id),
  form_key uuid not null,
  filing text not null check (filing in ('notice', 'answer', 'withdrawal')),
  filed_at timestamptz not null,
  -- Null once the papers of its notice are erased: it names them.
  receipt jsonb,
  public_key text not null,
  signature text not null,
  unique (authority_id, form_key)
);
create index portal_filing_of on portal_filing (notice_id);
create index portal_filing_about on portal_filing (about_id) where about_id is not null;
-- Since when which key has signed.
create index portal_filing_key on portal_filing (public_key, filed_at);

-- An answer by the portal is a reply like one by mail, and is kept, read and erased as one.
alter table inbound_mail drop constraint inbound_mail_way_check;
alter table inbound_mail add constraint inbound_mail_way_check check (way in ('smtp', 'imap', 'portal'));

-- A receipt goes with the papers that it names.
create function erase_receipts() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  update portal_filing set receipt = null where notice_id = new.notice_id;
  return new;
end $$;
create trigger notice_erasure_receipts after insert on notice_erasure for each row
  when (new.kind = 'papers') execute function erase_receipts();
revoke execute on function erase_receipts() from public;

-- Notices of an authority, newest first.
create index notice_of_authority on notice (authority_id, received_at desc, id desc) where authority_id is not null;
