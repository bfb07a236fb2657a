-- Sign-in to the console: who a subject of an issuer is, sign-ins under way, sessions.

-- A subject is bound to a person at the first sign-in; from then on it decides, not the mail address.
create table person_identity (
  issuer text not null,
  subject text not null,
  person_id uuid not null references person (id),
  bound_at timestamptz not null,
  primary key (issuer, subject),
  -- Whoever is given a mail address that was another's before does not become that person.
  unique (issuer, person_id)
);

-- One row from the way to the issuer until the way back, which takes it out: a way back works once.
create table sign_in (
  state_sha256 bytea primary key,
  browser_sha256 bytea not null,
  nonce text not null,
  verifier text not null,
  next text not null,
  expires_at timestamptz not null
);
create index sign_in_expires on sign_in (expires_at);

-- The cookie holds 256 random bits; only their SHA-256 is kept.
create table session (
  id uuid primary key,
  token_sha256 bytea not null unique,
  person_id uuid not null references person (id),
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  user_agent text not null,
  revoked_at timestamptz
);
create index session_person on session (person_id, started_at) where revoked_at is null;
create index session_started on session (started_at);
