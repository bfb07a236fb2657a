-- A repeated request gets the first answer byte for byte: its text is kept, not its value.
alter table idempotency alter column answer type text using answer::text;
-- The answer to an intake says whether its workflow has started, which is known only after the notice is safe. Until then
-- the answer may still change; whoever sends it first, the first request or a repeat, settles it for both.
alter table idempotency add column settled boolean not null default true;
-- Instants that the registry keeps as text are in UTC with milliseconds, as they go out.
update notice set ordered_deadline = jsonb_set(ordered_deadline, '{at}',
    to_jsonb(to_char((ordered_deadline->>'at')::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  where ordered_deadline ? 'at';
update notice set facts = (
    select jsonb_object_agg(key, to_char(value::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from jsonb_each_text(facts))
  where facts <> '{}';
