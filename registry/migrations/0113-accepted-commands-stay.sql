-- What was accepted stays accepted, whoever records: enforcement asks whether a submission was returned, and a refused command takes
-- back the rows that were prepared for it.
create function keep_accepted() returns trigger language plpgsql as $$
begin
  raise exception 'An accepted command stays accepted.' using errcode = 'insufficient_privilege';
end $$;
create trigger command_stays_accepted before update of state on command for each row
  when (old.state = 'accepted' and new.state is distinct from 'accepted' and current_user <> 'notice_desk_owner')
  execute function keep_accepted();
