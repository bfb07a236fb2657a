-- How long what is kept, legal holds, and the one way in which something is erased: functions of the owner, which ask hold,
-- time and state themselves, so that no process can erase what may not be erased.

-- Written by the migration step from DESK_RETENTION alone; no process of the desk may change it.
create table retention_rule (
  kind text primary key,
  -- ISO 8601; null: kept for good.
  period text check (period::interval > interval '0'),
  -- Actions of the audit log whose content goes with it.
  entries text[] not null
);

-- A hold stops every erasure of its notice. Lifting it takes two people.
create table legal_hold (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  reason text not null,
  set_by uuid not null references person (id),
  set_at timestamptz not null,
  lift_asked_by uuid references person (id),
  lift_asked_at timestamptz,
  lift_reason text,
  lifted_by uuid references person (id),
  lifted_at timestamptz,
  check ((lift_asked_by is null) = (lift_asked_at is null)),
  check (lifted_by <> lift_asked_by),
  check (lifted_at is null or lift_asked_by is not null and lifted_by is not null)
);
create unique index legal_hold_stands on legal_hold (notice_id) where lifted_at is null;

-- A hold is not rewritten and not taken back by whoever can write rows: only asked about, and lifted once.
create function guard_hold() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.lifted_at is null
    and to_jsonb(new) - '{lift_asked_by,lift_asked_at,lift_reason,lifted_by,lifted_at}'::text[]
      = to_jsonb(old) - '{lift_asked_by,lift_asked_at,lift_reason,lifted_by,lifted_at}'::text[]
    -- What one person asked for, another does: never both in one step.
    and (new.lifted_at is null or old.lift_asked_by = new.lift_asked_by) then
    return new;
  end if;
  -- The owner's erasure of a lifted hold's reasons.
  if tg_op = 'UPDATE' and old.lifted_at is not null and new.reason = '' and new.lift_reason = ''
    and to_jsonb(new) - '{reason,lift_reason}'::text[] = to_jsonb(old) - '{reason,lift_reason}'::text[] then
    return new;
  end if;
  raise exception 'A legal hold stays as it was set.' using errcode = 'insufficient_privilege';
end $$;
create trigger legal_hold_guarded before update or delete on legal_hold for each row execute function guard_hold();
create trigger legal_hold_no_truncate before truncate on legal_hold for each statement execute function refuse_change();

-- What was erased of a notice, when and under which time.
create table notice_erasure (
  notice_id uuid not null references notice (id),
  kind text not null,
  period text not null,
  at timestamptz not null,
  -- How many of what.
  counts jsonb not null,
  primary key (notice_id, kind)
);

-- Since when a notice is closed, a person not active: set here, so that nobody can say it was earlier.
alter table notice add column closed_at timestamptz;
-- Since when something of it is erased: it is not taken up again.
alter table notice add column erased_at timestamptz;
update notice set closed_at = coalesce((
    select max(at) from audit_entry where notice_id = notice.id and action in ('close', 'repair')), now())
  where stage = 'closed';
create function note_closing() returns trigger language plpgsql as $$
begin
  new.closed_at := case
    when new.stage <> 'closed' then null
    when tg_op = 'UPDATE' and old.stage = 'closed' then old.closed_at
    else now() end;
  return new;
end $$;
create trigger notice_closing before insert or update of stage, closed_at on notice
  for each row execute function note_closing();
create index notice_closed on notice (closed_at, id) where stage = 'closed';

alter table person add column inactive_since timestamptz;
alter table person add column erased_at timestamptz;
update person set inactive_since = now() where not active;
create function note_deactivation() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.erased_at is not null
    and (new.active or new.name <> old.name or new.email <> old.email or new.erased_at is distinct from old.erased_at) then
    raise exception 'This person was erased.' using errcode = 'insufficient_privilege';
  end if;
  new.inactive_since := case
    when new.active then null
    when tg_op = 'UPDATE' and not old.active then old.inactive_since
    else now() end;
  return new;
end $$;
create trigger person_deactivation before insert or update on person
  for each row execute function note_deactivation();

create function is_held(notice uuid) returns boolean language sql stable as $$
  select exists (select from legal_hold where notice_id = notice and lifted_at is null)
$$;

-- Keys that are shredded leave a row without them.
alter table notice_key add column shredded_at timestamptz;
alter table pseudonym_key alter column key drop not null;
-- The pseudonym itself, once its key is gone.
alter table pseudonym_key add column name text;
alter table pseudonym_key add constraint pseudonym_key_or_name check ((key is null) = (name is not null));

-- The content of an entry may go, once, with its leaf in the tree and no hold on its notice; nothing else of it changes.
-- `notice`, by which a reader's right to see the entry is told, stays.
alter table audit_entry add column erased_at timestamptz;
create function kept_of_detail(detail jsonb) returns jsonb language sql immutable as $$
  select case when detail ? 'notice' then jsonb_build_object('notice', detail -> 'notice') else '{}' end
$$;
create function refuse_but_erasure() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.erased_at is null and new.erased_at is not null
    and new.detail = kept_of_detail(old.detail)
    and to_jsonb(new) - '{detail,erased_at}'::text[] = to_jsonb(old) - '{detail,erased_at}'::text[] then
    if is_held(old.notice_id) then
      raise exception 'The notice is under a legal hold: no entry of it is erased.' using errcode = 'object_not_in_prerequisite_state';
    end if;
    if old.leaf_hash is null and not exists (select from audit_leaf where entry = old.seq) then
      raise exception 'The entry has no leaf yet.' using errcode = 'object_not_in_prerequisite_state';
    end if;
    return new;
  end if;
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $$;
drop trigger audit_entry_append_only on audit_entry;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_but_erasure();

-- Papers, letters and the key of a held notice: whoever tries, by whatever way.
create function refuse_while_held() returns trigger language plpgsql as $$
begin
  if is_held(old.notice_id) then
    raise exception 'The notice % is under a legal hold: nothing of it is erased.', old.notice_id
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger document_held before update or delete on document for each row execute function refuse_while_held();
create trigger notice_key_held before delete on notice_key for each row execute function refuse_while_held();
create trigger notice_key_shred_held before update on notice_key
  for each row when (new.shredded_at is not null) execute function refuse_while_held();
create trigger letter_held before delete on letter for each row execute function refuse_while_held();
-- A key that is gone does not come back by being wrapped anew, and only what is gone is marked so.
alter table notice_key add constraint notice_key_shredded check ((shredded_at is not null) = (wrapped = ''));

-- Why nothing of a notice may be erased, whatever its age; null: nothing stands against it. What is hidden from some of those
-- who may know of the notice moves nothing here, as it moves nothing else (docs/secrecy.md).
create function erasure_stop(asked uuid) returns text language sql stable as $$
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

-- The kinds that a notice has and the desk is to erase, with the instant from which on it may. Times are counted from the last
-- of: the closing, the last day that the order names, the end of the last restriction. `texts` takes the key along, and the
-- first kind takes the first answers along: they say the same again.
create function retention_of(asked uuid) returns table (kind text, period text, due_at timestamptz)
language sql stable as $$
  with begun as (
    select greatest(one.closed_at, one.effective_until,
      (select max(released_at) from restriction_support where notice_id = one.id)) as at
    from notice one where one.id = asked and one.stage = 'closed'
  ), due as (
    select rule.kind, rule.period, begun.at + rule.period::interval as due_at
    from retention_rule rule, begun
    where rule.period is not null and rule.kind in ('papers', 'letters', 'targets', 'texts', 'answers', 'payload_key')
  ), along as (
    select * from due
    union all select 'payload_key', due.period, due.due_at from due where due.kind = 'texts'
    union all select 'answers', due.period, due.due_at from due
  )
  select distinct on (along.kind) along.kind, along.period, along.due_at from along
  where not exists (select from notice_erasure gone where gone.notice_id = asked and gone.kind = along.kind)
  order by along.kind, along.due_at
$$;

create function erase_entries(entries bigint[]) returns bigint language plpgsql as $$
declare gone bigint;
begin
  update audit_entry set detail = kept_of_detail(detail), erased_at = now()
    where seq = any (entries) and erased_at is null
      and (leaf_hash is not null or exists (select from audit_leaf where entry = seq));
  get diagnostics gone = row_count;
  return gone;
end $$;

-- Erases of a notice whatever is due, all of it or nothing. Refuses (55000) where something stands against it. Answers the
-- kinds with what was erased, none where nothing is due.
create function erase_notice(asked uuid) returns table (kind text, period text, counts jsonb)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  stop text;
  due record;
  told jsonb;
  gone bigint;
begin
  -- Row security asks it of the owner too.
  perform set_config('desk.reader', 'service', true);
  -- Whoever sets a hold locks the notice too: of the two the first is done, and a hold that stands is seen.
  perform from notice where id = asked for update;
  stop := erasure_stop(asked);
  if stop is not null then
    raise exception 'Nothing of the notice % is erased: %.', asked, stop using errcode = 'object_not_in_prerequisite_state', detail = stop;
  end if;
  for due in select * from retention_of(asked) planned where planned.due_at <= now() loop
    told := '{}';
    case due.kind
    when 'papers' then
      update document set bytes = '', name = '' where notice_id = asked;
      get diagnostics gone = row_count;
      told := jsonb_build_object('documents', gone);
      update notice set subject = '', body = '' where id = asked;
      update target_upload set name = '' where notice_id = asked;
    when 'letters' then
      update letter set text = '', subject = '', to_address = null, annex = null, message_id = null, smtp_reply = null
        where notice_id = asked;
      get diagnostics gone = row_count;
      told := jsonb_build_object('letters', gone);
      update staff_message set subject = '', message_id = null, reply = null where notice_id = asked;
      update submission set letter = null where notice_id = asked and letter is not null;
    when 'targets' then
      -- What the platform has in force of an item is kept while anybody else has to do with it.
      delete from proof where platform_id in (select platform_id from restriction_support where notice_id = asked)
        and not exists (select from restriction_support other where other.platform_id = proof.platform_id and other.notice_id <> asked);
      -- Made by a later migration; nothing is erased before all are in.
      delete from target_locator using target
      where target.notice_id = asked and target_locator.notice_id = asked and target_locator.no = target.no
        and target_locator.hash = hashtextextended(target.normalised, 0);
      update target set locator = '', normalised = '', near_key = null, note = '', platform_id = null, owner = null,
        decision_note = '', receipt = null where notice_id = asked;
      get diagnostics gone = row_count;
      told := jsonb_build_object('targets', gone);
      update operation set platform_id = null, receipt = null, message = null where notice_id = asked;
      update restriction_support set locator = '', platform_id = '' where notice_id = asked;
      update draft_change set note_before = '', note_after = '' where notice_id = asked;
      update second_read set note = '' where notice_id = asked;
    when 'texts' then
      update command set body = '{}', result = null where notice_id = asked;
      update notice set closed_state = null, workflow_unshown = null, authority_email = null where id = asked;
      update outbox set payload = '{}', last_error = null where notice_id = asked;
      update sender_check set note = '', contact = null where notice_id = asked;
      update clock_move set reason = '', authority_reference = null where notice_id = asked;
      update clock set pending_extension = null where notice_id = asked;
      update repair set reason = '' where notice_id = asked;
      update enforcement_pause set reason = '', ended_reason = null where notice_id = asked;
      update reclassification set reason = '' where notice_id = asked;
      update legal_hold set reason = '', lift_reason = '' where notice_id = asked;
      update restore_duty set summary = '' where notice_id = asked;
      update attention set summary = '', detail = '{}' where notice_id = asked;
    when 'answers' then
      update idempotency set answer = jsonb_build_object('id', asked, 'erased', true)::text where notice_id = asked;
      get diagnostics gone = row_count;
      told := jsonb_build_object('answers', gone);
    when 'payload_key' then
      update notice_key set wrapped = '', wrapped_by = 'shredded', shredded_at = now()
        where notice_id = asked and shredded_at is null;
      get diagnostics gone = row_count;
      told := jsonb_build_object('keys', gone);
    end case;
    gone := erase_entries(array(
      select entry.seq from audit_entry entry join retention_rule rule on rule.kind = due.kind
      where entry.notice_id = asked and entry.erased_at is null
        and (entry.action = any (rule.entries) or due.kind = 'texts' and entry.detail ? 'comment')));
    if gone > 0 then told := told || jsonb_build_object('entries', gone); end if;
    update notice set erased_at = coalesce(erased_at, now()) where id = asked;
    insert into notice_erasure (notice_id, kind, period, at, counts) values (asked, due.kind, due.period, now(), told);
    kind := due.kind; period := due.period; counts := told;
    return next;
  end loop;
end $$;

-- Erases sign-ins that ended longer ago than the rule says; answers how many sessions and entries.
create function erase_sign_ins() returns table (sessions bigint, entries bigint)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare before timestamptz;
begin
  perform set_config('desk.reader', 'service', true);
  select now() - rule.period::interval into before from retention_rule rule where rule.kind = 'sign_ins';
  sessions := 0; entries := 0;
  if before is null then return next; return; end if;
  -- No session lasts for longer than a day; one that was not used for as long as the rule says has ended.
  delete from step_up_challenge where session_id in (
    select id from session where coalesce(revoked_at, last_seen_at) < before and last_seen_at < before);
  delete from session where coalesce(revoked_at, last_seen_at) < before and last_seen_at < before;
  get diagnostics sessions = row_count;
  entries := erase_entries(array(
    select entry.seq from audit_entry entry
    join retention_rule rule on rule.kind = 'sign_ins' and entry.action = any (rule.entries)
    where entry.notice_id is null and entry.erased_at is null and entry.at < before));
  return next;
end $$;

-- Erases a person who has left: what is left is their id and their pseudonym. Refuses (55000) while they are active, before
-- the rule's time, and while a notice on which they acted is under a legal hold, whose evidence their name is.
create function erase_person(asked uuid, pseudonym text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  one person;
  wait interval;
  was text;
  will text;
begin
  perform set_config('desk.reader', 'service', true);
  select * into one from person where id = asked for update;
  select rule.period::interval into wait from retention_rule rule where rule.kind = 'people';
  if one.id is null or of_canary(asked) then raise exception 'There is no such person.' using errcode = '55000', detail = 'unknown'; end if;
  if one.erased_at is not null then raise exception 'The person was erased.' using errcode = '55000', detail = 'erased'; end if;
  if one.active then raise exception 'The person is active.' using errcode = '55000', detail = 'active'; end if;
  if wait is null or one.inactive_since + wait > now() then
    raise exception 'The time of the rule is not over.' using errcode = '55000', detail = 'early';
  end if;
  if exists (
    select from legal_hold held join audit_entry entry on entry.notice_id = held.notice_id
    where held.lifted_at is null and entry.actor_kind = 'person' and entry.actor_id = asked::text) then
    raise exception 'A legal hold stops it.' using errcode = '55000', detail = 'held';
  end if;
  if pseudonym !~ '^staff-[0-9a-f]{20}$' or not exists (select from pseudonym_key where person_id = asked::text) then
    raise exception 'The log has no such name for the person.' using errcode = '55000', detail = 'unknown';
  end if;
  update pseudonym_key set key = null, name = pseudonym where person_id = asked::text;
  update person set name = pseudonym, email = asked || '@erased.invalid', roles = '{}', erased_at = now() where id = asked;
  update api_key set name = '' where person_id = asked;
  update key_claim set name = '' where person_id = asked;
  update passkey set name = '' where person_id = asked;
  delete from step_up_challenge where person_id = asked;
  delete from session where person_id = asked;
  delete from person_identity where person_id = asked;
  delete from person_settings where person_id = asked;
  delete from saved_view where owner = asked and not shared;
  delete from presence where person_id = asked;
  update approval set name = pseudonym where person_id = asked;
  update repair set by_name = pseudonym where by_id = asked::text;
  update clock_move set by_name = pseudonym where by_id = asked::text;
  update enforcement_pause set by_name = pseudonym where by_id = asked::text;
  update enforcement_pause set confirmed_by_name = pseudonym where confirmed_by_id = asked::text;
  update command set actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)), body = case
      when body -> 'actor' ? 'name' then jsonb_set(body, '{actor,name}', to_jsonb(pseudonym)) else body end
    where actor ->> 'id' = asked::text;
  -- What keeps names without ids, wherever a value is the whole name; not where somebody else has the same.
  if not exists (select from person where name = one.name and id <> asked) then
    was := to_jsonb(one.name)::text;
    will := to_jsonb(pseudonym)::text;
    update notice set closed_state = replace(closed_state::text, was, will)::jsonb
      where stage = 'closed' and strpos(closed_state::text, was) > 0;
    update notice set workflow_unshown = replace(workflow_unshown::text, was, will)::jsonb
      where stage = 'closed' and strpos(workflow_unshown::text, was) > 0;
    update ratification set yeses = replace(yeses::text, was, will)::jsonb where strpos(yeses::text, was) > 0;
    update idempotency set answer = replace(answer, was, will) where strpos(answer, was) > 0;
  end if;
  update change set content = jsonb_build_object('kind', content -> 'kind', 'before', null,
      'after', jsonb_build_object('id', asked, 'person', asked, 'name', pseudonym, 'personName', pseudonym))
    where subject = asked::text;
  update change set content = jsonb_set(content, '{after,substituteName}', to_jsonb(pseudonym))
    where content -> 'after' ->> 'substitute' = asked::text;
  perform erase_entries(array(
    select entry.seq from audit_entry entry
    join retention_rule rule on rule.kind = 'people' and entry.action = any (rule.entries)
    where entry.notice_id is null and asked::text in (entry.detail ->> 'person', entry.detail ->> 'subject')));
  perform erase_entries(array(
    select seq from audit_entry where notice_id is null and actor_id = asked::text and action in ('sign_in', 'passkey_added', 'passkey_renamed')));
end $$;

revoke execute on function erase_entries(bigint[]), erase_notice(uuid), erase_sign_ins(), erase_person(uuid, text) from public;
