-- The releases whose workers have taken work, each kind of worker for itself: which are there to take notices.
create table worker_release (
  build text not null,
  queue text not null,
  first_at timestamptz not null default now(),
  beat_at timestamptz not null,
  primary key (build, queue)
);
