-- By what a paper is known again: SHA-256 of its words without the targets (domain/paper/print.ts), and of the targets that
-- came with it. Two notices with the same words and other targets may be one true order and one forged after it.
alter table notice add column paper_print text, add column targets_print text;
create index notice_paper_print on notice (paper_print) where paper_print is not null;
create index notice_reference on notice (lower(reference)) where reference <> '';

-- What of the checklist against forged orders was ticked (domain/notice/sender-points.ts); null: a check of before there was one.
alter table sender_check add column points text[];

-- A paper that is erased is known again by nobody.
create function erase_paper_print() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  update notice set paper_print = null, targets_print = null where id = new.notice_id;
  return new;
end $$;
create trigger notice_erasure_print after insert on notice_erasure for each row
  when (new.kind in ('papers', 'targets', 'texts')) execute function erase_paper_print();
revoke execute on function erase_paper_print() from public;

-- What was changed of one entry of the directory, in order.
create index audit_entry_directory on audit_entry ((detail ->> 'authority'), seq) where action = 'authority_saved';
