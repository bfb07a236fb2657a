-- Search by part of a locator reads what the platform does not know by an index of its own. Every new target was written to
-- it though hardly any stays, a quarter of PostgreSQL's time for a long list. Now a target comes into it when the look-up of
-- its notice is over; until then search reads the list. What was there before counts as looked up.
alter table target add column looked_up boolean not null default true;
alter table target alter column looked_up set default false;
drop index target_unresolved;
create index target_unknown on target (notice_id, no) where platform_id is null and looked_up;
