-- Mails that a person rejected are kept for a time of their own (domain/notice/retention.ts). Held ones wait for a person.
alter table inbound_mail drop constraint inbound_mail_check1;
alter table inbound_mail add constraint inbound_mail_raw check (raw is not null or notice_id is not null or state = 'rejected');

-- Erases mails that were rejected longer ago than the rule says; answers how many.
create function erase_mails() returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  before timestamptz;
  gone bigint;
begin
  select now() - rule.period::interval into before from retention_rule rule where rule.kind = 'mails';
  if before is null then return 0; end if;
  delete from inbound_paper where mail_id in (
    select id from inbound_mail where state = 'rejected' and decided_at < before and raw is not null);
  update inbound_mail set raw = null, envelope = '{}', message_id = null, from_address = '', subject = '', text = '',
    authentication = null, facts = null, reason = ''
    where state = 'rejected' and decided_at < before and raw is not null;
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function erase_mails() from public;
