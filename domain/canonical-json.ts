import canonicalize from 'canonicalize';

/** Canonical JSON (RFC 8785): equal JSON, whatever the order of its keys, gives the same text. `undefined` is null. */
export function canonicalJson(value: unknown): string {
  // The package's types and its ESM entry disagree about the default export.
  return (canonicalize as unknown as (value: unknown) => string | undefined)(value ?? null) ?? '';
}
