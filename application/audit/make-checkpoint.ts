import { getErrorMessage } from '../../domain/error-parts.js';
import { SYSTEM } from '../../domain/people/actor.js';
import {
  findLastCheckpoint,
  findOrigin,
  insertCheckpoint,
  type KeptCheckpoint,
} from '../../registry/audit/checkpoints.js';
import { lockTree, placeWaiting, readPage, sequenceAudit, treeSize } from '../../registry/audit/sequence.js';
import { EMPTY_ROOT, openTree, type Tree } from '../../registry/audit/tree.js';
import type { Connection, Db } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { raiseAlert, resolveAlert } from '../../registry/ops/alerts.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import type { Adoption, StoredState, SignedTree } from '../log-state.js';

const FORKED = 'audit_forked';
const FORKED_KEY = 'audit_forked:audit_forked';
const UNSIGNED = 'audit_unsigned';
const RETRY_SECONDS = 60;

const ADOPT = "An operator must investigate and then run `notice-desk audit adopt` on the API's machine.";

export type CheckpointSources = Pick<Services, 'db' | 'auditSigner' | 'logState' | 'now'>;

export function openStoredTree(db: Connection): Tree {
  return openTree((level, page) => readPage(db, level, page));
}

class LogUnsigned extends Error {
  override name = 'LogUnsigned';
  readonly forked: boolean;

  constructor(why: string, { forked = false }: { forked?: boolean } = {}) {
    super(why);
    this.forked = forked;
  }
}

/**
 * Returns a checkpoint over everything committed: the last one if nothing was added since, else a new one. Signs only a
 * log that continues the last tree signed, which is stored outside the database; otherwise raises an alert and returns
 * the last checkpoint. Throws `unavailable` if there is none.
 */
export async function makeCheckpoint(sources: CheckpointSources): Promise<KeptCheckpoint> {
  const { db, logState } = sources;
  try {
    const kept = await readState(sources);
    await sequenceAudit(db);
    const { origin, made } = await db.transaction().execute(async (trx) => {
      await lockTree(trx);
      await placeWaiting(trx);
      return signNext(trx, sources, kept);
    });
    if (kept.adopt !== null || kept.tree?.size !== made.size)
      await logState.write({ origin, size: made.size, root: made.root });
    await resolveAlert(db, { key: [FORKED_KEY, UNSIGNED] });
    return made;
  } catch (error) {
    // Without a database no alert can be raised; the caller gets the error instead.
    await raiseUnsigned(db, error).catch(() => Promise.reject(error));
    // What was signed earlier stays true: an export against it shows where the log differs.
    const last = await findLastCheckpoint(db);
    if (last !== undefined) return last;
    throw new Refusal('unavailable', `The audit log is not signed: ${getErrorMessage(error)}`, {
      retryAfterSeconds: RETRY_SECONDS,
    });
  }
}

async function readState({ logState }: CheckpointSources): Promise<StoredState> {
  const kept = await logState.read().catch((error: unknown) => {
    throw new LogUnsigned(
      `The file with the last signed tree (audit-state.json) cannot be read: ${getErrorMessage(error)}`,
    );
  });
  if (kept !== null) return kept;
  throw new LogUnsigned(`The file with the last signed tree (audit-state.json) does not exist. ${ADOPT}`);
}

async function signNext(
  trx: Connection,
  sources: CheckpointSources,
  kept: StoredState,
): Promise<{ origin: string; made: KeptCheckpoint }> {
  const last = await findLastCheckpoint(trx);
  const origin = await findOrigin(trx);
  const start = pickStart(kept, { origin, last });
  const tree = openStoredTree(trx);
  const before = await treeSize(trx);
  for (const signed of [start, ...(last === undefined ? [] : [last])]) {
    const forked = await findFork(tree, { size: before, last: signed });
    if (forked !== null) throw new LogUnsigned(`${forked} ${ADOPT}`, { forked: true });
  }
  if (kept.adopt !== null) await logAdopted(trx, sources, { adopt: kept.adopt, start });
  const size = await treeSize(trx);
  if (last?.size === size && last.public_key === sources.auditSigner.publicKey) return { origin, made: last };
  // The audit entry of the adoption made the tree longer than the one read above.
  const root = await openStoredTree(trx).root(size);
  const note = sources.auditSigner.sign({ origin, size, root });
  const made = { size, root, note, public_key: sources.auditSigner.publicKey, made_at: sources.now() };
  return { origin, made: await insertCheckpoint(trx, made) };
}

function pickStart(
  { tree, adopt }: StoredState,
  { origin, last }: { origin: string; last: KeptCheckpoint | undefined },
): Pick<SignedTree, 'size' | 'root'> {
  if (tree !== null && tree.origin !== origin)
    throw new LogUnsigned(`The last signed tree (audit-state.json) belongs to another log: ${tree.origin}. ${ADOPT}`, {
      forked: true,
    });
  if (tree !== null) return tree;
  if (adopt?.from === 'last' && last !== undefined) return last;
  if (last === undefined) return { size: 0, root: EMPTY_ROOT };
  throw new LogUnsigned(`The log was signed before, but this process was set up for a new one. ${ADOPT}`);
}

async function logAdopted(
  trx: Connection,
  { now }: CheckpointSources,
  { adopt: { from, reason }, start: { size, root } }: { adopt: Adoption; start: Pick<SignedTree, 'size' | 'root'> },
): Promise<void> {
  const detail = { from, size, root: root.toString('base64'), reason };
  await appendAudit(trx, [{ at: now(), noticeId: null, actor: SYSTEM, action: 'audit_adopted', detail }]);
  await placeWaiting(trx);
}

async function raiseUnsigned(db: Db, error: unknown): Promise<void> {
  const summary = `The audit log is not signed: ${getErrorMessage(error)}`;
  await raiseAlert(db, { key: UNSIGNED, kind: UNSIGNED, noticeId: null, summary }, { refresh: true });
  if (error instanceof LogUnsigned && error.forked)
    await raiseAlert(db, { key: FORKED_KEY, kind: FORKED, noticeId: null, summary: error.message }, { refresh: true });
}

export async function findFork(
  tree: Tree,
  { size, last }: { size: number; last: Pick<KeptCheckpoint, 'size' | 'root'> },
): Promise<string | null> {
  if (size < last.size)
    return `The audit log has ${size} entries, but a checkpoint of ${last.size} was signed: entries were lost or removed.`;
  if ((await tree.root(last.size)).equals(last.root)) return null;
  return `The first ${last.size} entries of the audit log do not match what was signed: something was changed.`;
}
