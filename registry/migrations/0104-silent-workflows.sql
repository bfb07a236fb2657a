-- How many looks in a row a notice's workflow has not answered.
alter table workflow_look add column silent_looks int not null default 0;
