-- For which authorities a key speaks: null, nobody; {*}, all; else their ids. A key of before speaks for nobody.
alter table api_key add column speaks_for text[];

-- Who has confirmed the sender since it was last in doubt, with what the notice was until then, as the workflow says.
alter table notice add column verified_by jsonb not null default '[]';

-- Checks of who sent a notice, each written with its command; one whose command was refused is deleted again.
create table sender_check (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  -- Id of the command that made it: until that is accepted the check has not happened.
  command_id uuid not null unique,
  method text not null,
  -- The contact of the directory as it was then: purpose, email, phone, and the entry it stood in.
  contact jsonb,
  -- A paper of the notice, by SHA-256.
  document text,
  outcome text not null,
  -- What the notice was before.
  before text not null,
  person_id uuid not null references person (id),
  note text not null,
  at timestamptz not null
);
create index sender_check_notice on sender_check (notice_id, at, id);

-- Whether an authority has sent a notice before that everybody may know of.
create index notice_authority on notice (authority_id, created_at) where secrecy_level = 'open';
create index notice_authority_name on notice (lower(authority_name), created_at) where secrecy_level = 'open';
