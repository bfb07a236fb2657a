-- Mails to others name who requested or confirmed a change: an erased person's name leaves them too.
create or replace function erase_person_messages() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from directory_message where person_id = new.id;
  if not exists (select from person where name = old.name and id <> new.id) then
    update directory_message set detail = jsonb_set(detail, '{byName}', to_jsonb(new.name))
      where person_id is not null and detail ->> 'byName' = old.name;
  end if;
  return null;
end $$;
