import { type CertificateAuthority, makeAuthority } from '../../../desk/temporal/authority.js';

const DAY_MS = 24 * 3_600_000;

export function anAuthority(name: string): Promise<CertificateAuthority> {
  return makeAuthority(name, DAY_MS);
}
