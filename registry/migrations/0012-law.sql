-- What a review covers, and by whom: one fact of the version (the digest is then that of the fact), null for all of it.
alter table law_review
  add column fact text, add column bar_admission text not null default '', add column jurisdiction text not null default '',
  add column scope text not null default '';

-- A correction of a fact that a person proposes, for the maintainers of the rulebook. It changes nothing by itself.
create table law_correction (
  number int generated always as identity primary key, regime text not null, version text not null, fact text not null,
  said text not null, text text not null, source text not null, url text, clause text, note text,
  may_name boolean not null, -- The proposer agrees to be named in an export.
  state text not null default 'proposed' check (state in ('proposed', 'withdrawn', 'settled')),
  proposed_by uuid not null references person (id), proposed_at timestamptz not null,
  decided_by uuid references person (id), decided_at timestamptz, answer text,
  check ((state = 'proposed') = (decided_at is null))
);

-- A page of law as law watch read it last. A failed reading leaves the text, and says why and since when readings fail.
create table law_page (
  url text primary key, due_at timestamptz, read_at timestamptz, sha256 text,
  text text, -- Null: the page is no text, like a PDF file.
  missing jsonb not null default '[]', problem text, failing_since timestamptz -- missing: clauses that are not on it.
);

-- What law watch found, until a person settles it: a page that changed, or an event whose day is near.
create table law_draft (
  number integer generated always as identity primary key, kind text not null check (kind in ('text', 'event')),
  subject text not null, detail jsonb not null, opened_at timestamptz not null, settled_at timestamptz,
  settled_by uuid references person (id), note text -- No person: the day of the event has passed.
);
create unique index law_draft_open on law_draft (kind, subject) where settled_at is null;
