-- A registry that was restored from a backup may know less than its platform was told since. Nothing is sent to the platform
-- before the two were compared and a person has seen the result: the desk makes a pause of all, which ends by a person alone.
alter table enforcement_pause add column restored_from timestamptz;
comment on column enforcement_pause.restored_from is
  'Instant that the registry was restored to, where that is why enforcement waits; null: people paused it.';
alter table enforcement_pause add column compared_at timestamptz;
comment on column enforcement_pause.compared_at is
  'When all targets that the platform knows had been compared with the platform; null: not yet. Only with restored_from.';
alter table enforcement_pause add column compared_targets integer;
comment on column enforcement_pause.compared_targets is 'How many targets were compared.';
alter table enforcement_pause add column compared_differing integer;
comment on column enforcement_pause.compared_differing is 'How many of them differ.';
alter table enforcement_pause add constraint enforcement_pause_compared check (
  (compared_at is null or restored_from is not null)
  and (compared_at is null) = (compared_targets is null) and (compared_at is null) = (compared_differing is null));
create unique index enforcement_pause_restored on enforcement_pause (restored_from) where restored_from is not null;
