-- Laws that may govern a notice beside the one it came in under: [{ id, version, why, words }]. Of each duty the stricter runs
-- until triage names a law.
alter table notice add column law_candidates jsonb;
