import type { Passkey } from '../../../registry/people/passkeys.js';

/** A passkey as shown: what it signs with is nobody's business. */
export function toPasskeyView({ id, name, createdAt, lastUsedAt }: Passkey) {
  return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
