-- The statement and the contact of an appeal are untrusted text: they are never mailed, and are shown as plain text.
create table appeal (
  id uuid primary key, number text not null unique,
  notice_id uuid references notice (id), -- Null if the desk found nothing that it is about: it is read all the same.
  target_no int,
  named text not null, -- The item as the appellant named it.
  statement text not null, contact text,
  -- Filed by the platform for its user, or by the user with the link of their message.
  channel text not null check (channel in ('platform', 'page')),
  filed_by uuid references person (id), message_key text references user_message (key), received_at timestamptz not null,
  due_at timestamptz not null, late boolean not null,
  state text not null default 'open' check (state in ('open', 'decided')),
  outcome text check (outcome in ('upheld', 'restored', 'changed')),
  reasons text, decided_by uuid references person (id), decided_at timestamptz,
  restoration integer, -- Of a won appeal: the owner is notified once an approver has confirmed it.
  check ((target_no is null) = (notice_id is null)), check ((state = 'decided') = (outcome is not null)),
  check ((outcome is null) = (decided_by is null) and (outcome is null) = (decided_at is null)
    and (outcome is null) = (reasons is null))
);
create index appeal_open on appeal (due_at, id) where state = 'open';
create index appeal_of on appeal (notice_id, target_no) where notice_id is not null;
create index appeal_filed_by on appeal (filed_by, received_at) where filed_by is not null;
create unique index appeal_once on appeal (message_key) where state = 'open' and message_key is not null;

create table appeal_document (
  appeal_id uuid not null references appeal (id), sha256 text not null, name text not null, media_type text not null,
  bytes bytea not null, primary key (appeal_id, sha256)
);

-- A request for a link to the authority's portal. It is stored before the directory is read, whatever address it names, so that
-- the answer reveals nothing; the API mails the link later.
create table portal_request (
  id uuid primary key, address text not null,
  origin text not null, -- Where the portal is reached: the link leads there.
  requested_at timestamptz not null, attempts integer not null default 0, next_at timestamptz not null default now()
);
create index portal_request_due on portal_request (next_at);

-- A link that was mailed to an authority's own address. Only the hash of its token is kept. Without the seal of the API's key a
-- row opens nothing; the same holds for a session.
create table portal_link (
  id uuid primary key, authority_id text not null references authority (id), address text not null,
  token_sha256 bytea not null unique, seal text not null, made_at timestamptz not null, expires_at timestamptz not null,
  used_at timestamptz
);
create index portal_link_of on portal_link (address, made_at);

-- A signer who is signed in to the portal, as the directory named them. Each use checks that it still does.
create table portal_session (
  id uuid primary key, token_sha256 bytea not null unique, seal text not null,
  authority_id text not null references authority (id), signer_name text not null, signer_rank text not null,
  address text not null, started_at timestamptz not null, last_seen_at timestamptz not null, ended_at timestamptz
);

-- A filing with its signed receipt. One form is filed once, however often it is sent.
create table portal_filing (
  number text primary key, authority_id text not null references authority (id),
  notice_id uuid not null references notice (id),
  about_id uuid references notice (id), -- The notice that it answers or withdraws.
  form_key uuid not null, filing text not null check (filing in ('notice', 'answer', 'withdrawal')),
  filed_at timestamptz not null,
  receipt jsonb, -- Null once the documents of its notice are erased: it names them.
  public_key text not null, signature text not null, unique (authority_id, form_key)
);
create index portal_filing_of on portal_filing (notice_id);
create index portal_filing_about on portal_filing (about_id) where about_id is not null;
create index portal_filing_key on portal_filing (public_key, filed_at);

-- Statements of reasons for the DSA Transparency Database: one row a version, queued until the database has answered.
create table statement (
  place bigint generated always as identity primary key,
  notice_id uuid not null references notice, submission integer not null, target_no integer not null,
  version integer not null,
  puid text not null unique, -- The platform's own identifier: the same on each attempt, so that a repeat is recognised.
  body jsonb not null, -- As it is sent: of the item only its type, no locator and no text of the notice.
  stated_by uuid not null references person, stated_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'accepted', 'refused', 'dead')),
  tries integer not null default 0, next_at timestamptz not null default now(), last_error text,
  receipt text, -- The database's own name for it.
  accepted_at timestamptz, unique (notice_id, target_no, submission, version)
);
create index statement_pending on statement (next_at, place) where state = 'pending';
create index statement_not_accepted on statement (notice_id) where state in ('refused', 'dead');

-- Publications about one notice, a row a version, each written by one person and approved by another (docs/publishing.md).
create table publication (
  place bigint generated always as identity primary key,
  kind text not null check (kind in ('lumen', 'public_statement', 'statement_of_reasons')),
  notice_id uuid not null references notice (id), version integer not null,
  body jsonb not null, -- As it is published; for Lumen the JSON that is sent.
  digest text not null, drafted_by uuid not null references person (id), drafted_at timestamptz not null,
  state text not null default 'drafted'
    check (state in ('drafted', 'returned', 'replaced', 'approved', 'sending', 'accepted', 'refused', 'unknown', 'dead')),
  returned_by uuid references person (id), reason text, approved_at timestamptz, tries integer not null default 0,
  next_at timestamptz not null default now(), last_error text, receipt text, accepted_at timestamptz,
  unique (kind, notice_id, version), check (kind = 'lumen' or state in ('drafted', 'returned', 'replaced', 'approved'))
);
create index publication_to_send on publication (next_at, place) where kind = 'lumen' and state in ('approved', 'sending');
create index publication_not_accepted on publication (notice_id) where state in ('refused', 'unknown', 'dead');
create index publication_public on publication (approved_at desc, place desc)
  where kind = 'public_statement' and state = 'approved';

create table publication_approval (
  publication bigint not null references publication (place), person_id uuid not null references person (id),
  said_at timestamptz not null, primary key (publication, person_id)
);
