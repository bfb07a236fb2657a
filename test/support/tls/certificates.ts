import { type Authority, makeAuthority } from '../../../desk/temporal/authority.js';

export type { Authority } from '../../../desk/temporal/authority.js';

const DAY_MS = 24 * 3_600_000;

export function anAuthority(name: string): Promise<Authority> {
  return makeAuthority(name, DAY_MS);
}
