create table clock (
  id uuid primary key, notice_id uuid not null references notice (id), position integer not null, kind text not null,
  owner text not null, basis text not null, form text not null default 'ceiling', state text not null,
  proposed boolean not null default false, -- Such a clock is `cancelled` and not shown until the workflow starts it.
  starts_at timestamptz not null, due_at timestamptz, met_at timestamptz, paused_at timestamptz, confirmed boolean not null,
  entered_by uuid, may_pause boolean not null, may_extend boolean not null,
  pending_extension jsonb, -- Requested by one person, not confirmed by another: { move, to, by, byName, document … }.
  escalation jsonb not null, revision integer not null default 0,
  next_action_at timestamptz, -- Of the workflow: a step, the due, a repeated page. The watchdog reads it.
  receipt jsonb not null
);
create index clock_notice on clock (notice_id, position);
create index clock_running_due on clock (due_at) where state = 'running';
create index clock_next_action on clock (next_action_at) where next_action_at is not null;
create index clock_missed on clock (notice_id) where owner = 'us' and state = 'missed' and met_at is null;
create index clock_to_notify on clock (notice_id) where kind = 'user_notice' and owner = 'us' and met_at is null;

create table clock_move (
  id uuid primary key, notice_id uuid not null references notice (id),
  clock_id uuid not null references clock (id) on delete cascade,
  cause text not null, -- pause, resume, extend, revision
  state text not null default 'proposed', -- proposed, made, refused
  revision integer, from_due timestamptz, to_due timestamptz, reason text not null, authority_reference text,
  document text, -- The authority's document behind the move: one of the notice, by SHA-256, or another notice.
  document_notice uuid references notice (id), by_id text not null, by_name text not null, receipt jsonb not null,
  created_at timestamptz not null default now(), made_at timestamptz
);
create index clock_move_clock on clock_move (clock_id, created_at);
create index clock_move_revision on clock_move (revision) where revision is not null;

-- Each rulebook that was ever loaded, with the version of the time-zone data it was computed under.
create table rulebook_edition (
  number integer generated always as identity primary key,
  sha256 text not null unique, tz_version text not null, content jsonb not null,
  loaded_at timestamptz not null default now()
);

-- An edition is named by the digest of its law. The one that took effect last applies, also after a start with another folder.
create table edition_status (
  digest text primary key check (digest ~ '^sha256:[0-9a-f]{64}$'),
  edition integer not null references rulebook_edition (number), -- The content, under the latest time-zone data.
  state text not null check (state in ('proposed', 'approved', 'refused', 'superseded')), proposed_at timestamptz not null,
  proposal integer not null default 1, -- Counts the proposals of the edition: approvals of an earlier one do not count.
  in_effect_at timestamptz,
  adopted boolean not null default false, adoption jsonb, -- In effect without approvals, signed by the desk: the first edition.
  check (state <> 'approved' or in_effect_at is not null)
);
create unique index edition_status_proposed on edition_status (state) where state = 'proposed';

create function refuse_adoption() returns trigger language plpgsql as $$
begin
  if new.adopted and (tg_op = 'INSERT' and exists (select from edition_status)
      or tg_op = 'UPDATE' and not old.adopted) then
    raise exception 'Only the first edition takes effect without approvals.' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger edition_status_adopted before insert or update on edition_status
  for each row execute function refuse_adoption();

-- Approvals, refusals and pins of an edition, signed by the API. The statement is kept byte for byte as it was signed.
create table edition_act (
  id uuid primary key, digest text not null references edition_status (digest), proposal integer not null,
  kind text not null check (kind in ('approve', 'refuse', 'pin', 'unpin')), person_id uuid not null references person (id),
  roles text[] not null, -- The roles under which the person acted.
  reason text, statement text not null, key_id text not null, signature text not null,
  assertion jsonb, -- The answer of the person's passkey; null if none was requested.
  at timestamptz not null
);
create index edition_act_digest on edition_act (digest, at);
create trigger edition_act_append_only before update or delete on edition_act for each row execute function refuse_change();
create trigger edition_act_no_truncate before truncate on edition_act for each statement execute function refuse_change();

-- A change of open clocks that follows from a changed rulebook, proposed by one person and approved by another.
create table rulebook_revision (
  number integer generated always as identity primary key, edition integer not null references rulebook_edition (number),
  state text not null default 'proposed', -- proposed, approved, withdrawn
  digest text not null, clocks integer not null, reason text not null, proposed_by uuid not null references person (id),
  proposed_at timestamptz not null default now(), decided_by uuid references person (id), decided_at timestamptz
);
-- Two open proposals would move the same clocks twice.
create unique index rulebook_revision_open on rulebook_revision (state) where state = 'proposed';

-- Counsel has compared a version of a law with its official texts. A later review is another row. The digest is of the law at
-- the time of the review, so that a changed law has none.
create table law_review (
  id uuid primary key, regime text not null, version text not null, digest text not null,
  reviewer uuid not null references person (id), reviewed_at timestamptz not null,
  until text not null check (until ~ '^\d{4}-\d{2}-\d{2}$'), -- A date in the zone of the law, until which the review holds.
  note text not null
);
create index law_review_of on law_review (regime, version);

-- A fact of law that turned out to be wrong. The clocks it affects are computed from their receipts.
create table law_incident (
  number int generated always as identity primary key, regime text not null, version text not null,
  fact text not null, -- The name of the fact; for a clock also what its receipts are found by.
  clock_kind text, clock_owner text, clock_form text,
  -- The rulebook's value, the right value, and the official source.
  said text not null, found text not null, source text not null, recorded_by uuid not null references person (id),
  recorded_at timestamptz not null, corrected_by uuid references person (id), corrected_at timestamptz, correction text,
  check ((corrected_at is null) = (corrected_by is null) and (corrected_at is null) = (correction is null))
);
create index law_incident_of on law_incident (regime, version);
