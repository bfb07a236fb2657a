-- Targets acted on by the notice's submissions so far and by this one, as counted when it was frozen.
alter table submission add column acting_so_far integer not null default 0;

-- An extension that one person has asked for and another has not confirmed yet: { move, to, by, byName, paper … }.
alter table clock add column pending_extension jsonb;

-- The authority's paper behind a move: a document of the notice by its SHA-256, or another notice.
alter table clock_move add column document text;
alter table clock_move add column paper_notice uuid references notice (id);

-- A pause ends by itself at `until`. One person holds it for an hour; `asked_until` is what they asked for beyond that,
-- and holds once another person has confirmed it.
alter table enforcement_pause add column until timestamptz;
update enforcement_pause set until = coalesce(ended_at, now() + interval '1 hour');
alter table enforcement_pause alter column until set not null;
alter table enforcement_pause add column asked_until timestamptz;
alter table enforcement_pause add column confirmed_by_id text;
alter table enforcement_pause add column confirmed_by_name text;
alter table enforcement_pause add column confirmed_at timestamptz;
