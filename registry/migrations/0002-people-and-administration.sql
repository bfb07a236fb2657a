-- People, how they sign in, the directory of authorities, and changes that two people make together.
-- The canary's people can have no key, session, account or passkey, and cannot be substitutes.

create table person (
  id uuid primary key, name text not null, email text not null unique, roles text[] not null,
  active boolean not null default true, created_at timestamptz not null default now(),
  inactive_since timestamptz, erased_at timestamptz, -- A trigger sets the first, so that no caller can claim an earlier instant.
  constraint person_of_canary check (not of_canary(id) or roles <@ array['reviewer', 'approver'] and email like '%.invalid')
);

create function note_deactivation() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.erased_at is not null
    and (new.active or new.name <> old.name or new.email <> old.email or new.erased_at is distinct from old.erased_at) then
    raise exception 'This person was erased.' using errcode = 'insufficient_privilege';
  end if;
  new.inactive_since := case
    when new.active then null
    when tg_op = 'UPDATE' and not old.active then old.inactive_since
    else now() end;
  return new;
end $$;
create trigger person_deactivation before insert or update on person for each row execute function note_deactivation();

-- One row: since when two people could confirm each other's changes. It stays once it exists.
create table four_eyes (one boolean primary key default true check (one), since timestamptz not null);

create function note_four_eyes() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (select count(*) from person where active and roles && array['admin', 'counsel']) >= 2 then
    insert into four_eyes (since) values (now()) on conflict do nothing;
  end if;
  return null;
end $$;
create trigger person_four_eyes after insert or update on person for each statement execute function note_four_eyes();

-- High-entropy secrets need no slow hash; only their SHA-256 is kept.
create table api_key (
  id text primary key, person_id uuid not null references person (id), name text not null, roles text[] not null,
  speaks_for text[] not null default '{}', -- Ids of the authorities that the key speaks for, or {*} for all.
  secret_sha256 bytea not null, created_at timestamptz not null default now(), expires_at timestamptz,
  last_used_at timestamptz, revoked_at timestamptz,
  constraint api_key_of_canary check (not of_canary(person_id))
);
create index api_key_person on api_key (person_id);

-- A subject is bound to a person at the first sign-in. From then on the subject decides, not the mail address.
create table person_identity (
  issuer text not null, subject text not null, person_id uuid not null references person (id),
  bound_at timestamptz not null, primary key (issuer, subject),
  unique (issuer, person_id), -- A mail address that is given to another employee does not make them the previous person.
  constraint person_identity_of_canary check (not of_canary(person_id))
);

-- One row per sign-in under way. The return from the issuer deletes it, so that it works once.
create table sign_in (
  state_sha256 bytea primary key, browser_sha256 bytea not null, nonce text not null, verifier text not null,
  next text not null, expires_at timestamptz not null
);
create index sign_in_expires on sign_in (expires_at);

-- The cookie holds 256 random bits; only their SHA-256 is kept.
create table session (
  id uuid primary key, token_sha256 bytea not null unique, person_id uuid not null references person (id),
  started_at timestamptz not null, last_seen_at timestamptz not null, user_agent text not null,
  -- For signing out at the issuer; sealed with the session's secret, which is in the cookie alone. Deleted with the session.
  id_token_sealed bytea, revoked_at timestamptz,
  constraint session_of_canary check (not of_canary(person_id))
);
create index session_person on session (person_id, started_at) where revoked_at is null;
create index session_started on session (started_at);

-- An address that receives a person's notifications. It is as good as a password, so a change names only its host.
create table person_webhook (
  change_id uuid primary key, person_id uuid not null references person (id), url text not null,
  confirmed_at timestamptz,
  constraint person_webhook_of_canary check (not of_canary(person_id))
);
create unique index person_webhook_confirmed on person_webhook (person_id) where confirmed_at is not null;

-- Browsers that show a person's notifications (Web Push), until the session that asked for it is ended.
create table push_device (
  id uuid primary key, person_id uuid not null references person (id),
  session_id uuid not null references session (id) on delete cascade,
  name text not null, endpoint text not null unique, p256dh text not null, auth text not null,
  created_at timestamptz not null,
  constraint push_device_of_canary check (not of_canary(person_id))
);
create index push_device_person on push_device (person_id);

create table passkey (
  id uuid primary key, person_id uuid not null references person (id),
  credential_id text not null unique, -- Base64url, as the authenticator names it.
  public_key bytea not null, -- COSE.
  counter bigint not null, -- The highest value that the authenticator has shown; 0 if it does not count.
  transports text[] not null, name text not null, created_at timestamptz not null, last_used_at timestamptz, revoked_at timestamptz,
  constraint passkey_of_canary check (not of_canary(person_id))
);
create index passkey_person on passkey (person_id, created_at) where revoked_at is null;

-- A statement that a passkey has to confirm within five minutes. Used once.
create table step_up_challenge (
  challenge text primary key, -- SHA-256 of the statement, base64url.
  statement text not null, -- Canonical JSON: the act, a nonce, person, session, instant.
  person_id uuid not null references person (id), session_id uuid not null references session (id),
  expires_at timestamptz not null, used_at timestamptz
);
create index step_up_challenge_expires on step_up_challenge (expires_at);

create table person_settings (
  person_id uuid primary key references person (id), settings jsonb not null default '{}', changed_at timestamptz not null,
  notifications jsonb -- Which messages the person wants, and when; null for the default.
);

-- What a person has opened of "For me". An item that changes has another name and is unread again.
create table seen_item (person_id uuid references person (id), item text, seen_at timestamptz not null default now(),
  remind_at timestamptz, -- The item is unread again from then on.
  primary key (person_id, item));

create table saved_view (
  id uuid primary key, owner uuid not null references person (id), name text not null, query text not null,
  shared boolean not null, created_at timestamptz not null default now(), unique (owner, name)
);
create index saved_view_shared on saved_view (name, id) where shared;

-- During an absence the substitute holds the absent person's approver and counsel roles for approvals alone.
create table absence (
  id uuid primary key, person_id uuid not null references person (id), substitute_id uuid not null references person (id),
  from_at timestamptz not null, until_at timestamptz not null, entered_by uuid not null references person (id),
  created_at timestamptz not null default now(), check (person_id <> substitute_id), check (from_at < until_at),
  constraint absence_of_canary check (not of_canary(person_id) and not of_canary(substitute_id))
);
create index absence_person on absence (person_id, until_at);
create index absence_substitute on absence (substitute_id, until_at);

-- When a person works, the languages they speak and how many notices they take at a time (domain/roster/shifts.ts).
create table roster (
  person_id uuid primary key references person (id), shifts jsonb not null, languages text[] not null,
  capacity integer check (capacity > 0), changed_at timestamptz not null,
  note text, note_at timestamptz, check ((note is null) = (note_at is null)), -- For the next shift.
  constraint roster_of_canary check (not of_canary(person_id))
);

create table authority (
  id text primary key, name text not null, country text not null, kind text not null, contacts jsonb not null default '[]',
  domains text[] not null default '{}', signers jsonb not null default '[]', verification text not null,
  verified_contacts jsonb, -- The contacts at the last verification: an entry that is verified again is compared with them.
  status_updates jsonb, -- Interval of interim status letters, e.g. {"amount": 7, "unit": "calendar_day"}; null for never.
  created_at timestamptz not null default now()
);

-- A change of people or authorities that one person requests and another confirms.
create table change (
  id uuid primary key,
  content jsonb not null, -- Kind, and the entry before and after the change.
  kind text not null generated always as (content ->> 'kind') stored,
  subject text not null, -- Id of the person or authority that changes.
  requested_by uuid not null references person (id), requested_at timestamptz not null, expires_at timestamptz not null,
  -- Confirmed: a key that its owner has not claimed, or a contact that has not started.
  state text not null default 'pending' check (state in ('pending', 'confirmed', 'refused', 'expired', 'applied')),
  decided_by uuid references person (id), decided_at timestamptz, effective_at timestamptz, reason text,
  check (decided_by <> requested_by), check ((decided_by is null) = (decided_at is null)),
  check (state in ('pending', 'expired') or decided_by is not null)
);
create index change_by_state on change (state, id);

-- Mail to an authority or a person at the address before a change of their entry, so that they notice one they did not request.
create table directory_message (
  key text primary key, change_id uuid not null references change (id), authority_id text references authority (id),
  person_id uuid references person (id), to_address text not null, detail jsonb not null,
  created_at timestamptz not null default now(), attempts integer not null default 0,
  next_at timestamptz not null default now(), until_at timestamptz not null, last_error text, message_id text, reply text,
  sent_at timestamptz, given_up_at timestamptz,
  constraint directory_message_recipient check (num_nonnulls(authority_id, person_id) = 1)
);
create index directory_message_due on directory_message (next_at) where sent_at is null and given_up_at is null;
create index directory_message_person on directory_message (person_id) where person_id is not null;

-- Erasing a person deletes the mails to them, and their name from the mails to others.
create function erase_person_messages() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from directory_message where person_id = new.id;
  if not exists (select from person where name = old.name and id <> new.id) then
    update directory_message set detail = jsonb_set(detail, '{byName}', to_jsonb(new.name))
      where person_id is not null and detail ->> 'byName' = old.name;
  end if;
  return null;
end $$;
create trigger person_erase_messages after update of erased_at on person
  for each row when (new.erased_at is not null and old.erased_at is null) execute function erase_person_messages();

-- One row: which new notices go to which queue, in order.
create table routing (
  one boolean primary key default true check (one), rules jsonb not null default '[]', changed_at timestamptz not null
);
