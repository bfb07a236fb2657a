-- A letter that is sent again is a letter of its own: the first one keeps its time and its state.
alter table letter add column resends integer;
comment on column letter.resends is 'Number of the letter of this notice that was sent again with this one';
