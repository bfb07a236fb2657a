import { hash } from 'node:crypto';

const sha256 = (data: Uint8Array): Buffer => hash('sha256', data, 'buffer');

/** RFC 6962, 2.1: SHA-256 of 0x00 and the leaf's bytes. */
export function leafHash(bytes: Uint8Array): Buffer {
  return sha256(Buffer.concat([Uint8Array.of(0), bytes]));
}

/** RFC 6962, 2.1: SHA-256 of 0x01 and the hashes of both sides. */
function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const both = Buffer.allocUnsafe(65);
  both[0] = 1;
  both.set(left, 1);
  both.set(right, 33);
  return sha256(both);
}

/** An append-only tree stored as the hashes of its complete subtrees, at most one per height. */
export class GrowingTree {
  size = 0;
  readonly #subtrees: Buffer[] = [];

  /** Returns the hash of the subtree that the leaf completes. */
  add(leaf: Buffer): Buffer {
    let subtree = leaf;
    // Each trailing one bit of the size is a complete subtree of the same height as the one to add.
    for (let rest = this.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#subtrees.pop();
      if (left !== undefined) subtree = nodeHash(left, subtree);
    }
    this.#subtrees.push(subtree);
    this.size += 1;
    return subtree;
  }

  root(): Buffer {
    const [last, ...others] = this.#subtrees.toReversed();
    if (last === undefined) return sha256(new Uint8Array());
    return others.reduce((right, left) => nodeHash(left, right), last);
  }
}

/**
 * The mark beside each exported entry: a prefix of the hash of the subtree it completes. It proves nothing (the signed
 * root does), but locates the entry at which the file was changed.
 */
export function computeMark(subtree: Buffer): string {
  return subtree.toString('hex', 0, 4);
}

/** Computes the root of an inclusion proof (RFC 9162, 2.1.3.2); null if the proof has the wrong length. */
export function rootOfInclusion(
  leaf: Buffer,
  { index, size, hashes }: { index: number; size: number; hashes: readonly Buffer[] },
): Buffer | null {
  if (index < 0 || index >= size) return null;
  let [at, last, root] = [index, size - 1, leaf];
  for (const beside of hashes) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(beside, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else root = nodeHash(root, beside);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}
