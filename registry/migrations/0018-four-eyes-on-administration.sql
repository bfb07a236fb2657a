-- Administration has four eyes: what one person asks for, another confirms.

-- Written at most once a minute.
alter table api_key add column last_used_at timestamptz;

-- What was asked for. The whole of it waits in `content`: before, after, and the kind.
create table change (
  id uuid primary key,
  content jsonb not null,
  kind text not null generated always as (content ->> 'kind') stored,
  -- Id of the person or authority that it is about.
  subject text not null,
  asked_by uuid not null references person (id),
  asked_at timestamptz not null,
  -- Until then somebody may confirm it.
  expires_at timestamptz not null,
  -- pending, confirmed (a key to be claimed, a contact that has not started), refused, expired, applied
  state text not null default 'pending' check (state in ('pending', 'confirmed', 'refused', 'expired', 'applied')),
  decided_by uuid references person (id),
  decided_at timestamptz,
  effective_at timestamptz,
  reason text,
  -- Nobody decides their own.
  check (decided_by <> asked_by),
  check ((decided_by is null) = (decided_at is null)),
  check (state in ('pending', 'expired') or decided_by is not null)
);
create index change_by_state on change (state, id);

-- A key that waits for its owner. The token is 256 random bits; only its SHA-256 is kept.
create table key_claim (
  token_sha256 bytea primary key,
  -- Null: of the first people of a desk.
  change_id uuid references change (id),
  person_id uuid not null references person (id),
  name text not null,
  roles text[] not null,
  -- Null: 90 days from the claim on.
  key_expires_at timestamptz,
  -- null, ["in-meity"] or "all"
  speaks_for jsonb not null,
  expires_at timestamptz not null,
  claimed_at timestamptz,
  key_id text references api_key (id),
  check ((claimed_at is null) = (key_id is null))
);
create index key_claim_person on key_claim (person_id);

-- Mail to an authority about its own entry in the directory; of no notice. Written with the change, sent by the worker.
create table directory_message (
  key text primary key,
  change_id uuid not null references change (id),
  authority_id text not null references authority (id),
  to_address text not null,
  -- What the mail says: name of the authority, contacts that start, when.
  detail jsonb not null,
  message_id text,
  reply text,
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  last_error text,
  created_at timestamptz not null default now(),
  -- It is tried until then.
  until_at timestamptz not null,
  sent_at timestamptz,
  given_up_at timestamptz
);
create index directory_message_due on directory_message (next_at) where sent_at is null and given_up_at is null;

-- Contacts as they stood while the entry was verified last: an entry that is verified anew is compared with them.
alter table authority add column verified_contacts jsonb;
update authority set verified_contacts = contacts where verification = 'verified';

-- Since when there have been two people who could look at each other's changes. Once there, it stays.
create table four_eyes (
  one boolean primary key default true check (one),
  since timestamptz not null
);
create function note_four_eyes() returns trigger language plpgsql as $$
begin
  if (select count(*) from person where active and roles && array['admin', 'counsel']) >= 2 then
    insert into four_eyes (since) values (now()) on conflict do nothing;
  end if;
  return null;
end $$;
create trigger person_four_eyes after insert or update on person for each statement execute function note_four_eyes();
insert into four_eyes (since)
  select now() where (select count(*) from person where active and roles && array['admin', 'counsel']) >= 2;
