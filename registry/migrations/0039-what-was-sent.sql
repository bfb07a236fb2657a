-- When it was first handed to a platform that cannot tell cheaply whether it knows an operation's key (Ozone): what was never
-- sent needs no question first. Written before it is sent; null: never, or by a connection that does not need to know.
alter table operation add column sent_at timestamptz;
