-- Alerts are resolved by kind and cause. A login resolves the kinds that it owns (row security, registry/row-security.ts); what
-- a person's command settles besides is resolved by naming that command, which the API alone writes.
create function resolve_by_command(settled_by uuid) returns void language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  asked record;
  kinds text[];
begin
  select notice_id, created_at, name, body -> 'body' ->> 'action' as action into asked
  from command where id = settled_by and state <> 'refused';
  if asked.notice_id is null then return; end if;
  kinds := case
    when asked.name = 'close' or asked.name = 'repair' and asked.action = 'force_close' then null
    when asked.name = 'repair' and asked.action = 'rebuild' then array['forged_command', 'divergence', 'workflow_gone',
      'workflow_stuck', 'enforcement_refused', 'approval_unproven']
    when asked.name = 'uphold_order' then array['order_not_in_effect']
    when asked.name in ('annotate', 'record_dialogue') then array['reply_unread']
    else array[]::text[]
  end;
  update attention set resolved_at = now()
  where notice_id = asked.notice_id and resolved_at is null and (kinds is null or kind = any (kinds))
    -- A command named again settles nothing that came up after it.
    and since <= asked.created_at + interval '1 minute';
end $$;
revoke execute on function resolve_by_command(uuid) from public;

-- That an order is not in effect matters no more once a later approval or enforcement has been through.
create function resolve_by_effect(of_notice uuid) returns void language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  update attention set resolved_at = now()
  where notice_id = of_notice and resolved_at is null and kind = 'order_not_in_effect' and (
    exists (select from submission where submission.notice_id = of_notice and greatest(started_at, finished_at) >= since)
    or exists (select from signed_act where signed_act.notice_id = of_notice and kind = 'approve' and at >= since))
$$;
revoke execute on function resolve_by_effect(uuid) from public;

-- Targets that a person has given up are stopped no more; those of other submissions are raised again by whoever counts them.
create function resolve_by_skip(skipped_by uuid) returns void language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  update attention set resolved_at = now() from repair
  where repair.id = skipped_by and repair.action = 'skip' and attention.notice_id = repair.notice_id
    and resolved_at is null and kind in ('platform_refused', 'owner_changed', 'protected_class_changed')
    and since <= repair.created_at + interval '1 minute'
$$;
revoke execute on function resolve_by_skip(uuid) from public;
