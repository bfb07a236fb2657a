-- Whether an order still binds, as the record shows it; written by a background job and read by every list.
alter table notice add column order_status text not null default 'in_effect';
alter table notice add column order_since timestamptz;
-- What the standing rests on: id of a document, id and version of a law, or the order's own end.
alter table notice add column order_because text;
-- Number of that document, where it is one.
alter table notice add column order_number text;
-- Counsel's decision to carry the order out all the same.
alter table notice add column order_uphold jsonb;
-- The law behind the order, where a court has struck it down.
alter table notice add column annulled_law text;
alter table notice add column annulled_at timestamptz;

-- The job looks again at orders that have changed before, and at those whose end has come.
create index notice_order_changed on notice (id) where order_status <> 'in_effect' or annulled_law is not null;
create index notice_order_ends on notice (effective_until)
  where effective_until is not null and order_status in ('in_effect', 'stayed');
drop index notice_queue_due;
create index notice_queue_due on notice
  ((order_status <> 'in_effect'), (coalesce(queue_due_at, 'infinity'::timestamptz)), id);
create index notice_link_acts on notice_link (to_notice) where link_as in ('revokes', 'stays', 'lifts_stay');

-- A duty to restore ends without anything restored where its cause does: a stay is lifted, an end moves, a revocation turns out forged.
alter table restore_duty add column ended_at timestamptz;
