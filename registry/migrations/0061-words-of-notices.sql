-- What notices are searched by, in a table of its own: the row of a notice is written anew at each of its steps, and an index
-- of words on it would be written with it each time. Notices of before come with the next migration: filling the table here would
-- keep whoever writes a notice waiting behind the trigger's lock.
create table notice_words (
  notice_id uuid primary key references notice (id),
  -- Number, reference, subject and the authority's name in small letters, a line each.
  words text not null
);
create index notice_words_searched on notice_words using gin (words gin_trgm_ops);

create function words_of(notice) returns text language sql immutable
return lower(concat_ws(E'\n', $1.number, $1.reference, $1.subject, $1.authority_name));

create function keep_words() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice_words (notice_id, words) values (new.id, words_of(new))
  on conflict (notice_id) do update set words = excluded.words;
  return null;
end $$;
create trigger keep_words after insert or update of number, reference, subject, authority_name on notice
  for each row execute function keep_words();
