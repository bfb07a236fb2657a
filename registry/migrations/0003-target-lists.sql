-- Lists of targets that come after their notice, each upload on record with the lines that were no row.

-- When a list last brought new targets; the platform has then to be asked anew who they are.
alter table notice add column targets_added_at timestamptz;

-- Hash of what a near duplicate shares; null where the locator is malformed, and for rows of before this column.
alter table target add column near_key uuid;

create table target_upload (
  notice_id uuid not null references notice (id),
  n integer not null,
  uploaded_by uuid not null references person (id),
  uploaded_at timestamptz not null,
  -- As the sender called it.
  name text not null,
  media_type text not null,
  format text not null,
  sha256 text not null,
  bytes integer not null,
  -- lines = accepted + merged + rejected; flagged counts accepted rows with a flag or a problem.
  lines integer not null,
  accepted integer not null,
  merged integer not null,
  flagged integer not null,
  rejected integer not null,
  primary key (notice_id, n)
);

-- Lines that were no row at all. A row with a bad locator is no problem here: it is kept as a target.
create table target_upload_problem (
  notice_id uuid not null,
  n integer not null,
  position integer not null,
  line integer not null,
  reason text not null,
  primary key (notice_id, n, position),
  foreign key (notice_id, n) references target_upload (notice_id, n)
);
