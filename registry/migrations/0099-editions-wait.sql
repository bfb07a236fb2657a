-- A changed rulebook waits for two people. An edition is named by the digest of its law; the one that took effect last applies,
-- also after a start with another folder.
create table edition_status (
  digest text primary key check (digest ~ '^sha256:[0-9a-f]{64}$'),
  -- Where its content is, under the time-zone data that it was loaded with last.
  edition integer not null references rulebook_edition (number),
  state text not null check (state in ('proposed', 'approved', 'refused', 'superseded')),
  proposed_at timestamptz not null,
  -- How often it was proposed: approvals of an earlier time do not count.
  proposal integer not null default 1,
  in_effect_at timestamptz,
  -- Nobody approved it: the first of a registry, or the one in use when editions began to wait.
  adopted boolean not null default false,
  check (state <> 'approved' or in_effect_at is not null)
);
create unique index edition_status_proposed on edition_status (state) where state = 'proposed';

-- The first one alone is in effect without approvals, whoever writes.
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

-- What people said of an edition, signed by the API; the statement is kept as it was signed, letter by letter.
create table edition_act (
  id uuid primary key,
  digest text not null references edition_status (digest),
  proposal integer not null,
  kind text not null check (kind in ('approve', 'refuse')),
  person_id uuid not null references person (id),
  -- Under which it was given.
  roles text[] not null,
  reason text,
  statement text not null,
  key_id text not null,
  signature text not null,
  -- What the person's passkey answered, where one was asked.
  assertion jsonb,
  at timestamptz not null
);
create index edition_act_digest on edition_act (digest, at);
create trigger edition_act_append_only before update or delete on edition_act
  for each row execute function refuse_change();
create trigger edition_act_no_truncate before truncate on edition_act
  for each statement execute function refuse_change();
