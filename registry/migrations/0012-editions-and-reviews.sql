-- What a review covers, and by whom: one fact of the version (the digest is then that of the fact), null for all of it.
alter table law_review
  add column fact text, add column bar_admission text not null default '', add column jurisdiction text not null default '',
  add column scope text not null default '';
