-- Owners get a message for every restoration. What was restored before that is not told anew: nobody knows what was said of it.
update submission set tell_opened_at = now() where purpose = 'restoration' and finished_at is not null and tell_opened_at is null;
drop index submission_to_tell;
create index submission_to_tell on submission (finished_at) where finished_at is not null and tell_opened_at is null;
