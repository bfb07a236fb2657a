-- A letter is proven to be the desk's by a seal under its notice's key, which the process that writes it can open and no login of the
-- database alone. Letters from before have none and are marked; the login that writes letters cannot set that mark.
alter table letter add column seal text;
update letter set seal = 'earlier';
create function keep_seals_honest() returns trigger language plpgsql as $$
begin
  if current_user = 'notice_desk_worker' and new.seal = 'earlier' and (tg_op = 'INSERT' or old.seal is distinct from 'earlier'
    or (old.notice_id, old.kind, old.language, old.subject, old.text, old.counts, old.annex, old.submission)
      is distinct from (new.notice_id, new.kind, new.language, new.subject, new.text, new.counts, new.annex, new.submission))
  then
    raise exception 'A letter is sealed by the process that writes it.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger letter_seals before insert or update on letter for each row execute function keep_seals_honest();
