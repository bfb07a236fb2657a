-- The attempt is written before a command is sent, its result with the change it made.
create table command (
  id uuid primary key, notice_id uuid not null references notice (id), name text not null, actor jsonb not null,
  body jsonb not null, state text not null default 'attempted',
  -- Temporal has confirmed that it holds the command. The workflow writes `accepted` earlier; until it is confirmed the command
  -- may be lost with the workflow's task.
  delivered boolean not null default false,
  version integer, result jsonb, created_at timestamptz not null default now(), finished_at timestamptz
);
create index command_open on command (created_at) where state = 'attempted';
create index command_unaccepted on command (finished_at) where state = 'accepted' and not delivered;
create index command_return on command (notice_id) where name = 'return';

-- Enforcement asks whether a submission was returned, and a refused command takes back the rows prepared for it.
create function keep_accepted() returns trigger language plpgsql as $$
begin
  raise exception 'An accepted command stays accepted.' using errcode = 'insufficient_privilege';
end $$;
create trigger command_stays_accepted before update of state on command for each row
  when (old.state = 'accepted' and new.state is distinct from 'accepted' and current_user <> 'notice_desk_owner')
  execute function keep_accepted();

-- The worker cannot write the facts that triage reads from a document: it names the API's command that holds them.
create function keep_reading(read_by uuid) returns void language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare requested record;
begin
  select notice_id, created_at, body -> 'body' -> 'read' as found into requested
  from command where id = read_by and name = 'triage' and state <> 'refused';
  if requested.found is null then return; end if;
  update notice set
    issued_at = case when requested.found ? 'instants' then (requested.found #>> '{instants,issuedAt}')::timestamptz else issued_at end,
    served_at = case when requested.found ? 'instants' then (requested.found #>> '{instants,servedAt}')::timestamptz else served_at end,
    facts = case when requested.found ? 'instants' then coalesce(requested.found #> '{instants,facts}', '{}') else facts end,
    ordered_deadline = coalesce(requested.found -> 'orderedDeadline', ordered_deadline),
    checklist = coalesce(requested.found -> 'checklist', checklist),
    effective_until = case when requested.found ? 'effectiveUntil' then (requested.found ->> 'effectiveUntil')::timestamptz
      else effective_until end,
    category = case when requested.found ? 'category' then requested.found ->> 'category' else category end,
    read_command_at = requested.created_at
  where id = requested.notice_id
    -- An earlier reading that is named again does not take a later one back.
    and (read_command_at is null or read_command_at <= requested.created_at);
end $$;

-- Acts signed by the API: submissions, approvals, and the facts they rest on (how a notice came in, sender checks, withdrawals,
-- reclassifications, decisions on appeals). Enforcement trusts nothing else about an approval. The statement is kept byte for
-- byte as it was signed. Some acts are no commands and concern no submission.
create table signed_act (
  command_id uuid primary key, notice_id uuid, submission integer, kind text not null, statement text not null,
  key_id text not null, signature text not null, at timestamptz not null,
  challenge_statement text, -- What the person's passkey signed; null if none was requested.
  credential_id text, authenticator_data bytea, client_data bytea, assertion_signature bytea,
  authenticator_counter bigint generated always as (
    case when length(authenticator_data) >= 37 then
      get_byte(authenticator_data, 33)::bigint << 24 | get_byte(authenticator_data, 34)::bigint << 16
        | get_byte(authenticator_data, 35)::bigint << 8 | get_byte(authenticator_data, 36)::bigint
    end
  ) stored
);
create index signed_act_of_notice on signed_act (notice_id, at) where kind not in ('submission', 'approve', 'ratify');
create index signed_act_credential on signed_act (credential_id, at) where credential_id is not null;
create index signed_act_key on signed_act (key_id, at);
create trigger signed_act_append_only before update or delete on signed_act for each row execute function refuse_change();
create trigger signed_act_no_truncate before truncate on signed_act for each statement execute function refuse_change();

-- A repeated request gets the first answer byte for byte. The answer to an intake says whether its workflow has started, which is
-- known only after the notice is safe: until `settled` it may change, and the first to send it settles it.
create table idempotency (
  caller text not null, key text not null, request_sha256 text not null, status integer not null, answer text not null,
  settled boolean not null default true, location text, notice_id uuid, created_at timestamptz not null default now(),
  primary key (caller, key)
);

create table audit_entry (
  seq bigint generated always as identity primary key,
  at timestamptz not null, notice_id uuid references notice (id), actor_kind text not null, actor_id text not null,
  actor_name text not null, action text not null, detail jsonb not null, command_id uuid,
  version integer, -- Set in entries of the workflow: writing them twice changes nothing.
  ordinal integer,
  leaf_hash bytea not null check (length(leaf_hash) = 32), -- SHA-256 of 0x00 and the entry's canonical JSON.
  erased_at timestamptz
);
create unique index audit_entry_version on audit_entry (notice_id, version, ordinal) where version is not null;
create index audit_entry_notice on audit_entry (notice_id, seq);
create index audit_entry_directory on audit_entry ((detail ->> 'authority'), seq) where action = 'authority_saved';
create trigger audit_entry_no_truncate before truncate on audit_entry for each statement execute function refuse_change();

-- Every entry is a leaf of one tree (RFC 6962). `seq` counts from 1 without gaps; RFC 6962's leaf index is one less.
create table audit_leaf (
  seq bigint primary key check (seq > 0),
  entry bigint not null unique, -- Of audit_entry. No foreign key: an entry that is erased stays as its leaf.
  leaf_hash bytea not null check (length(leaf_hash) = 32)
);

-- Hashes of complete subtrees of 256, 65,536, … leaves (levels 8, 16, …): no root or proof reads the whole tree.
create table audit_node (
  level smallint not null check (level > 0 and level % 8 = 0),
  position bigint not null check (position >= 0), -- Number of the subtree within its level, from 0.
  hash bytea not null check (length(hash) = 32), primary key (level, position)
);

-- Entries without a place in the tree. A table instead of "greater than the last", because lower numbers commit later.
create table audit_waiting (entry bigint primary key);
create function await_place() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into audit_waiting (entry) select seq from added;
  return null;
end $$;
create trigger audit_entry_awaits_place after insert on audit_entry
  referencing new table as added for each statement execute function await_place();

-- Turns a person's id into the name that the log bears. Once the key is erased the name alone stays.
create table pseudonym_key (
  person_id text primary key, key bytea check (length(key) = 32), name text,
  constraint pseudonym_key_or_name check ((key is null) = (name is not null))
);

-- One row: the log's own name, the first line of its checkpoints. A restored copy has the same, another desk another.
create table audit_log (one boolean primary key default true check (one), origin text not null);
insert into audit_log (origin) values ('notice-desk/audit/' || gen_random_uuid());

-- Signed notes (C2SP tlog-checkpoint) as they were handed out.
create table audit_checkpoint (
  id bigint generated always as identity primary key, size bigint not null, root bytea not null check (length(root) = 32),
  note text not null,
  public_key text not null, -- Raw Ed25519, base64.
  made_at timestamptz not null
);
create index audit_checkpoint_key on audit_checkpoint (public_key, id);

-- `handed`: number of the last checkpoint that the witness accepted.
create table audit_witness (
  witness text primary key, handed bigint not null default 0, failing_since timestamptz, last_error text
);

create trigger audit_leaf_append_only before update or delete on audit_leaf for each row execute function refuse_change();
create trigger audit_leaf_no_truncate before truncate on audit_leaf for each statement execute function refuse_change();
create trigger audit_node_append_only before update or delete on audit_node for each row execute function refuse_change();
create trigger audit_node_no_truncate before truncate on audit_node for each statement execute function refuse_change();
create trigger audit_checkpoint_append_only before update or delete on audit_checkpoint
  for each row execute function refuse_change();
create trigger audit_checkpoint_no_truncate before truncate on audit_checkpoint
  for each statement execute function refuse_change();
create trigger audit_log_append_only before update or delete on audit_log for each row execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log for each statement execute function refuse_change();
