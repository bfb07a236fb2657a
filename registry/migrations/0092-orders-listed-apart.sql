-- The queue lists an order that is not in effect after the others, unless something is still to be done about it by a deadline:
-- something is in force and has to be restored, or counsel has upheld the order against this very cause.
drop index notice_queue_due;
alter table notice add column order_apart boolean not null generated always as (
  order_status <> 'in_effect' and applied = 0
  and (order_uphold is null
    or order_uphold ->> 'status' is distinct from order_status
    or order_uphold ->> 'because' is distinct from order_because)
) stored;
create index notice_queue_due on notice (order_apart, (coalesce(queue_due_at, 'infinity'::timestamptz)), id);
