-- The notice and what belongs to it alone. Instants are timestamptz; sets are arrays.

create table notice (
  id uuid primary key, number text not null unique, version integer not null default 1,
  kind text not null, stage text not null default 'triage', outcome text,

  -- The order. `facts`: further facts that start a clock (actual knowledge, clarification, …), RFC 3339 by name.
  authority_id text references authority (id), authority_name text not null, authority_country text not null,
  authority_email text, jurisdiction text not null, reference text not null, subject text not null, body text not null,
  details jsonb not null default '{}', -- What a document of its kind states, by field (domain/notices/details.ts).
  language text not null, issued_at timestamptz, served_at timestamptz, facts jsonb not null default '{}',
  ordered_deadline jsonb, effective_until timestamptz,

  -- Receipt. `created_by` is null if the desk accepted it from an authority's mail by itself. `verified_by`: the people who have
  -- verified the sender since it was last in doubt, with the authenticity until then.
  channel text not null, received_at timestamptz not null, created_by uuid references person (id),
  created_at timestamptz not null default now(), authenticity text not null, verified_by jsonb not null default '[]',
  -- SHA-256 of the text without the targets (domain/documents/print.ts), and of the targets that came with it. Of two notices
  -- with the same text and different targets, one may be a true order and the other a forgery of it.
  document_print text, targets_print text,

  -- Triage. Besides its regime other laws may govern the notice (`law_candidates`: [{ id, version, why, words }]): of each duty
  -- the stricter runs until triage names a law. `checklist`: "present" or "missing" by content id.
  regime_id text not null, regime_version text not null, law_candidates jsonb, checklist jsonb not null default '{}',
  category text, read_command_at timestamptz, priority text, queue text, assignee uuid references person (id),
  claimed_until timestamptz,

  -- Secrecy. `secrecy_glass`: break-glass access, by person id the instant at which it ends.
  secrecy_level text not null, secrecy_people text[] not null default '{}', secrecy_until timestamptz,
  break_glass_access jsonb not null default '{}',

  -- Whether the order still binds. `order_because`: id of a document (then with `order_number`), id and version of a law, or the
  -- order's own end. `order_uphold`: counsel's decision to enforce it all the same.
  order_status text not null default 'in_effect', order_since timestamptz, order_because text, order_number text,
  order_uphold jsonb, annulled_law text, annulled_at timestamptz,
  -- An order that is not in effect is listed after the others, unless something still has to be done by a deadline: something
  -- is in force and has to be restored, or counsel has upheld the order against this very cause.
  order_apart boolean not null generated always as (
    order_status <> 'in_effect' and applied = 0
    and (order_uphold is null
      or order_uphold ->> 'status' is distinct from order_status
      or order_uphold ->> 'because' is distinct from order_because)
  ) stored,

  -- The nearest due of our running clocks by law or order, and the nearest by company policy. `queue_due_at` also counts missed
  -- clocks: otherwise a notice whose only clock is missed would stand at the end of the queue.
  next_due_at timestamptz, next_due_kind text, next_due_clock uuid,
  next_plan_at timestamptz, next_plan_kind text, next_plan_clock uuid, queue_due_at timestamptz,

  -- Targets and decisions. Protected targets are not known until `targets_resolved_at`. The seed decides which targets need a
  -- second review; the reader's login cannot read it, so that people cannot predict them.
  targets_follow boolean not null default false, targets_added_at timestamptz, targets_resolved_at timestamptz,
  draft_revision integer not null default 0, submission_number integer not null default 0,
  targets integer not null default 0, undecided integer not null default 0, by_action jsonb not null default '{}',
  applied integer not null default 0, failed integer not null default 0, restored integer not null default 0,
  second_review_seed uuid not null default gen_random_uuid(),

  routed_by text, -- Name of the routing rule that set queue and priority; null: none, or a person did.

  -- Workflow. A run that is started from the registry has a higher epoch, and what an earlier run sends is refused. Another run
  -- than `workflow_run` can write only if it starts from the version on record, or continues that run (own-run.ts). `workflow_unshown`: state that no other row holds
  -- (effects owed, letters of the submission, ids of clocks), as of `version`; with the other rows it rebuilds the workflow.
  -- `closed_state`: the last state of a closed notice, from which a reopening starts.
  workflow_started boolean not null default false, workflow_epoch int not null default 0, workflow_run text,
  workflow_unshown jsonb, closed_state jsonb,

  -- A trigger sets `closed_at`, so that no caller can claim an earlier instant. A notice is not reopened once something is erased.
  closed_at timestamptz, erased_at timestamptz,
  constraint notice_of_canary check (of_canary(id) = (secrecy_level = 'canary'))
);

create index notice_queue_due on notice (order_apart, (coalesce(queue_due_at, 'infinity'::timestamptz)), id);
create index notice_received on notice (received_at desc, id);
create index notice_created_by on notice (created_by);
create index notice_assignee on notice (assignee) where assignee is not null;
create index notice_of_authority on notice (authority_id, received_at desc, id desc) where authority_id is not null;
create index notice_authority on notice (authority_id, created_at) where secrecy_level = 'open';
create index notice_reference on notice (lower(reference)) where reference <> '';
create index notice_document_print on notice (document_print) where document_print is not null;
create index notice_effective_until on notice (effective_until) where effective_until is not null;
-- For the job that writes `order_status`.
create index notice_order_changed on notice (id) where order_status <> 'in_effect' or annulled_law is not null;
create index notice_order_ends on notice (effective_until)
  where effective_until is not null and order_status in ('in_effect', 'stayed');
create index notice_law on notice (regime_id, regime_version);
-- Jobs and queues read open notices alone: a million closed ones cost them nothing.
create index notice_open on notice (id) where stage <> 'closed';
create index notice_break_glass on notice (id) where break_glass_access <> '{}';
create index notice_closed on notice (closed_at, id) where stage = 'closed';
create index notice_void on notice (id) where stage = 'closed' and outcome in ('void', 'withdrawn');
-- Counts of closed notices need the columns of `may_know` alone, so that no row is fetched.
create index notice_closed_known on notice (secrecy_level)
  include (secrecy_people, secrecy_until, break_glass_access, assignee) where stage = 'closed';

create function note_closing() returns trigger language plpgsql as $$
begin
  new.closed_at := case
    when new.stage <> 'closed' then null
    when tg_op = 'UPDATE' and old.stage = 'closed' then old.closed_at
    else now() end;
  return new;
end $$;
create trigger notice_closing before insert or update of stage, closed_at on notice
  for each row execute function note_closing();

-- Numbers are drawn, not counted, so that a gap reveals nothing. A second caller that draws the same number waits for the lock
-- and draws again. A year with very many notices continues with longer numbers.
create function draw_notice_number(year integer) returns text language plpgsql volatile as $$
declare drawn text; width integer := 6;
begin
  for attempt in 1..1000 loop
    if attempt % 20 = 0 then width := width + 1; end if;
    drawn := 'N-' || year || '-' || lpad((1 + floor(random() * (power(10, width) - 1)))::bigint::text, width, '0');
    perform pg_advisory_xact_lock(hashtextextended(drawn, 4207312));
    if not exists (select from notice where number = drawn) then return drawn; end if;
  end loop;
  raise exception 'no notice number could be drawn for %', year;
end $$;

-- The text that search reads, a line each. A table of its own: each step rewrites the notice's row and its indexes.
create table notice_words (notice_id uuid primary key references notice (id), words text not null);
create index notice_words_searched on notice_words using gin (words gin_trgm_ops);

create function words_of(notice) returns text language sql immutable
return lower(concat_ws(E'\n', $1.number, $1.reference, $1.subject, $1.authority_name));

create function keep_words() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice_words (notice_id, words) values (new.id, words_of(new))
  on conflict (notice_id) do update set words = excluded.words;
  return null;
end $$;
create trigger keep_words after insert or update of number, reference, subject, authority_name on notice
  for each row execute function keep_words();

-- Earlier values of the columns that reports count by, for reports as of an instant. A notice without changes has no row.
create table notice_before (
  place bigint generated always as identity primary key, notice_id uuid not null references notice (id),
  until timestamptz not null default clock_timestamp(), -- The values held until this instant.
  regime_id text not null, category text, outcome text, restored integer not null
);
create index notice_before_of on notice_before (notice_id, until);

create function keep_notice_before() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice_before (notice_id, regime_id, category, outcome, restored)
    values (old.id, old.regime_id, old.category, old.outcome, old.restored);
  return new;
end $$;
-- Commands and clocks update the row all day and change none of these columns.
create trigger notice_reported_otherwise after update of regime_id, category, outcome, restored on notice for each row
  when ((old.regime_id, old.category, old.outcome, old.restored)
    is distinct from (new.regime_id, new.category, new.outcome, new.restored))
  execute function keep_notice_before();

-- A link is withheld while some readers cannot know of its other side: it then changes nothing there.
create table notice_link (
  from_notice uuid not null references notice (id), to_notice uuid not null references notice (id), link_as text not null,
  withheld boolean not null default false, created_at timestamptz not null default now(),
  primary key (from_notice, to_notice, link_as)
);
create index notice_link_to on notice_link (to_notice);
create index notice_link_withheld on notice_link (from_notice) where withheld;
create index notice_link_acts on notice_link (to_notice) where link_as in ('revokes', 'stays', 'lifts_stay');

create table document (
  notice_id uuid not null references notice (id), sha256 text not null, name text not null, media_type text not null,
  bytes bytea not null, primary key (notice_id, sha256)
);

-- Translations of the notice's text, or of one of its documents, by different people. The latest of a language counts.
create table translation (
  notice_id uuid not null references notice (id), n integer not null, document text, language text not null,
  text text not null, translated_by uuid not null references person (id), translated_at timestamptz not null,
  checked_by uuid references person (id) check (checked_by <> translated_by), checked_at timestamptz,
  primary key (notice_id, n)
);

-- The key that seals everything Temporal holds of the notice. It is wrapped: the database alone opens nothing.
create table notice_key (
  notice_id uuid primary key references notice (id),
  wrapped_by text not null, -- The first 16 hex digits of the wrapping key's SHA-256, or `command`.
  wrapped bytea not null, created_at timestamptz not null default now(), shredded_at timestamptz,
  -- Only a key that is gone is marked as shredded, and wrapping again does not bring it back.
  constraint notice_key_shredded check ((shredded_at is not null) = (wrapped = ''))
);
create index notice_key_wrapped_by on notice_key (wrapped_by);

-- Checks of the sender. Each is written with its command and deleted if that command is refused.
create table sender_check (
  id uuid primary key, notice_id uuid not null references notice (id), command_id uuid not null unique,
  method text not null, document text,
  contact jsonb, -- The contact in the directory at that time: purpose, email, phone, entry.
  points text[] not null, -- Points of the checklist against forged orders that were ticked (domain/notices/sender-points.ts).
  outcome text not null,
  before text not null, -- The notice's authenticity before the check.
  person_id uuid not null references person (id), note text not null, at timestamptz not null
);
create index sender_check_notice on sender_check (notice_id, at, id);

-- A request for lower secrecy or other named people. It takes effect when a second person with access requests the same.
create table reclassification (
  id uuid primary key, notice_id uuid not null references notice (id), level text not null, people text[] not null,
  until timestamptz, reason text not null,
  state text not null default 'pending', -- pending, agreed, dropped
  requested_by uuid not null references person (id), requested_at timestamptz not null, expires_at timestamptz not null,
  decided_by uuid references person (id), decided_at timestamptz
);
create unique index reclassification_pending on reclassification (notice_id) where state = 'pending';

-- The people who have a notice open now. Lost in a crash; browsers report again within seconds.
create unlogged table presence (
  notice_id uuid not null references notice (id), person_id uuid not null references person (id),
  doing text not null, -- review, approval, reading
  target_no integer, since timestamptz not null, seen_at timestamptz not null, primary key (notice_id, person_id)
);

-- One row: seals the ids of live events, which would otherwise count events that their reader cannot know of.
create table event_seal (one boolean primary key default true check (one), key bytea not null);
insert into event_seal (key) values (uuid_send(gen_random_uuid()));

-- People who may not act on a notice: recused (`by_id` is the person), or excluded by counsel or ops.
create table exclusion (
  notice_id uuid not null references notice (id), number integer not null, person_id uuid not null references person (id),
  reason text not null, by_id uuid not null references person (id), at timestamptz not null,
  ended_by uuid references person (id), ended_at timestamptz, primary key (notice_id, number),
  check ((ended_by is null) = (ended_at is null)), check (ended_by <> person_id)
);
create unique index exclusion_stands on exclusion (notice_id, person_id) where ended_at is null;

create function excluded_from(notice uuid) returns uuid[] language sql stable as $$
  select coalesce(array_agg(person_id order by person_id), '{}') from exclusion where notice_id = notice and ended_at is null
$$;

-- Staff are in danger because of the notice: no mail about it names them.
create table staff_risk (
  notice_id uuid primary key references notice (id), reason text not null, by_id uuid not null references person (id),
  at timestamptz not null
);

-- Cases of another system, by its word. They are records: no workflow, clock, letter or call belongs to them.
create table case_import (
  id uuid primary key references change (id), digest text not null,
  cases jsonb -- With ids and normalised locators; null once the change is decided.
);
create table imported_case (
  id uuid primary key, import_id uuid not null references case_import (id), imported_at timestamptz not null,
  source text not null, external_id text not null, kind text not null, authority_name text not null,
  authority_country text not null, jurisdiction text not null, law text not null, reference text not null, subject text not null,
  body text not null, language text not null, received_at timestamptz not null, decided_at timestamptz, closed_at timestamptz,
  outcome text, record jsonb, -- Submissions, effects, clocks, letters and log of the desk that exported it: no texts.
  digest text not null, ledger text not null, targets integer not null, restricted integer not null, -- As imported.
  notice_id uuid unique references notice (id), filed_at timestamptz, erased_at timestamptz,
  unique (source, external_id)
);
create index imported_case_received on imported_case (received_at, id);
create table imported_target (
  case_id uuid not null references imported_case (id), no integer not null, type text not null, locator text not null,
  normalised text not null, note text not null, action text, grounds text[] not null, countries text[] not null,
  status text not null, decided_at timestamptz, primary key (case_id, no),
  hash bigint not null generated always as (hashtextextended(normalised, 0)) stored -- Policies hide expressions from indexes.
);
create index imported_target_hash on imported_target (hash);
