import { createHash } from 'node:crypto';

/** Stored levels are multiples of this: 0 holds the leaves, 8 subtrees of 256 leaves, 16 subtrees of 65,536. */
export const STORED_EVERY = 8;
/** Number of hashes on one stored level under one hash of the next. */
export const HASHES_PER_PAGE = 2 ** STORED_EVERY;

/** RFC 6962, 2.1: the hash of an empty tree. */
export const EMPTY_ROOT = sha256();

function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** RFC 6962, 2.1: the hash of one leaf. */
export function hashLeaf(data: Uint8Array | string): Buffer {
  return sha256(LEAF, data);
}

/** RFC 6962, 2.1: the hash of two subtrees. */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}

/** Hashes a complete subtree from the hashes of the stored level below; their number must be a power of two. */
export function foldHashes(hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < row.length; at += 2) above.push(hashNode(row[at]!, row[at + 1]!));
    row = above;
  }
  return row[0] ?? EMPTY_ROOT;
}

interface Range {
  from: number;
  to: number;
}

function findSplit(size: number): number {
  return 2 ** Math.ceil(Math.log2(size) - 1);
}

function halves(tree: Range, middle: number, isLeft: boolean): { inside: Range; beside: Range } {
  const left = { ...tree, to: middle };
  const right = { ...tree, from: middle };
  return isLeft ? { inside: left, beside: right } : { inside: right, beside: left };
}

/** RFC 6962, 2.1.1: the subtrees whose hashes prove that a leaf is in a tree of `size`, lowest first. */
export function inclusionRanges(index: number, size: number): Range[] {
  let tree = { from: 0, to: size };
  const path: Range[] = [];
  while (tree.to - tree.from > 1) {
    const middle = tree.from + findSplit(tree.to - tree.from);
    const { inside, beside } = halves(tree, middle, index < middle);
    path.unshift(beside);
    tree = inside;
  }
  return path;
}

/**
 * RFC 6962, 2.1.2: the subtrees whose hashes prove that a tree of size `to` extends one of size `from`, lowest first.
 */
export function consistencyRanges(from: number, to: number): Range[] {
  if (from === 0 || from === to) return [];
  let tree = { from: 0, to };
  const path: Range[] = [];
  while (tree.to !== from) {
    const middle = tree.from + findSplit(tree.to - tree.from);
    const { inside, beside } = halves(tree, middle, from <= middle);
    path.unshift(beside);
    tree = inside;
  }
  // The verifier already has the hash of a complete tree that starts at 0: it is the older root.
  return tree.from === 0 ? path : [tree, ...path];
}

export type ReadPage = (level: number, page: number) => Promise<readonly Buffer[]>;

/** The tree over stored hashes. It caches the pages it reads: open a new one after adding leaves. */
export interface Tree {
  root(size: number): Promise<Buffer>;
  /** Hashes that prove leaf `index` in the tree of `size`, lowest first. */
  inclusion(index: number, size: number): Promise<Buffer[]>;
  consistency(from: number, to: number): Promise<Buffer[]>;
}

export function openTree(read: ReadPage): Tree {
  const pages = new Map<string, Promise<readonly Buffer[]>>();
  const stored = async (level: number, at: number): Promise<Buffer> => {
    const page = Math.floor(at / HASHES_PER_PAGE);
    const key = `${level}:${page}`;
    const reading = pages.get(key) ?? read(level, page);
    pages.set(key, reading);
    const hash = (await reading)[at % HASHES_PER_PAGE];
    if (hash === undefined) throw new Error(`The audit tree lacks hash ${at} of level ${level}.`);
    return hash;
  };
  const hashRange = async ({ from, to }: Range): Promise<Buffer> => {
    const size = to - from;
    const level = Math.log2(size);
    if (Number.isInteger(level) && level % STORED_EVERY === 0) return stored(level, from / size);
    const middle = from + findSplit(size);
    return hashNode(await hashRange({ from, to: middle }), await hashRange({ from: middle, to }));
  };
  const hashRanges = async (ranges: readonly Range[]): Promise<Buffer[]> => {
    const hashes: Buffer[] = [];
    for (const range of ranges) hashes.push(await hashRange(range));
    return hashes;
  };
  return {
    root: async (size) => (size === 0 ? EMPTY_ROOT : hashRange({ from: 0, to: size })),
    inclusion: (index, size) => hashRanges(inclusionRanges(index, size)),
    consistency: (from, to) => hashRanges(consistencyRanges(from, to)),
  };
}
