/** Browsers accept no passkeys for an IP address, and over plain http only on localhost. */
export function toRelyingParty(publicUrl: string | undefined): { id: string; origin: string } | null {
  const url = publicUrl === undefined ? null : URL.parse(publicUrl);
  if (url === null) return null;
  const { hostname: id, origin, protocol } = url;
  if (/^[\d.]+$|^\[/.test(id)) return null;
  return protocol === 'https:' || id === 'localhost' || id.endsWith('.localhost') ? { id, origin } : null;
}
