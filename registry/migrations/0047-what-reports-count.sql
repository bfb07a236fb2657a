-- What kind of content an order is about, as triage has read it: a closed list (domain/report/content-category.ts).
alter table notice add column category text;

-- What reports count a notice by, before it changed: a report as of an instant finds here how the notice stood then. What was
-- never changed has no row. Kept from this migration on; before it, a notice counts as it stood when this was applied.
create table notice_before (
  place bigint generated always as identity primary key,
  notice_id uuid not null references notice (id),
  -- Until when it stood so.
  until timestamptz not null default clock_timestamp(),
  regime_id text not null,
  category text,
  outcome text,
  restored integer not null
);
create index notice_before_of on notice_before (notice_id, until);

create function keep_notice_before() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice_before (notice_id, regime_id, category, outcome, restored)
    values (old.id, old.regime_id, old.category, old.outcome, old.restored);
  return new;
end $$;
-- Of what changes, little does: commands and clocks update the row all day.
create trigger notice_reported_otherwise after update of regime_id, category, outcome, restored on notice for each row
  when ((old.regime_id, old.category, old.outcome, old.restored)
    is distinct from (new.regime_id, new.category, new.outcome, new.restored))
  execute function keep_notice_before();
revoke execute on function keep_notice_before() from public;
