-- How long things are kept, legal holds, and the only way in which something is erased: functions of the owner that check hold,
-- time and state themselves, so that no process can erase what must not be erased.

-- Written by the migration step from DESK_RETENTION alone; no process of the desk can change it.
create table retention_rule (
  kind text primary key,
  period text check (period::interval > interval '0'), -- ISO 8601; null: kept for good.
  entries text[] not null -- Actions of the audit log whose content is erased with it.
);

create table legal_hold (
  id uuid primary key, notice_id uuid not null references notice (id), reason text not null,
  set_by uuid not null references person (id), set_at timestamptz not null,
  lift_requested_by uuid references person (id), lift_requested_at timestamptz, lift_reason text,
  lifted_by uuid references person (id), lifted_at timestamptz,
  check ((lift_requested_by is null) = (lift_requested_at is null)), check (lifted_by <> lift_requested_by),
  check (lifted_at is null or lift_requested_by is not null and lifted_by is not null)
);
create unique index legal_hold_stands on legal_hold (notice_id) where lifted_at is null;

create function is_held(notice uuid) returns boolean language sql stable as $$
  select exists (select from legal_hold where notice_id = notice and lifted_at is null)
$$;

-- A login that can write rows still cannot rewrite or remove a hold: one person requests a lift, and another lifts it once,
-- never both in one step. The owner erases the reasons of a lifted hold.
create function guard_hold() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.lifted_at is null
    and to_jsonb(new) - '{lift_requested_by,lift_requested_at,lift_reason,lifted_by,lifted_at}'::text[]
      = to_jsonb(old) - '{lift_requested_by,lift_requested_at,lift_reason,lifted_by,lifted_at}'::text[]
    and (new.lifted_at is null or old.lift_requested_by = new.lift_requested_by) then
    return new;
  end if;
  if tg_op = 'UPDATE' and old.lifted_at is not null and new.reason = '' and new.lift_reason = ''
    and to_jsonb(new) - '{reason,lift_reason}'::text[] = to_jsonb(old) - '{reason,lift_reason}'::text[] then
    return new;
  end if;
  raise exception 'A legal hold stays as it was set.' using errcode = 'insufficient_privilege';
end $$;
create trigger legal_hold_guarded before update or delete on legal_hold for each row execute function guard_hold();
create trigger legal_hold_no_truncate before truncate on legal_hold for each statement execute function refuse_change();

-- Documents, letters and the key of a held notice cannot be erased by any path.
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

-- The content of an audit entry can be erased once, if its notice is not held; nothing else of it changes. `notice` stays in the
-- detail, because it decides who can read the entry.
create function kept_of_detail(detail jsonb) returns jsonb language sql immutable as $$
  select case when detail ? 'notice' then jsonb_build_object('notice', detail -> 'notice') else '{}' end
$$;
create function refuse_but_erasure() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.erased_at is null and new.erased_at is not null
    and new.detail = kept_of_detail(old.detail)
    and to_jsonb(new) - '{detail,erased_at}'::text[] = to_jsonb(old) - '{detail,erased_at}'::text[] then
    if is_held(old.notice_id) then
      raise exception 'The notice is under a legal hold: no entry of it is erased.'
        using errcode = 'object_not_in_prerequisite_state';
    end if;
    return new;
  end if;
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_but_erasure();

create function erase_entries(entries bigint[]) returns bigint language plpgsql as $$
declare gone bigint;
begin
  update audit_entry set detail = kept_of_detail(detail), erased_at = now() where seq = any (entries) and erased_at is null;
  get diagnostics gone = row_count;
  return gone;
end $$;

-- What was erased of a notice, when, under which period, and how many rows of what.
create table notice_erasure (
  notice_id uuid not null references notice (id), kind text not null, period text not null, at timestamptz not null,
  counts jsonb not null, primary key (notice_id, kind)
);

-- Why nothing of a notice can be erased, whatever its age; null if nothing prevents it. A linked notice that is hidden from some
-- of those who can know of this one changes nothing here (docs/secrecy.md).
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
      or exists (select from user_message where notice_id = one.id and state in ('waiting', 'queued'))
      or exists (select from appeal where notice_id = one.id and state = 'open')
      or exists (select from reclassification where notice_id = one.id and state = 'pending' and expires_at > now()) then 'owed'
    when exists (select from alert where notice_id = one.id and resolved_at is null) then 'alert'
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

-- The kinds that are to be erased of a notice, with the instant from which they can be. Periods count from the latest of the
-- closing, the last day that the order names, and the end of the last restriction. `texts` takes the key along, and the first
-- kind takes the stored answers along, which repeat the same content.
create function retention_of(asked uuid) returns table (kind text, period text, due_at timestamptz) language sql stable as $$
  with begun as (
    select greatest(one.closed_at, one.effective_until,
      (select max(released_at) from restriction_support where notice_id = one.id)) as at
    from notice one where one.id = asked and one.stage = 'closed'
  ), due as (
    select rule.kind, rule.period, begun.at + rule.period::interval as due_at
    from retention_rule rule, begun
    where rule.period is not null and rule.kind in ('documents', 'letters', 'targets', 'texts', 'answers', 'payload_key')
  ), along as (
    select * from due
    union all select 'payload_key', due.period, due.due_at from due where due.kind = 'texts'
    union all select 'answers', due.period, due.due_at from due
  )
  select distinct on (along.kind) along.kind, along.period, along.due_at from along
  where not exists (select from notice_erasure gone where gone.notice_id = asked and gone.kind = along.kind)
  order by along.kind, along.due_at
$$;

-- Erases everything of a notice that is due, all of it or nothing, and returns the kinds with their counts. Fails with 55000 if
-- something prevents it. A hold locks the notice as well, so that one that is set meanwhile is seen. Row security applies to
-- the owner too: hence `desk.reader`.
create function erase_notice(asked uuid) returns table (kind text, period text, counts jsonb)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare stop text; due record; counted jsonb; gone bigint;
begin
  perform set_config('desk.reader', 'service', true);
  perform from notice where id = asked for update;
  stop := erasure_stop(asked);
  if stop is not null then
    raise exception 'Nothing of the notice % is erased: %.', asked, stop
      using errcode = 'object_not_in_prerequisite_state', detail = stop;
  end if;
  for due in select * from retention_of(asked) planned where planned.due_at <= now() loop
    counted := '{}';
    case due.kind
    when 'documents' then
      update document set bytes = '', name = '' where notice_id = asked;
      get diagnostics gone = row_count; counted := jsonb_build_object('documents', gone);
      update notice set subject = '', body = '', details = '{}' where id = asked;
      update translation set text = '' where notice_id = asked;
      update target_upload set name = '' where notice_id = asked;
    when 'letters' then
      update letter set text = '', subject = '', to_address = null, annex = null, signature = null, message_id = null,
        smtp_reply = null where notice_id = asked;
      get diagnostics gone = row_count; counted := jsonb_build_object('letters', gone);
      update staff_message set subject = '', message_id = null, reply = null where notice_id = asked;
      update submission set letter = null where notice_id = asked and letter is not null;
    when 'targets' then
      -- The platform's state of an item is kept while another notice holds it.
      delete from proof where platform_id in (select platform_id from restriction_support where notice_id = asked)
        and not exists (
          select from restriction_support other where other.platform_id = proof.platform_id and other.notice_id <> asked);
      delete from target_locator using target
      where target.notice_id = asked and target_locator.notice_id = asked and target_locator.no = target.no
        and target_locator.hash = hashtextextended(target.normalised, 0);
      update target set locator = '', normalised = '', near_key = null, note = '', platform_id = null, owner = null, language = null,
        decision_note = '', receipt = null where notice_id = asked;
      get diagnostics gone = row_count; counted := jsonb_build_object('targets', gone);
      update operation set platform_id = null, receipt = null, message = null where notice_id = asked;
      update restriction_support set locator = '', platform_id = '' where notice_id = asked;
      update draft_change set note_before = '', note_after = '' where notice_id = asked;
      update second_review set note = '' where notice_id = asked; update golden_answer set note = '' where notice_id = asked;
    when 'texts' then
      update command set body = '{}', result = null where notice_id = asked;
      update notice set closed_state = null, workflow_unshown = null, authority_email = null where id = asked;
      update outbox set payload = '{}', last_error = null where notice_id = asked;
      update sender_check set note = '', contact = null where notice_id = asked;
      update clock_move set reason = '', authority_reference = null where notice_id = asked;
      update clock set pending_extension = null where notice_id = asked;
      update repair set reason = '' where notice_id = asked; update restore_duty set summary = '' where notice_id = asked;
      update enforcement_pause set reason = '', ended_reason = null where notice_id = asked;
      update reclassification set reason = '' where notice_id = asked;
      update legal_hold set reason = '', lift_reason = '' where notice_id = asked;
      update alert set summary = '', detail = '{}' where notice_id = asked;
    when 'answers' then
      update idempotency set answer = jsonb_build_object('id', asked, 'erased', true)::text where notice_id = asked;
      get diagnostics gone = row_count; counted := jsonb_build_object('answers', gone);
    when 'payload_key' then
      update notice_key set wrapped = '', wrapped_by = 'shredded', shredded_at = now()
        where notice_id = asked and shredded_at is null;
      get diagnostics gone = row_count; counted := jsonb_build_object('keys', gone);
    end case;
    gone := erase_entries(array(
      select entry.seq from audit_entry entry join retention_rule rule on rule.kind = due.kind
      where entry.notice_id = asked and entry.erased_at is null
        and (entry.action = any (rule.entries) or due.kind = 'texts' and entry.detail ? 'comment')));
    if gone > 0 then counted := counted || jsonb_build_object('entries', gone); end if;
    update notice set erased_at = coalesce(erased_at, now()) where id = asked;
    insert into notice_erasure (notice_id, kind, period, at, counts) values (asked, due.kind, due.period, now(), counted);
    kind := due.kind; period := due.period; counts := counted;
    return next;
  end loop;
end $$;

-- The contents of mails, user notices, appeals, receipts, proposals and publications are erased with the kind of their notice
-- that they repeat. A public statement stays, and so does the fact that there was another publication.
create function erase_along() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform set_config('desk.reader', 'service', true);
  if new.kind in ('documents', 'targets', 'texts') then
    update notice set document_print = null, targets_print = null where id = new.notice_id;
    update publication set body = '{}', reason = null, last_error = null,
      state = case when state in ('drafted', 'approved', 'sending', 'dead') then 'replaced' else state end
      where notice_id = new.notice_id and not (kind = 'public_statement' and state = 'approved');
  end if;
  if new.kind = 'documents' then
    delete from inbound_document where mail_id in (select id from inbound_mail where notice_id = new.notice_id);
    update inbound_mail set raw = null, from_address = '', subject = '', text = '', message_id = null, envelope = '{}',
      facts = null, reason = '', header_date = null, header_ids = '{}' where notice_id = new.notice_id;
    update appeal_document set bytes = '', name = '' where appeal_id in (select id from appeal where notice_id = new.notice_id);
    update portal_filing set receipt = null where notice_id = new.notice_id;
  elsif new.kind = 'letters' then
    update status_update set reply = null, last_error = null where notice_id = new.notice_id;
    update returned_letter set subject = '', text = '' where notice_id = new.notice_id;
  elsif new.kind = 'targets' then
    update user_message set platform_id = '', appeal_token = null, receipt = null where notice_id = new.notice_id;
    update appeal set named = '' where notice_id = new.notice_id;
  elsif new.kind = 'texts' then
    update user_message_text set subject = '', text = '' where notice_id = new.notice_id;
    update user_message set message = null where notice_id = new.notice_id;
    update appeal set statement = '', contact = null, reasons = case when reasons is null then null else '' end
      where notice_id = new.notice_id;
    update proposal set words = '', reason = '' where notice_id = new.notice_id;
    update conversation_comment set text = '' where notice_id = new.notice_id;
    update necessity set answers = '{}' where notice_id = new.notice_id;
    update exclusion set reason = '' where notice_id = new.notice_id;
    update staff_risk set reason = '' where notice_id = new.notice_id;
    update manual_action set done_by = '', evidence = '' where notice_id = new.notice_id;
  end if;
  return new;
end $$;
create trigger notice_erasure_along after insert on notice_erasure for each row execute function erase_along();

-- Erases mails whose rejection is older than the rule's period; returns their number.
create function erase_mails() returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare before timestamptz; gone bigint;
begin
  select now() - rule.period::interval into before from retention_rule rule where rule.kind = 'mails';
  if before is null then return 0; end if;
  delete from inbound_document where mail_id in (
    select id from inbound_mail where state = 'rejected' and decided_at < before and raw is not null);
  update inbound_mail set raw = null, envelope = '{}', message_id = null, from_address = '', subject = '', text = '',
    authentication = null, facts = null, reason = '', header_date = null, header_ids = '{}'
    where state = 'rejected' and decided_at < before and raw is not null;
  get diagnostics gone = row_count;
  return gone;
end $$;

-- Erases imported cases whose closing, or filing as a notice, is older than the rules' periods; returns their number.
create function erase_imported_cases() returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare gone bigint;
begin
  perform set_config('desk.reader', 'service', true);
  with due as (
    select one.id, bool_or(rule.kind = 'documents') as texts, bool_or(rule.kind = 'targets') as items from imported_case one, retention_rule rule
    where coalesce(closed_at, filed_at) + period::interval < now() and (notice_id is null or not is_held(notice_id))
      and (rule.kind = 'documents' and subject || body <> ''
        or rule.kind = 'targets' and exists (select from imported_target where case_id = one.id and locator || note <> ''))
    group by one.id
  ), emptied as (
    update imported_target set locator = '', normalised = '', note = '' from due where case_id = due.id and items
  )
  update imported_case one set erased_at = now(), subject = case when texts then '' else subject end,
    body = case when texts then '' else body end from due where one.id = due.id;
  get diagnostics gone = row_count;
  return gone;
end $$;

-- Erases sign-ins that ended before the rule's period; returns the numbers of sessions and entries. A session lasts at most a
-- day, so one that was not used for that long has ended.
create function erase_sign_ins() returns table (sessions bigint, entries bigint)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare before timestamptz;
begin
  perform set_config('desk.reader', 'service', true);
  select now() - rule.period::interval into before from retention_rule rule where rule.kind = 'sign_ins';
  sessions := 0; entries := 0;
  if before is null then return next; return; end if;
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

-- Erases a person who has left: their id and pseudonym stay. Fails with 55000 while they are active, before the rule's period is
-- over, and while a notice that they acted on is held: their name is evidence there.
create function erase_person(asked uuid, pseudonym text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare one person; wait interval; was text; will text;
begin
  perform set_config('desk.reader', 'service', true);
  select * into one from person where id = asked for update;
  select rule.period::interval into wait from retention_rule rule where rule.kind = 'people';
  if one.id is null or of_canary(asked) then
    raise exception 'There is no such person.' using errcode = '55000', detail = 'unknown';
  end if;
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
  update api_key set name = '' where person_id = asked; update passkey set name = '' where person_id = asked;
  delete from step_up_challenge where person_id = asked; delete from session where person_id = asked; delete from seen_item where person_id = asked;
  delete from person_webhook where person_id = asked; delete from person_identity where person_id = asked; delete from person_settings where person_id = asked;
  delete from saved_view where owner = asked and not shared; delete from presence where person_id = asked; delete from look where person_id = asked;
  delete from roster where person_id = asked;
  update approval set name = pseudonym where person_id = asked;
  update repair set by_name = pseudonym where by_id = asked::text;
  update clock_move set by_name = pseudonym where by_id = asked::text;
  update enforcement_pause set by_name = pseudonym where by_id = asked::text;
  update enforcement_pause set confirmed_by_name = pseudonym where confirmed_by_id = asked::text;
  update command set actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)), body = case
      when body -> 'actor' ? 'name' then jsonb_set(body, '{actor,name}', to_jsonb(pseudonym)) else body end
    where actor ->> 'id' = asked::text;
  -- These hold names without ids: a value that is the whole name is replaced, unless another person has the same name.
  if not exists (select from person where name = one.name and id <> asked) then
    was := to_jsonb(one.name)::text;
    will := to_jsonb(pseudonym)::text;
    update notice set closed_state = replace(closed_state::text, was, will)::jsonb
      where stage = 'closed' and strpos(closed_state::text, was) > 0;
    update notice set workflow_unshown = replace(workflow_unshown::text, was, will)::jsonb
      where stage = 'closed' and strpos(workflow_unshown::text, was) > 0;
    update ratification set approvals = replace(approvals::text, was, will)::jsonb where strpos(approvals::text, was) > 0;
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
    select seq from audit_entry where notice_id is null and actor_id = asked::text
      and action in ('sign_in', 'passkey_added', 'passkey_renamed')));
end $$;

-- The migration step grants these functions to the logins that need them (registry/grants.ts).
revoke execute on function erase_entries(bigint[]), erase_notice(uuid), erase_along(), erase_mails(), erase_imported_cases(), erase_sign_ins(),
  erase_person(uuid, text), erase_person_messages(), keep_notice_before(), names_hidden_letter(text[], uuid, text[]),
  keep_reading(uuid), resolve_by_command(uuid), resolve_by_effect(uuid), resolve_by_skip(uuid) from public;
