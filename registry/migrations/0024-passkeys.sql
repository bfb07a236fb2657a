-- Passkeys: what a person proves themselves with beside the session, at a yes and at administration.

create table passkey (
  id uuid primary key,
  person_id uuid not null references person (id),
  -- Base64url, as the authenticator names it.
  credential_id text not null unique,
  -- COSE.
  public_key bytea not null,
  -- The highest that the authenticator has shown; 0: it counts nothing.
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index passkey_person on passkey (person_id, created_at) where revoked_at is null;

-- What a passkey was asked to confirm, until it has or five minutes are over. Used once.
create table step_up_challenge (
  -- SHA-256 of the statement, base64url.
  challenge text primary key,
  -- Canonical JSON: the act, a nonce, person, session, instant.
  statement text not null,
  person_id uuid not null references person (id),
  session_id uuid not null references session (id),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index step_up_challenge_expires on step_up_challenge (expires_at);

-- What the passkey signed, beside what the API signed. Null: no passkey was asked.
alter table signed_act
  add column challenge_statement text,
  add column credential_id text,
  add column authenticator_data bytea,
  add column client_data bytea,
  add column assertion_signature bytea,
  add column authenticator_counter bigint generated always as (
    case when length(authenticator_data) >= 37 then
      get_byte(authenticator_data, 33)::bigint << 24 | get_byte(authenticator_data, 34)::bigint << 16
        | get_byte(authenticator_data, 35)::bigint << 8 | get_byte(authenticator_data, 36)::bigint
    end
  ) stored;
create index signed_act_credential on signed_act (credential_id, at) where credential_id is not null;
