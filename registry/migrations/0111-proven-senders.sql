-- Who sent a mail counts by what the API has found in the message itself, with the answers of DNS that it rests on. The process that
-- mail comes in by says what it reads, and writes none of this (registry/row-security.ts).
alter table inbound_mail add column proven jsonb;
create index inbound_mail_proven on inbound_mail ((proven ->> 'proof')) where proven ->> 'proof' is not null;
