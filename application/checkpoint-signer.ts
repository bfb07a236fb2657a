import { createHash, createPrivateKey, sign } from 'node:crypto';

/** Signs checkpoints of the audit log. Only the API process has one; the database never does. */
export interface CheckpointSigner {
  /** Raw Ed25519, base64. */
  publicKey: string;
  /** A signed note (C2SP tlog-checkpoint): origin, tree size, root, an empty line, the signature. */
  sign(tree: { origin: string; size: number; root: Buffer }): string;
  /**
   * A signed note over the SHA-256 of a bundle's manifest. It uses another key name, so that it cannot pass for a
   * checkpoint.
   */
  signManifest(manifest: { origin: string; sha256: string }): string;
}

const ED25519 = Uint8Array.of(1);

/** Creates a signer from an Ed25519 private key (PKCS#8, PEM) and its public half (raw, base64). */
export function createCheckpointSigner({
  privateKey,
  publicKey,
}: {
  privateKey: string;
  publicKey: string;
}): CheckpointSigner {
  const key = createPrivateKey(privateKey);
  const toNote = (name: string, lines: string[]) => {
    const text = [name, ...lines, ''].join('\n');
    const signature = Buffer.concat([computeKeyHash(name, publicKey), sign(null, Buffer.from(text), key)]);
    return `${text}\n— ${name} ${signature.toString('base64')}\n`;
  };
  return {
    publicKey,
    sign: ({ origin, size, root }) => toNote(origin, [String(size), root.toString('base64')]),
    signManifest: ({ origin, sha256 }) => toNote(`${origin}/bundle`, [sha256]),
  };
}

/** C2SP signed-note: the first four bytes of SHA-256 over name, line feed, type and public key. */
function computeKeyHash(name: string, publicKey: string): Buffer {
  const hash = createHash('sha256').update(`${name}\n`).update(ED25519).update(Buffer.from(publicKey, 'base64'));
  return hash.digest().subarray(0, 4);
}
