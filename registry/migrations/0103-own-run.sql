-- The run of the notice's workflow that last wrote its version, by Temporal's run id. Another run may write only where it
-- starts from the version on record. Null: no release has noted it yet.
alter table notice add column workflow_run text;
