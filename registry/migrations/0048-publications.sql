-- What people publish of one notice, a row a version: notices for Lumen and public statements (docs/publishing.md).
create table publication (
  place bigint generated always as identity primary key,
  kind text not null check (kind in ('lumen', 'public_statement')),
  notice_id uuid not null references notice (id),
  version integer not null,
  -- As it is published; of a notice for Lumen the JSON that is sent.
  body jsonb not null,
  digest text not null,
  drafted_by uuid not null references person (id),
  drafted_at timestamptz not null,
  state text not null default 'drafted'
    check (state in ('drafted', 'returned', 'replaced', 'approved', 'sending', 'taken', 'refused', 'unknown', 'dead')),
  returned_by uuid references person (id),
  reason text,
  approved_at timestamptz,
  tries integer not null default 0,
  next_at timestamptz not null default now(),
  last_error text,
  -- What the receiver knows it by.
  receipt text,
  taken_at timestamptz,
  unique (kind, notice_id, version),
  check (kind = 'lumen' or state in ('drafted', 'returned', 'replaced', 'approved'))
);
create index publication_to_send on publication (next_at, place) where kind = 'lumen' and state in ('approved', 'sending');
create index publication_not_taken on publication (notice_id) where state in ('refused', 'unknown', 'dead');
create index publication_public on publication (approved_at desc, place desc) where kind = 'public_statement' and state = 'approved';

-- Who has said yes to a version; its author never.
create table publication_yes (
  publication bigint not null references publication (place),
  person_id uuid not null references person (id),
  said_at timestamptz not null,
  primary key (publication, person_id)
);

-- What it holds of papers, items and texts goes with the first of these; what was published as a statement stays, and that there was something else.
create function erase_publications() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform set_config('desk.reader', 'service', true);
  if new.kind in ('papers', 'targets', 'texts') then
    update publication set body = '{}', reason = null, last_error = null,
      state = case when state in ('drafted', 'approved', 'sending', 'dead') then 'replaced' else state end
      where notice_id = new.notice_id and not (kind = 'public_statement' and state = 'approved');
  end if;
  return new;
end $$;
create trigger erase_publications after insert on notice_erasure for each row execute function erase_publications();
revoke execute on function erase_publications() from public;
