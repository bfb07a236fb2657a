-- A link whose other side some readers may not know of moves nothing there until the secrecy ends.
alter table notice_link add column withheld boolean not null default false;
create index notice_link_withheld on notice_link (from_notice) where withheld;

-- What the platform had in force at the last look: what one notice lacks of it is read without what others hold.
alter table proof add column found_countries text[];
alter table proof add column found_everywhere boolean;

-- When what a notice itself holds was last proven. The look at an item for another notice is none of its business.
alter table restriction_support add column proved_at timestamptz;
update restriction_support set proved_at = proof.checked_at from proof where proof.platform_id = restriction_support.platform_id;

-- Numbers are drawn, not counted: a gap between two of them tells nothing. Whoever draws one that is being drawn waits, and
-- draws again. A year with very many notices goes on with longer numbers.
create function draw_notice_number(year integer) returns text language plpgsql volatile as $$
declare
  drawn text;
  width integer := 6;
begin
  for attempt in 1..1000 loop
    if attempt % 20 = 0 then width := width + 1; end if;
    drawn := 'N-' || year || '-' || lpad((1 + floor(random() * (power(10, width) - 1)))::bigint::text, width, '0');
    perform pg_advisory_xact_lock(hashtextextended(drawn, 4207312));
    if not exists (select from notice where number = drawn) then return drawn; end if;
  end loop;
  raise exception 'no notice number could be drawn for %', year;
end $$;
drop sequence notice_number;

-- Seals the ids of live events, which would count what their reader may not know of. One row.
create table event_seal (
  one boolean primary key default true check (one),
  key bytea not null
);
insert into event_seal (key) values (uuid_send(gen_random_uuid()));
