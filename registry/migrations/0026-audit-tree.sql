-- Every entry of the audit log is a leaf of one tree (RFC 6962), in an order without gaps.

-- SHA-256 of 0x00 and the entry's canonical JSON; null in entries of before, whose leaf is made when they get their place.
alter table audit_entry add column leaf_hash bytea check (length(leaf_hash) = 32);

-- The tree's leaves. `seq` counts from 1 without gaps; the leaf index of RFC 6962 is one less.
create table audit_leaf (
  seq bigint primary key check (seq > 0),
  -- Of audit_entry. No foreign key: an entry that is erased one day stays as its leaf.
  entry bigint not null unique,
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  -- Who acted, in entries of before, which keep the name itself.
  pseudonym text
);

-- Hashes of complete subtrees of 256, 65,536, … leaves (levels 8, 16, …): no root or proof reads the whole tree.
create table audit_node (
  level smallint not null check (level > 0 and level % 8 = 0),
  -- Which subtree of its level, from 0.
  position bigint not null check (position >= 0),
  hash bytea not null check (length(hash) = 32),
  primary key (level, position)
);

-- Entries that have no place in the tree yet. A table rather than "greater than the last": lower numbers commit later.
create table audit_waiting (entry bigint primary key);
insert into audit_waiting (entry) select seq from audit_entry;
create function await_place() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into audit_waiting (entry) select seq from added;
  return null;
end $$;
create trigger audit_entry_awaits_place after insert on audit_entry
  referencing new table as added for each statement execute function await_place();

-- With what a person's id becomes the name that the log bears. Without the key nobody can tell any more whose it was.
create table pseudonym_key (
  person_id text primary key,
  key bytea not null check (length(key) = 32)
);

-- The log's own name, the first line of its checkpoints: a restored copy has the same, another desk another.
create table audit_log (
  one boolean primary key default true check (one),
  origin text not null
);
insert into audit_log (origin) values ('notice-desk/audit/' || gen_random_uuid());

-- Signed notes (C2SP tlog-checkpoint) as they were handed out.
create table audit_checkpoint (
  id bigint generated always as identity primary key,
  size bigint not null,
  root bytea not null check (length(root) = 32),
  note text not null,
  -- Raw Ed25519, base64.
  public_key text not null,
  made_at timestamptz not null
);
create index audit_checkpoint_key on audit_checkpoint (public_key, id);

-- How far each witness has been handed them. `handed`: number of the last checkpoint it took.
create table audit_witness (
  witness text primary key,
  handed bigint not null default 0,
  failing_since timestamptz,
  last_error text
);

create trigger audit_leaf_append_only before update or delete on audit_leaf
  for each row execute function refuse_change();
create trigger audit_leaf_no_truncate before truncate on audit_leaf
  for each statement execute function refuse_change();
create trigger audit_node_append_only before update or delete on audit_node
  for each row execute function refuse_change();
create trigger audit_node_no_truncate before truncate on audit_node
  for each statement execute function refuse_change();
create trigger audit_checkpoint_append_only before update or delete on audit_checkpoint
  for each row execute function refuse_change();
create trigger audit_checkpoint_no_truncate before truncate on audit_checkpoint
  for each statement execute function refuse_change();
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function refuse_change();
