-- A clock that the desk proposes lies here as `cancelled` until the workflow has started it. It is not shown before: it was not cancelled.
-- Workers of the release before do not know the column, so that a proposed clock counts as started as soon as its state is another.
alter table clock add column proposed boolean not null default false;
