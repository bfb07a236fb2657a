-- Signing out at the issuer too takes the ID token of the sign-in. It is sealed with the session's own secret, which is in
-- the cookie alone: the registry cannot read it. It goes when the session is ended.
alter table session add column id_token_sealed bytea;
