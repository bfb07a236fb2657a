-- A statement of reasons is written by one person and approved by another before it waits for the DSA Transparency Database.
alter table publication drop constraint publication_kind_check;
alter table publication add constraint publication_kind_check check (kind in ('lumen', 'public_statement', 'statement_of_reasons'));
