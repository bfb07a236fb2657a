-- All items of a letter whose text names the first of them only, row by row as they were sent.
alter table letter add column annex jsonb;
