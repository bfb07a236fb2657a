-- Which workers live. Forgotten in a crash, which costs nothing: each says so again within seconds.
create unlogged table worker_beat (
  queue text not null,
  -- One run of a process; a process started anew is another.
  process uuid not null,
  started_at timestamptz not null,
  beat_at timestamptz not null,
  primary key (queue, process)
);
