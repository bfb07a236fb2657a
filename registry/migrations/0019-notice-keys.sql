-- One key a notice, with which everything that Temporal holds of it is sealed. Wrapped: the database alone opens nothing.
create table notice_key (
  notice_id uuid primary key references notice (id),
  -- Which wrapping key closes it (the first 16 hex digits of its SHA-256, or `command`).
  wrapped_by text not null,
  wrapped bytea not null,
  created_at timestamptz not null default now()
);
create index notice_key_wrapped_by on notice_key (wrapped_by);
