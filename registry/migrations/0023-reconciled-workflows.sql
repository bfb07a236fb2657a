-- Which run of a notice may write: one started from the registry has a higher number, and what comes of an older run is
-- refused.
alter table notice add column workflow_epoch int not null default 0;
-- What the workflow holds of the notice and no other row shows, as of the notice's version: effects owed, letters of the
-- submission, ids of its clocks. With the other rows it makes the workflow's state anew. Null: not written yet.
alter table notice add column workflow_unshown jsonb;

-- When a notice's workflow was last asked for its state by the reconciler.
create table workflow_look (
  notice_id uuid primary key references notice (id),
  looked_at timestamptz not null default now()
);
create index workflow_look_looked_at on workflow_look (looked_at);

-- The last whole round of the reconciler; one row.
create table reconcile_round (
  name text primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  -- Open notices, of these: whose workflow gave its state, and whose workflow gave no answer; findings of all kinds.
  open int not null,
  looked int not null,
  unanswered int not null,
  found int not null
);
