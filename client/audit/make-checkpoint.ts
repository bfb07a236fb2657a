import {
  findLastCheckpoint,
  findOrigin,
  insertCheckpoint,
  type KeptCheckpoint,
} from '../../registry/audit/checkpoints.js';
import { lockTree, placeWaiting, readPage, sequenceAudit, treeSize } from '../../registry/audit/sequence.js';
import { openTree, type Tree } from '../../registry/audit/tree.js';
import type { Connection } from '../../registry/db.js';
import { raiseAttention, resolveAttention } from '../../registry/ops/attention.js';
import type { Services } from '../services.js';

const KIND = 'audit_forked';
const KEY = 'audit_forked:audit_forked';

export type CheckpointSources = Pick<Services, 'db' | 'auditSigner' | 'now'>;

/** The tree as it stands for one reader. */
export function treeOf(db: Connection): Tree {
  return openTree((level, page) => readPage(db, level, page));
}

/**
 * The checkpoint over all that is committed: the last one where nothing came since, else a new one. A tree that does not
 * continue the last one is not signed: the last one is answered and people are asked to look.
 */
export async function makeCheckpoint(sources: CheckpointSources): Promise<KeptCheckpoint> {
  const { db } = sources;
  await sequenceAudit(db);
  return db.transaction().execute(async (trx) => {
    await lockTree(trx);
    await placeWaiting(trx);
    const last = await findLastCheckpoint(trx);
    const size = await treeSize(trx);
    if (last?.size === size && last.public_key === sources.auditSigner.publicKey) return last;
    const tree = treeOf(trx);
    const forked = last === undefined ? null : await forkOf(tree, { size, last });
    if (last !== undefined && forked !== null) {
      await raiseAttention(trx, { key: KEY, kind: KIND, noticeId: null, summary: forked, detail: { size: last.size } });
      return last;
    }
    await resolveAttention(trx, { key: KEY });
    return signTree(trx, sources, { size, root: await tree.root(size) });
  });
}

async function signTree(
  trx: Connection,
  { auditSigner, now }: CheckpointSources,
  { size, root }: { size: number; root: Buffer },
): Promise<KeptCheckpoint> {
  const origin = await findOrigin(trx);
  const note = auditSigner.sign({ origin, size, root });
  return insertCheckpoint(trx, { size, root, note, public_key: auditSigner.publicKey, made_at: now() });
}

/** In which way the tree does not continue what was signed; null where it does. */
export async function forkOf(
  tree: Tree,
  { size, last }: { size: number; last: Pick<KeptCheckpoint, 'size' | 'root'> },
): Promise<string | null> {
  if (size < last.size)
    return `The audit log has ${size} entries, and a checkpoint of ${last.size} was signed: entries were lost or taken away.`;
  if ((await tree.root(last.size)).equals(last.root)) return null;
  return `The first ${last.size} entries of the audit log are not those that were signed: something was changed.`;
}
