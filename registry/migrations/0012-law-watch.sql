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
