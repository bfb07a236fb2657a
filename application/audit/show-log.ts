import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import { toProvenEntry } from '../../registry/audit/entry.js';
import { findLeaf, sequenceAudit, treeSize } from '../../registry/audit/sequence.js';
import type { Db } from '../../registry/db.js';
import { countAudit, listAudit, type AuditRow } from '../../registry/notices/audit-views.js';
import { readAsService } from '../../registry/reading.js';
import type { Caller } from '../caller.js';
import { readCursor } from '../paging.js';
import { invalid, Refusal } from '../refusal.js';
import { answerSeenPage, toSeenIn } from '../seen-page.js';
import type { Services } from '../services.js';
import { makeCheckpoint, openStoredTree, type CheckpointSources } from './make-checkpoint.js';

interface LogQuery extends PageQuery {
  after: number;
  order: 'oldest' | 'newest';
  notice?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  q?: string | undefined;
  called?: string | undefined;
}

export async function pageLog(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { cursor, after: start, order, limit, count, called, ...asked }: LogQuery,
) {
  const { db } = services;
  const [last] = readCursor(cursor, z.tuple([cursorKeys.seq])) ?? [];
  const newest = order === 'newest';
  const filters = { ...asked, called: called?.split(',') };
  const all = { after: start, before: null, filters };
  const rest = last === undefined ? all : newest ? { ...all, before: last } : { ...all, after: last };
  await readAsService('checkpoint', () => sequenceAudit(db));
  const paging = { limit, count };
  return answerSeenPage(services, { caller, name: 'audit' }, paging, {
    rows: (max) => readAsService('audit_log', () => listAudit(db, { ...rest, newest, limit: max })),
    total: () => readAsService('audit_log', () => countAudit(db, all)),
    view: toAuditItem,
    key: ({ seq }) => [seq],
    // Reading an entry about a read is not a new read: the log would grow for as long as it is read.
    seen: (row) => (row.action === 'secret_read' ? [] : toSeenIn(row.notice_id, row.secrecy_level ?? 'open')),
  });
}

function toAuditItem(row: AuditRow) {
  const { seq, leaf_hash: leaf, number, names } = row;
  const place = { seq, leafHash: leaf.toString('base64') };
  if (row.erased_at !== null) return { ...place, erased: true as const, number, names: {} };
  return { ...place, entry: { ...toProvenEntry(row), action: row.action }, number, names };
}

/** Returns size and root of the tree over the log as a signed note. */
export async function getCheckpointNote(sources: CheckpointSources): Promise<string> {
  const { note } = await readAsService('checkpoint', () => makeCheckpoint(sources));
  return note;
}

const base64 = (hash: Buffer) => hash.toString('base64');

interface ProofQuery {
  seq?: number | undefined;
  size?: number | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

export async function proveLog({ db }: Pick<Services, 'db'>, { seq, size, from, to }: ProofQuery) {
  const [asks, other] = [seq !== undefined || size !== undefined, from !== undefined || to !== undefined];
  if (asks === other)
    throw invalid('/query/seq', 'Give seq and size for an inclusion proof, or from and to for a consistency proof.');
  await readAsService('checkpoint', () => sequenceAudit(db));
  const whole = await treeSize(db);
  return asks ? proveInclusion(db, { seq, size, whole }) : proveConsistency(db, { from, to, whole });
}

async function proveInclusion(db: Db, { seq, size = 0, whole }: Pick<ProofQuery, 'seq' | 'size'> & { whole: number }) {
  if (seq === undefined) throw invalid('/query/seq', 'Give the sequence number of an entry.');
  const within = size === 0 ? whole : size;
  if (within > whole) throw invalid('/query/size', `The log has ${whole} entries.`);
  if (seq > within) throw invalid('/query/seq', `A tree of ${within} has no entry ${seq}.`);
  const leaf = await findLeaf(db, seq);
  if (leaf === undefined) throw new Refusal('missing', 'There is no such entry.');
  const tree = openStoredTree(db);
  const [root, hashes] = [await tree.root(within), await tree.inclusion(seq - 1, within)];
  return { seq, size: within, leafHash: base64(leaf), rootHash: base64(root), hashes: hashes.map(base64) };
}

async function proveConsistency(db: Db, { from, to = 0, whole }: Pick<ProofQuery, 'from' | 'to'> & { whole: number }) {
  if (from === undefined) throw invalid('/query/from', 'Give the size of the older tree.');
  const newer = to === 0 ? whole : to;
  if (newer > whole) throw invalid('/query/to', `The log has ${whole} entries.`);
  if (from > newer) throw invalid('/query/from', `It must be at most ${newer}.`);
  const tree = openStoredTree(db);
  const [older, root, hashes] = [await tree.root(from), await tree.root(newer), await tree.consistency(from, newer)];
  return { from, to: newer, fromRoot: base64(older), toRoot: base64(root), hashes: hashes.map(base64) };
}
