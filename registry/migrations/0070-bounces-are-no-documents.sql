-- A report that a letter did not arrive is no document of the authority: its message and its parts stay with the mail. They are
-- erased with the documents of the notice, as before.
create or replace function erase_inbound_mail() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from inbound_paper where mail_id in (select id from inbound_mail where notice_id = new.notice_id);
  update inbound_mail set raw = null, from_address = '', subject = '', text = '', message_id = null, envelope = '{}', facts = null,
    reason = ''
    where notice_id = new.notice_id;
  return new;
end $$;
revoke execute on function erase_inbound_mail() from public;
