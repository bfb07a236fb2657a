-- What the API has signed: submissions as frozen, and yeses. Enforcement believes nothing else of an approval. The statement
-- is kept as it was signed, letter by letter.
create table signed_act (
  command_id uuid primary key references command (id),
  notice_id uuid not null,
  submission integer not null,
  kind text not null,
  statement text not null,
  key_id text not null,
  signature text not null,
  at timestamptz not null
);
create trigger signed_act_append_only before update or delete on signed_act
  for each row execute function refuse_change();
create trigger signed_act_no_truncate before truncate on signed_act
  for each statement execute function refuse_change();

-- Who drafted any of its decisions: none of them may say yes to it.
alter table submission add column drafters uuid[] not null default '{}';

-- The id under which the desk's own command of an outbox row goes to the workflow, as client/command-id.ts makes it.
create function outbox_command_id(notice uuid, row_id bigint) returns uuid language sql immutable as $$
  select (left(hex, 8) || '-' || substr(hex, 9, 4) || '-8' || substr(hex, 14, 3) || '-a' || substr(hex, 18, 3) || '-'
    || substr(hex, 21, 12))::uuid
  from encode(sha256(convert_to('notice-desk' || E'\n' || notice || E'\n' || row_id, 'UTF8')), 'hex') hex
$$;
create index outbox_command on outbox (notice_id) where kind = 'command';
create index command_return on command (notice_id) where name = 'return';

-- Whether a yes counts now: its giver, and whoever they stood for, are active and hold the approving roles it was given under.
create function yes_counts(giver uuid, used text[], stood_for uuid[]) returns boolean language sql stable as $$
  select not exists (
    select from unnest(array[giver] || stood_for) involved (id) left join person on person.id = involved.id
    where person.active is not true
  ) and not exists (
    select from unnest(used) role
    where role in ('approver', 'counsel') and not exists (
      select from person where person.id = any (array[giver] || stood_for) and role = any (person.roles)
    )
  )
$$;
