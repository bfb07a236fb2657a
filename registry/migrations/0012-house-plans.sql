-- What law or order wants next stands in next_due_*; what the house has planned stands beside it.
alter table notice
  add column next_plan_at timestamptz,
  add column next_plan_kind text,
  add column next_plan_clock uuid;

create temporary table own_clock on commit drop as
  select notice_id, id, kind, due_at, basis = 'house' and kind <> 'comply' as is_plan
  from clock
  where owner = 'us' and form <> 'floor' and kind not in ('challenge', 'secrecy', 'preserve')
    and state = 'running' and due_at is not null;

update notice set next_plan_at = nearest.due_at, next_plan_kind = nearest.kind, next_plan_clock = nearest.id
from (select distinct on (notice_id) * from own_clock where is_plan order by notice_id, due_at) nearest
where nearest.notice_id = notice.id;

update notice set next_due_at = nearest.due_at, next_due_kind = nearest.kind, next_due_clock = nearest.id
from (
  select notice.id as notice_id, wanted.due_at, wanted.kind, wanted.id
  from notice left join lateral (
    select * from own_clock where own_clock.notice_id = notice.id and not is_plan order by due_at limit 1
  ) wanted on true
  where notice.next_due_clock is not null
) nearest
where nearest.notice_id = notice.id and nearest.id is distinct from notice.next_due_clock;
