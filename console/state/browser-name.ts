const BROWSERS = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'];
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'];
const NAMES: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS': 'macOS' };

/** `Firefox, Linux`: enough to tell one's own browsers apart. Undefined if nothing of it is known. */
export function nameBrowser(userAgent: string): string | undefined {
  const find = (names: readonly string[]) => names.find((name) => userAgent.includes(name));
  const parts = [find(BROWSERS), find(SYSTEMS)].filter((name) => name !== undefined);
  return parts.map((name) => NAMES[name] ?? name).join(', ') || undefined;
}
