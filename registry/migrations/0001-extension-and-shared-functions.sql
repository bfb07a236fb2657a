-- Trigram indexes serve the search by part of a word or a locator.
create extension if not exists pg_trgm;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $$;

create function refuse_unknown(what text) returns void language plpgsql as $$
begin
  raise exception 'There is no such %.', what using errcode = 'foreign_key_violation';
end $$;

-- The canary is a notice that the desk sends to itself to check that all of its parts work. The ids of its rows carry a UUID
-- version of their own, so that no look-up is needed to tell them from real ones.
create function of_canary(id uuid) returns boolean language sql immutable parallel safe as $$
  select substr(id::text, 15, 4) = '8ca0'
$$;

-- Decides whether a person can know of a notice at all. Every read, list, count, link and mail asks here.
-- Restricted: assignee, named people, counsel. Gagged: named people only. Auditors can read both, and so can a person with
-- break-glass access until it ends; each of these reads is recorded. Canary: named people only, auditors excluded.
create function may_know(
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
