-- Mail to a person of the desk about their own entry: at the address that held before, so that the person themselves
-- hears of a changed name, address or account, and of a key that waits for them.
alter table directory_message alter column authority_id drop not null;
alter table directory_message add column person_id uuid references person (id);
alter table directory_message add constraint directory_message_recipient check (num_nonnulls(authority_id, person_id) = 1);
create index directory_message_person on directory_message (person_id) where person_id is not null;

-- Erasing a person removes the addresses that they were written to.
create function erase_person_messages() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from directory_message where person_id = new.id;
  return null;
end $$;
create trigger person_erase_messages after update of erased_at on person
  for each row when (new.erased_at is not null and old.erased_at is null) execute function erase_person_messages();
revoke execute on function erase_person_messages() from public;

-- The owner of a confirmed key gets it signed in, and needs no token any more: what is left of tokens opens nothing.
update key_claim set expires_at = now() where claimed_at is null and expires_at > now();
