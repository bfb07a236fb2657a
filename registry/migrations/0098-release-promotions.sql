-- A release that one person asks to make current, and another confirms. The desk's own promotion (no release before, or one
-- whose workers are gone) waits for nobody and writes no row.
create table release_promotion (
  id uuid primary key,
  build text not null,
  reason text not null,
  requested_by uuid not null references person (id),
  requested_at timestamptz not null,
  -- Until then another person may confirm it.
  expires_at timestamptz not null,
  confirmed_by uuid references person (id),
  confirmed_at timestamptz,
  check (confirmed_by <> requested_by),
  check ((confirmed_by is null) = (confirmed_at is null))
);
create index release_promotion_open on release_promotion (build) where confirmed_at is null;
