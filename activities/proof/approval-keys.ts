import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { CanaryTarget } from '../../domain/notices/canary.js';
import type { SignedStatement } from '../../domain/submissions/signed-act.js';
import type { KeptAct } from '../../registry/submissions/signed-acts.js';
import type { PasskeyRule } from './passkey-proof.js';

/** A public key that verifies approvals; `until` (RFC 3339) is when a replaced key stopped signing. */
export interface ApprovalKey {
  id: string;
  /** Raw Ed25519 public key, base64. */
  publicKey: string;
  until: string | null;
}

/** Verifies that stored acts were signed by the API. */
export interface ApprovalVerifier {
  /** Returns the signed statement; null if no valid key has signed exactly this. */
  read(act: KeptAct): SignedStatement | null;
  readonly passkeys: PasskeyRule;
  /** The one target that canaries may act on; null: they may not act. */
  readonly canaryTarget: CanaryTarget | null;
}

/** Creates a verifier that trusts only these keys. */
export function createApprovalVerifier(
  keys: readonly ApprovalKey[],
  passkeys: PasskeyRule = { relyingParty: null, demanded: false },
  canaryTarget: CanaryTarget | null = null,
): ApprovalVerifier {
  const known = new Map(keys.map((key) => [key.id, { ...key, object: toKeyObject(key.publicKey) }]));
  return {
    passkeys,
    canaryTarget,
    read({ keyId, statement, signature, commandId }) {
      const key = known.get(keyId);
      if (key === undefined) return null;
      if (!verify(null, Buffer.from(statement), key.object, Buffer.from(signature, 'base64'))) return null;
      // Safe to parse: the signature shows that the API wrote it.
      const read = JSON.parse(statement) as SignedStatement;
      const isInTime = key.until === null || Date.parse(read.at) <= Date.parse(key.until);
      return isInTime && read.commandId === commandId ? read : null;
    },
  };
}

function toKeyObject(publicKey: string): KeyObject {
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
