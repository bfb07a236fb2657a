import { z } from 'zod';
import { openStoredTree } from '../../../application/audit/make-checkpoint.js';
import { consistencyProof, inclusionProof } from '../../../contract/audit.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { findLeaf, sequenceAudit, treeSize } from '../../../registry/audit/sequence.js';
import type { Db } from '../../../registry/db.js';
import { readAsService } from '../../../registry/reading.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { fieldProblem, ApiProblem } from '../../problems.js';

const place = wholeNumber(1, Number.MAX_SAFE_INTEGER).optional();
const query = z.strictObject({
  seq: place.describe('Sequence number of the entry whose inclusion is to be proven'),
  size: place.describe('Size of the tree that contains it (default: the whole tree)'),
  from: place.describe('Size of the older tree'),
  to: place.describe('Size of the newer tree (default: the whole tree)'),
});

const base64 = (hash: Buffer) => hash.toString('base64');

export function registerGetAuditProof(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'A proof of inclusion or consistency of the audit log',
    tags: ['audit'],
    querystring: query,
    response: { 200: z.union([inclusionProof, consistencyProof]) },
  };
  app.get('/v1/audit/proof', { schema, preValidation: needs('audit.checkpoint') }, async (request) => {
    const { seq, size, from, to } = request.query;
    const [asks, other] = [seq !== undefined || size !== undefined, from !== undefined || to !== undefined];
    if (asks === other)
      throw fieldProblem(
        '/query/seq',
        'Give seq and size for an inclusion proof, or from and to for a consistency proof.',
      );
    await readAsService('checkpoint', () => sequenceAudit(context.db));
    const whole = await treeSize(context.db);
    return asks ? buildInclusion(context.db, { seq, size, whole }) : buildConsistency(context.db, { from, to, whole });
  });
}

async function buildInclusion(
  db: Db,
  { seq, size = 0, whole }: { seq: number | undefined; size?: number | undefined; whole: number },
) {
  if (seq === undefined) throw fieldProblem('/query/seq', 'Give the sequence number of an entry.');
  const within = size === 0 ? whole : size;
  if (within > whole) throw fieldProblem('/query/size', `The log has ${whole} entries.`);
  if (seq > within) throw fieldProblem('/query/seq', `A tree of ${within} has no entry ${seq}.`);
  const leaf = await findLeaf(db, seq);
  if (leaf === undefined) throw new ApiProblem('not-found', 'There is no such entry.');
  const tree = openStoredTree(db);
  const [root, hashes] = [await tree.root(within), await tree.inclusion(seq - 1, within)];
  return { seq, size: within, leafHash: base64(leaf), rootHash: base64(root), hashes: hashes.map(base64) };
}

async function buildConsistency(
  db: Db,
  { from, to = 0, whole }: { from: number | undefined; to?: number | undefined; whole: number },
) {
  if (from === undefined) throw fieldProblem('/query/from', 'Give the size of the older tree.');
  const newer = to === 0 ? whole : to;
  if (newer > whole) throw fieldProblem('/query/to', `The log has ${whole} entries.`);
  if (from > newer) throw fieldProblem('/query/from', `It must be at most ${newer}.`);
  const tree = openStoredTree(db);
  const [older, root, hashes] = [await tree.root(from), await tree.root(newer), await tree.consistency(from, newer)];
  return { from, to: newer, fromRoot: base64(older), toRoot: base64(root), hashes: hashes.map(base64) };
}
