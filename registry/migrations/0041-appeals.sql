-- Whoever is affected by an act asks us to look at it again. The statement and the contact are foreign text: nobody is mailed
-- by it, and it is shown as text alone.
create table appeal (
  id uuid primary key,
  number text not null unique,
  -- Null where the desk found nothing that it is about: it is read all the same.
  notice_id uuid references notice (id),
  target_no int,
  -- The item as whoever filed named it.
  named text not null,
  statement text not null,
  contact text,
  -- By the platform for its user, or by the user with the link of their message.
  channel text not null check (channel in ('platform', 'page')),
  filed_by uuid references person (id),
  -- Of one filed with a link: the message it came with.
  message_key text references user_message (key),
  received_at timestamptz not null,
  due_at timestamptz not null,
  late boolean not null,
  state text not null default 'open' check (state in ('open', 'decided')),
  outcome text check (outcome in ('upheld', 'restored', 'changed')),
  reasons text,
  decided_by uuid references person (id),
  decided_at timestamptz,
  check ((target_no is null) = (notice_id is null)),
  check ((state = 'decided') = (outcome is not null)),
  check ((outcome is null) = (decided_by is null) and (outcome is null) = (decided_at is null) and (outcome is null) = (reasons is null))
);
create index appeal_open on appeal (due_at, id) where state = 'open';
create index appeal_of on appeal (notice_id, target_no) where notice_id is not null;
create index appeal_filed_by on appeal (filed_by, received_at) where filed_by is not null;
create unique index appeal_once on appeal (message_key) where state = 'open' and message_key is not null;

create table appeal_paper (
  appeal_id uuid not null references appeal (id),
  sha256 text not null,
  name text not null,
  media_type text not null,
  bytes bytea not null,
  primary key (appeal_id, sha256)
);

-- What the platform gave as a receipt of its act may name the item of an appeal.
create index operation_receipt on operation using hash (receipt) where receipt is not null;

create or replace function erasure_stop(asked uuid) returns text language sql stable as $$
  select case
    when one.stage <> 'closed' then 'open'
    when is_held(one.id) then 'held'
    when one.effective_until > now()
      or exists (select from restriction_support where notice_id = one.id and released_at is null) then 'in_force'
    when exists (select from clock where notice_id = one.id and state in ('running', 'paused')) then 'clock'
    when exists (select from outbox where notice_id = one.id and done_at is null)
      or exists (select from command where notice_id = one.id and state = 'attempted')
      or exists (select from operation where notice_id = one.id and status = 'pending' and not superseded)
      or exists (select from letter where notice_id = one.id and state in ('drafted', 'approved', 'queued'))
      or exists (select from ratification where notice_id = one.id and state = 'open')
      or exists (select from user_message where notice_id = one.id and state in ('waiting', 'queued'))
      or exists (select from appeal where notice_id = one.id and state = 'open')
      or exists (select from reclassification where notice_id = one.id and state = 'pending' and expires_at > now()) then 'owed'
    when exists (select from attention where notice_id = one.id and resolved_at is null) then 'attention'
    when exists (
      select from notice_link link
      join notice other on other.id = case when link.from_notice = one.id then link.to_notice else link.from_notice end
      where one.id in (link.from_notice, link.to_notice) and other.stage <> 'closed'
        and (other.secrecy_level = 'open' or coalesce(other.secrecy_until <= now(), false)
          or (one.secrecy_level <> 'open' and coalesce(one.secrecy_until > now(), true)
            and other.secrecy_people @> one.secrecy_people
            and coalesce(other.secrecy_until, 'infinity') <= coalesce(one.secrecy_until, 'infinity')
            and (one.secrecy_level = 'gagged'
              or other.secrecy_level = 'restricted' and other.assignee is not distinct from one.assignee)))
    ) then 'linked_open'
  end
  from notice one where one.id = asked
$$;

-- What is told to users and what they wrote goes with what it is about.
create function erase_what_users_said() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform set_config('desk.reader', 'service', true);
  if new.kind = 'targets' then
    update user_message set platform_id = '', appeal_token = null, receipt = null where notice_id = new.notice_id;
    update appeal set named = '' where notice_id = new.notice_id;
  elsif new.kind = 'texts' then
    update user_message_text set subject = '', text = '' where notice_id = new.notice_id;
    update user_message set message = null where notice_id = new.notice_id;
    update appeal set statement = '', contact = null, reasons = case when reasons is null then null else '' end
      where notice_id = new.notice_id;
  elsif new.kind = 'papers' then
    update appeal_paper set bytes = '', name = '' where appeal_id in (select id from appeal where notice_id = new.notice_id);
  end if;
  return new;
end $$;
create trigger erase_what_users_said after insert on notice_erasure for each row execute function erase_what_users_said();
