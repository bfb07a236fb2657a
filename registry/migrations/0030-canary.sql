-- The canary: a notice that the desk sends itself, every so often, to see that all of its parts work. Its ids are of their
-- own kind, so that nothing has to be looked up to tell it from a real one.
create function of_canary(id uuid) returns boolean language sql immutable parallel safe as $$
  select substr(id::text, 15, 4) = '8ca0'
$$;

-- One run of it, planned before it begins.
create table canary (
  -- Of the notice, once there is one.
  id uuid primary key check (of_canary(id)),
  begins_at timestamptz not null,
  -- Later than this it has not come through in time.
  ends_by timestamptz not null,
  -- What it has to do or waits for, and since when.
  step text not null default 'planned',
  step_at timestamptz not null default now(),
  finished_at timestamptz,
  passed boolean not null default false
);
create unique index canary_open on canary ((true)) where finished_at is null;
create index canary_begins on canary (begins_at);

-- The canary's notices are known to those they name and to nobody else, auditors included.
create or replace function may_know(
  level text, people text[], until timestamptz, glass jsonb, assignee uuid, person uuid, roles text[]
) returns boolean language sql stable parallel safe as $$
  select coalesce(level = 'open'
    or person::text = any (people)
    or (level <> 'canary' and (
      until <= now()
      or 'auditor' = any (roles)
      or exists (select from unnest(roles) role where 'role:' || role = any (people))
      or (level = 'restricted' and (assignee = person or 'counsel' = any (roles)))
      or (glass ->> person::text)::timestamptz > now())), false)
$$;
alter table notice add constraint notice_of_canary check (of_canary(id) = (secrecy_level = 'canary'));

-- Nobody can be the canary: it has no key, no session, no account at an issuer and no passkey, and stands in for nobody.
alter table person add constraint person_of_canary
  check (not of_canary(id) or roles <@ array['reviewer', 'approver'] and email like '%.invalid');
alter table api_key add constraint api_key_of_canary check (not of_canary(person_id));
alter table key_claim add constraint key_claim_of_canary check (not of_canary(person_id));
alter table session add constraint session_of_canary check (not of_canary(person_id));
alter table person_identity add constraint person_identity_of_canary check (not of_canary(person_id));
alter table passkey add constraint passkey_of_canary check (not of_canary(person_id));
alter table absence add constraint absence_of_canary check (not of_canary(person_id) and not of_canary(substitute_id));
-- It says yes to its own notices alone, and nobody else does.
alter table approval add constraint approval_of_canary check (of_canary(person_id) = of_canary(notice_id));
