-- A counsel has compared a version of a law with its texts, and says until when that holds. Never changed: a later reading is
-- another row. The digest is of the law as it was compared; changed law has none.
create table law_review (
  id uuid primary key,
  regime text not null,
  version text not null,
  digest text not null,
  reviewer uuid not null references person (id),
  reviewed_at timestamptz not null,
  -- A date in the zone of the law.
  until text not null check (until ~ '^\d{4}-\d{2}-\d{2}$'),
  note text not null
);
create index law_review_of on law_review (regime, version);

-- A fact of law that was found to be wrong. What it touched is computed from the receipts of clocks.
create table law_incident (
  number int generated always as identity primary key,
  regime text not null,
  version text not null,
  -- The name of the fact, and of a clock what its receipts are known by.
  fact text not null,
  clock_kind text,
  clock_owner text,
  clock_form text,
  -- What the rulebook said, what is right, and where that stands.
  said text not null,
  found text not null,
  source text not null,
  recorded_by uuid not null references person (id),
  recorded_at timestamptz not null,
  corrected_by uuid references person (id),
  corrected_at timestamptz,
  correction text,
  check ((corrected_at is null) = (corrected_by is null) and (corrected_at is null) = (correction is null))
);
create index law_incident_of on law_incident (regime, version);
