-- What triage has read from a document (its instants, until when it is in effect, the checklist) comes from the command that
-- the API wrote, and from nowhere else: the login that records it may name the command and cannot write the columns.
alter table notice add column read_command_at timestamptz;
create function keep_reading(read_by uuid) returns void language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare asked record;
begin
  select notice_id, created_at, body -> 'body' -> 'read' as found into asked
  from command where id = read_by and name = 'triage' and state <> 'refused';
  if asked.found is null then return; end if;
  update notice set
    issued_at = case when asked.found ? 'instants' then (asked.found #>> '{instants,issuedAt}')::timestamptz else issued_at end,
    served_at = case when asked.found ? 'instants' then (asked.found #>> '{instants,servedAt}')::timestamptz else served_at end,
    facts = case when asked.found ? 'instants' then coalesce(asked.found #> '{instants,facts}', '{}') else facts end,
    checklist = coalesce(asked.found -> 'checklist', checklist),
    effective_until = case when asked.found ? 'effectiveUntil' then (asked.found ->> 'effectiveUntil')::timestamptz
      else effective_until end,
    category = case when asked.found ? 'category' then asked.found ->> 'category' else category end,
    read_command_at = asked.created_at
  where id = asked.notice_id
    -- An earlier reading named again does not take a later one back.
    and (read_command_at is null or read_command_at <= asked.created_at);
end $$;
revoke execute on function keep_reading(uuid) from public;
