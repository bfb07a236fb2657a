import type { Passkey } from '../../../registry/people/passkeys.js';

/** A passkey as shown, without its key. */
export function toPasskeyView({ id, name, createdAt, lastUsedAt }: Passkey) {
  return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
