-- Who has taken access to a secret for a time without being named: person ids with the instant at which it ends.
alter table notice add column secrecy_glass jsonb not null default '{}';

-- The switchboard: whether a person may know of a notice at all. Every read, list, count, link and mail asks here.
-- Restricted: assignee, named people, counsel. Gagged: named people only. Auditors may look; so may, for a time, whoever has
-- broken the glass. Every look is recorded.
create function may_know(
  level text, people text[], until timestamptz, glass jsonb, assignee uuid, person uuid, roles text[]
) returns boolean language sql stable parallel safe as $$
  select coalesce(level = 'open'
    or until <= now()
    or 'auditor' = any (roles)
    or person::text = any (people)
    or exists (select from unnest(roles) role where 'role:' || role = any (people))
    or (level = 'restricted' and (assignee = person or 'counsel' = any (roles)))
    or (glass ->> person::text)::timestamptz > now(), false)
$$;
drop function may_know(text, text[], timestamptz, uuid, uuid, text[]);

-- A wish to lower the secrecy of a notice, or to change who is named: it takes effect when another cleared person wishes the same.
create table reclassification (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  level text not null,
  people text[] not null,
  until timestamptz,
  reason text not null,
  -- pending, agreed, or dropped: by a wish for what holds, another wish, or time
  state text not null default 'pending',
  asked_by uuid not null references person (id),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by uuid references person (id),
  decided_at timestamptz
);
create unique index reclassification_pending on reclassification (notice_id) where state = 'pending';

-- Whom a reason to look is for, by role; null: whoever may know of its notice. What is told of a secret to people who may not
-- know of it is for those alone who have to do something about it.
alter table attention add column audience text[];
