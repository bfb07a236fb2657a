-- Statements of reasons for the DSA Transparency Database: one row a version, in line until the database has answered.
create table statement (
  place bigint generated always as identity primary key,
  notice_id uuid not null references notice,
  submission integer not null,
  target_no integer not null,
  version integer not null,
  -- The platform's own identifier of the statement: the same at each try, so that the database knows a repeat.
  puid text not null unique,
  -- As it is sent: of the item its type alone, no locator and no text of the notice.
  body jsonb not null,
  stated_by uuid not null references person,
  stated_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'taken', 'refused', 'dead')),
  tries integer not null default 0,
  next_at timestamptz not null default now(),
  last_error text,
  -- What the database answered it is known by there.
  receipt text,
  taken_at timestamptz,
  unique (notice_id, target_no, submission, version)
);
create index statement_pending on statement (next_at, place) where state = 'pending';
create index statement_not_taken on statement (notice_id) where state in ('refused', 'dead');
