-- A link and a session count only with the seal of the API's key: a row alone lets nobody in. Earlier links last for 30 minutes
-- and earlier sessions for four hours; without a seal they are over, and signers ask for a new link.
alter table portal_link add column seal text;
alter table portal_session add column seal text;
