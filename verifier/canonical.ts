/**
 * Serializes a value that `JSON.parse` returned as canonical JSON (RFC 8785): names in UTF-16 code unit order, no white
 * space.
 */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${parts.map(([name, part]) => `${JSON.stringify(name)}:${toCanonicalJson(part)}`).join(',')}}`;
}
