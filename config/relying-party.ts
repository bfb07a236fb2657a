/** Whom passkeys are made for: browsers know no passkey of an IP address, and none over plain http but on this machine. */
export function relyingPartyOf(publicUrl: string | undefined): { id: string; origin: string } | null {
  const url = publicUrl === undefined ? null : URL.parse(publicUrl);
  if (url === null) return null;
  const { hostname: id, origin, protocol } = url;
  if (/^[\d.]+$|^\[/.test(id)) return null;
  return protocol === 'https:' || id === 'localhost' || id.endsWith('.localhost') ? { id, origin } : null;
}
