-- What the header of a mail says is known on arrival, as its own word: From, Subject and Message-ID where the reader writes its
-- own later, and these. `header_ids`: Message-IDs of In-Reply-To and References, which say whose notice it may be about before
-- anything else of it is read. `plain`: nothing but text, for a reader that reads several. `sort_attempts`: sorting it has failed.
alter table inbound_mail add column header_date timestamptz;
alter table inbound_mail add column header_ids text[] not null default '{}';
alter table inbound_mail add column plain boolean not null default false;
alter table inbound_mail add column sort_attempts integer not null default 0;

create or replace function erase_inbound_mail() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from inbound_paper where mail_id in (select id from inbound_mail where notice_id = new.notice_id);
  update inbound_mail set raw = null, from_address = '', subject = '', text = '', message_id = null, envelope = '{}', facts = null,
    reason = '', header_date = null, header_ids = '{}'
    where notice_id = new.notice_id;
  return new;
end $$;
revoke execute on function erase_inbound_mail() from public;

create or replace function erase_mails() returns bigint
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
    authentication = null, facts = null, reason = '', header_date = null, header_ids = '{}'
    where state = 'rejected' and decided_at < before and raw is not null;
  get diagnostics gone = row_count;
  return gone;
end $$;

-- Whether a mail names a letter of a notice that a person may not know of. Row security hides such a letter from who asks, so
-- that to them it would look like none; this asks as the desk, for the time of the call alone.
create function names_hidden_letter(ids text[], person uuid, roles text[]) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  reader text := current_setting('desk.reader', true);
  hidden boolean;
begin
  if cardinality(ids) = 0 then return false; end if;
  perform set_config('desk.reader', 'service', true);
  hidden := exists (
    select from letter join notice on notice.id = letter.notice_id
    where letter.message_id = any (ids) and not may_know(notice.secrecy_level, notice.secrecy_people, notice.secrecy_until,
      notice.secrecy_glass, notice.assignee, person, roles));
  perform set_config('desk.reader', coalesce(reader, ''), true);
  return hidden;
end $$;
revoke execute on function names_hidden_letter(text[], uuid, text[]) from public;
