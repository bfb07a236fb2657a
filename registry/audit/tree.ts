import { createHash } from 'node:crypto';

/** Levels of stored hashes are multiples of this: 0 are the leaves, 8 subtrees of 256, 16 of 65,536. */
export const STORED_EVERY = 8;
/** Hashes of one stored level under one of the next. */
export const PAGE = 2 ** STORED_EVERY;

/** RFC 6962, 2.1: the hash of no leaves. */
export const EMPTY_ROOT = sha256();

function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** RFC 6962, 2.1: the hash of one leaf. */
export function leafHashOf(data: Uint8Array | string): Buffer {
  return sha256(LEAF, data);
}

/** RFC 6962, 2.1: the hash over two subtrees. */
export function nodeHashOf(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}

/** Hash of a complete subtree from the hashes one stored level below; their number is a power of two. */
export function foldHashes(hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < row.length; at += 2) above.push(nodeHashOf(row[at]!, row[at + 1]!));
    row = above;
  }
  return row[0] ?? EMPTY_ROOT;
}

/** Leaves `from` to `to`, without it, counted from 0. */
interface Range {
  from: number;
  to: number;
}

/** Where RFC 6962 divides a tree: the largest power of two below its size, which is at least 2. */
function splitOf(size: number): number {
  return 2 ** Math.ceil(Math.log2(size) - 1);
}

/** The half of a tree in which one goes on, and the other, whose hash is part of the proof. */
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
    const middle = tree.from + splitOf(tree.to - tree.from);
    const { inside, beside } = halves(tree, middle, index < middle);
    path.unshift(beside);
    tree = inside;
  }
  return path;
}

/** RFC 6962, 2.1.2: the subtrees whose hashes prove that a tree of `to` continues one of `from`, lowest first. */
export function consistencyRanges(from: number, to: number): Range[] {
  if (from === 0 || from === to) return [];
  let tree = { from: 0, to };
  const path: Range[] = [];
  while (tree.to !== from) {
    const middle = tree.from + splitOf(tree.to - tree.from);
    const { inside, beside } = halves(tree, middle, from <= middle);
    path.unshift(beside);
    tree = inside;
  }
  // A complete tree from its beginning on is known to whoever asks: it is the older root.
  return tree.from === 0 ? path : [tree, ...path];
}

/** Reads one page of a stored level: hashes `PAGE × page` and on, fewer at the right edge. */
export type ReadPage = (level: number, page: number) => Promise<readonly Buffer[]>;

/** The tree over stored hashes. It reads few pages and each once: ask a new one after leaves were added. */
export interface Tree {
  root(size: number): Promise<Buffer>;
  /** Hashes that prove leaf `index` in the tree of `size`, lowest first. */
  inclusion(index: number, size: number): Promise<Buffer[]>;
  /** Hashes that prove that the tree of `to` continues that of `from`. */
  consistency(from: number, to: number): Promise<Buffer[]>;
}

export function openTree(read: ReadPage): Tree {
  const pages = new Map<string, Promise<readonly Buffer[]>>();
  const stored = async (level: number, at: number): Promise<Buffer> => {
    const page = Math.floor(at / PAGE);
    const key = `${level}:${page}`;
    const reading = pages.get(key) ?? read(level, page);
    pages.set(key, reading);
    const hash = (await reading)[at % PAGE];
    if (hash === undefined) throw new Error(`The audit tree lacks hash ${at} of level ${level}.`);
    return hash;
  };
  const hashOf = async ({ from, to }: Range): Promise<Buffer> => {
    const size = to - from;
    const level = Math.log2(size);
    if (Number.isInteger(level) && level % STORED_EVERY === 0) return stored(level, from / size);
    const middle = from + splitOf(size);
    return nodeHashOf(await hashOf({ from, to: middle }), await hashOf({ from: middle, to }));
  };
  const hashesOf = async (ranges: readonly Range[]): Promise<Buffer[]> => {
    const hashes: Buffer[] = [];
    for (const range of ranges) hashes.push(await hashOf(range));
    return hashes;
  };
  return {
    root: async (size) => (size === 0 ? EMPTY_ROOT : hashOf({ from: 0, to: size })),
    inclusion: (index, size) => hashesOf(inclusionRanges(index, size)),
    consistency: (from, to) => hashesOf(consistencyRanges(from, to)),
  };
}
