-- What the two sides propose to each other about a notice: fewer items or countries, a later deadline, or something in words.
-- Ours is put on the table by the letter that carries it, when it has left; theirs by whoever records it, with its paper.
create table proposal (
  notice_id uuid not null references notice (id),
  n integer not null,
  -- What it came from, so that it stands there once: a letter's key, or the command or request that recorded it.
  key text not null unique,
  by text not null check (by in ('us', 'authority')),
  kind text not null check (kind in ('narrower', 'later', 'other')),
  made_at timestamptz not null,
  -- Ordinals of the targets that the order would be limited to; null: all of them.
  targets integer[],
  -- Countries that it would be limited to; null: as it is.
  countries text[],
  -- The later deadline.
  until timestamptz,
  words text not null default '',
  -- The paper: a letter of ours, a reply of theirs, a paper of the notice by SHA-256, or the minutes of a meeting (all null).
  letter integer,
  reply integer,
  document text,
  recorded_by uuid references person (id),
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn', 'superseded')),
  settled_at timestamptz,
  settled_by uuid references person (id),
  settled_reply integer,
  settled_document text,
  reason text not null default '',
  primary key (notice_id, n),
  check (kind <> 'narrower' or targets is not null or countries is not null),
  check ((kind = 'later') = (until is not null)),
  check ((state = 'open') = (settled_at is null))
);

-- What people wrote goes with the texts; what the mail server said of an interim letter goes with the letters.
create function erase_proposals() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform set_config('desk.reader', 'service', true);
  if new.kind = 'texts' then
    update proposal set words = '', reason = '' where notice_id = new.notice_id;
  elsif new.kind = 'letters' then
    update status_update set reply = null, last_error = null where notice_id = new.notice_id;
  end if;
  return new;
end $$;
create trigger erase_proposals after insert on notice_erasure for each row execute function erase_proposals();
revoke execute on function erase_proposals() from public;
