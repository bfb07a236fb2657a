-- Notices of before there was a table of words. What has come or changed meanwhile is in it by the trigger.
insert into notice_words (notice_id, words) select id, words_of(notice) from notice
on conflict (notice_id) do nothing;
