import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldHashes, hashLeaf, hashNode, openTree, HASHES_PER_PAGE, type Tree } from '../../../registry/audit/tree.js';
import { GrowingTree, leafHash, rootOfInclusion } from '../../../verifier/merkle.js';
import { isSignedBy, readCheckpoints, readKey } from '../../../verifier/note.js';
import { runs } from '../../support/jest/cases.js';

/** The leaves and hashes that the reference implementations of RFC 6962 are tested with. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function treeOver(leaves: readonly Buffer[]): Tree {
  const levels = new Map<number, Buffer[]>([[0, [...leaves]]]);
  for (let level = 8; leaves.length >= 2 ** level; level += 8) {
    const below = levels.get(level - 8) ?? [];
    const count = Math.floor(leaves.length / 2 ** level);
    levels.set(
      level,
      Array.from({ length: count }, (_, at) =>
        foldHashes(below.slice(at * HASHES_PER_PAGE, (at + 1) * HASHES_PER_PAGE)),
      ),
    );
  }
  return openTree(async (level, page) =>
    (levels.get(level) ?? []).slice(page * HASHES_PER_PAGE, (page + 1) * HASHES_PER_PAGE),
  );
}

/** RFC 6962, 2.1, word for word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return createHash('sha256').digest();
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hashNode(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

/** RFC 9162, 2.1.4.2: whether a proof shows that one tree continues another. */
function isConsistent(
  hashes: readonly Buffer[],
  { from, to, fromRoot, toRoot }: { from: number; to: number; fromRoot: Buffer; toRoot: Buffer },
): boolean {
  if (from === to) return hashes.length === 0 && fromRoot.equals(toRoot);
  const path = Number.isInteger(Math.log2(from)) ? [fromRoot, ...hashes] : [...hashes];
  let [at, last] = [from - 1, to - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [older, newer] = [first, first];
  for (const beside of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [older, newer] = [hashNode(beside, older), hashNode(beside, newer)];
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else newer = hashNode(newer, beside);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && older.equals(fromRoot) && newer.equals(toRoot);
}

const buildLeaves = (count: number) => Array.from({ length: count }, (_, at) => hashLeaf(`entry ${at}`));
const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));

describe('audit log tree', () => {
  test('computes the RFC 6962 test roots and proofs, in writer and verifier', async () => {
    const bytes = LEAVES.map((leaf) => Buffer.from(leaf, 'hex'));
    const tree = treeOver(bytes.map(hashLeaf));
    const growing = new GrowingTree();
    for (const [at, leaf] of bytes.entries()) {
      growing.add(leafHash(leaf));
      expect([(await tree.root(at + 1)).toString('hex'), growing.root().toString('hex')]).toEqual([
        ROOTS[at],
        ROOTS[at],
      ]);
    }
    const first = [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ];
    expect(hex(await tree.inclusion(0, 8))).toEqual(first);
    expect(hex(await tree.consistency(1, 8))).toEqual(first);
    expect(hex(await tree.consistency(6, 8))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  test('computes the root by definition at every size around a stored subtree', async () => {
    const leaves = buildLeaves(1_100);
    const tree = treeOver(leaves);
    const growing = new GrowingTree();
    expect(growing.root()).toEqual(naiveRoot([]));
    for (const [at, leaf] of leaves.entries()) {
      growing.add(leaf);
      const size = at + 1;
      if (size > 20 && Math.min(size % 256, 256 - (size % 256)) > 3) continue;
      const root = naiveRoot(leaves.slice(0, size));
      expect([size, await tree.root(size), growing.root()]).toEqual([size, root, root]);
    }
  });

  test('proves every entry in every tree, and no other', async () => {
    const leaves = buildLeaves(900);
    const tree = treeOver(leaves);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 900 }), fc.nat(), fc.nat(), async (size, one, other) => {
        const index = one % size;
        const hashes = await tree.inclusion(index, size);
        const leaf = leaves[index] ?? Buffer.alloc(0);
        const root = naiveRoot(leaves.slice(0, size));
        expect(rootOfInclusion(leaf, { index, size, hashes })).toEqual(root);
        if (other % size !== index)
          expect(rootOfInclusion(leaf, { index: other % size, size, hashes })?.equals(root)).not.toBe(true);
        expect(rootOfInclusion(leaf, { index, size, hashes: [...hashes, leaf] })).toBeNull();
      }),
      runs(150),
    );
  });

  test('proves for every two sizes that one tree continues the other', async () => {
    const leaves = buildLeaves(700);
    const tree = treeOver(leaves);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), fc.nat(), async (to, some) => {
        const from = 1 + (some % to);
        const [fromRoot, toRoot] = [naiveRoot(leaves.slice(0, from)), naiveRoot(leaves.slice(0, to))];
        const hashes = await tree.consistency(from, to);
        expect(isConsistent(hashes, { from, to, fromRoot, toRoot })).toBe(true);
        expect(isConsistent(hashes, { from, to, fromRoot: hashLeaf('other'), toRoot })).toBe(false);
      }),
      runs(150),
    );
  });
});

describe('signed notes', () => {
  const KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const TEXT =
    'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace(
      '’',
      "'",
    );
  const SIGNATURE = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';

  test('are verified for the example of the format, and rejected for another text or key', () => {
    const key = readKey(KEY) ?? Buffer.alloc(0);
    const bytes = Buffer.from(SIGNATURE, 'base64');
    const signatures = [{ name: 'PeterNeumann', keyHash: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) }];
    const note = { origin: 'PeterNeumann', text: TEXT, signatures };
    expect(isSignedBy(note, [key])).toBe(true);
    expect(isSignedBy({ ...note, text: `${TEXT}.` }, [key])).toBe(false);
    expect(isSignedBy(note, [Buffer.alloc(32, 1)])).toBe(false);
    expect(readKey('nothing')).toBeNull();
  });

  test('are found one after another in a text, with words between and other line ends', () => {
    const root = Buffer.alloc(32, 5).toString('base64');
    const note = `log.example\n7\n${root}\n\n\u2014 log.example ${Buffer.alloc(68, 1).toString('base64')}\n`;
    const text = `Dear witness,\nkeep this\n\n${note}\n${note.replaceAll('\n', '\r\n')}\nlog.example\n9\n${root}\n`;
    expect(readCheckpoints(text)).toMatchObject([
      { origin: 'log.example', size: 7, root, signatures: [{ name: 'log.example', keyHash: '01010101' }] },
      { origin: 'log.example', size: 7 },
    ]);
  });
});
