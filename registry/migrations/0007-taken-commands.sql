-- A command stands here as accepted once its workflow has written it, which is before Temporal has the workflow's task on
-- record. True from when Temporal itself has said that it holds the command; until then it may be lost with the task.
alter table command add column taken boolean not null default true;
alter table command alter column taken set default false;
create index command_untaken on command (finished_at) where state = 'accepted' and not taken;
