-- How far the clock of the process is ahead of the database's when it last said that it lives; null: it does not compare.
alter table worker_beat add column apart_ms integer;
