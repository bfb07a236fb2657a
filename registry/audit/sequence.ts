import { sql } from 'kysely';
import type { Connection, Db } from '../db.js';
import { inTransaction } from '../db.js';
import { HASHES_PER_PAGE, STORED_EVERY, foldHashes } from './tree.js';

const TREE_LOCK = 4_207_315;
const BATCH = 10_000;

export async function lockTree(trx: Connection): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TREE_LOCK})`.execute(trx);
}

export async function treeSize(db: Connection): Promise<number> {
  const row = await db
    .selectFrom('audit_leaf')
    .select((build) => build.fn.max('seq').as('size'))
    .executeTakeFirstOrThrow();
  return row.size ?? 0;
}

/** Gives every committed entry without a place the next places in the tree, in the order of writing. */
export async function sequenceAudit(db: Db): Promise<void> {
  while (await isWaiting(db)) {
    const placed = await inTransaction(db, async (trx) => {
      await lockTree(trx);
      return placeWaiting(trx);
    });
    if (placed < BATCH) return;
  }
}

async function isWaiting(db: Connection): Promise<boolean> {
  return (await db.selectFrom('audit_waiting').select('entry').limit(1).executeTakeFirst()) !== undefined;
}

interface Waiting {
  entry: number;
  leaf_hash: Buffer;
}

/** Places one batch at most and returns its size. The caller must hold the tree lock. */
export async function placeWaiting(trx: Connection): Promise<number> {
  const { rows } = await sql<Waiting>`
    select waiting.entry, entry.leaf_hash from audit_waiting waiting join audit_entry entry on entry.seq = waiting.entry
    order by waiting.entry limit ${BATCH}`.execute(trx);
  if (rows.length === 0) return 0;
  const before = await treeSize(trx);
  const places = rows.map((_, at) => before + at + 1);
  await sql`
    with placed as (
      insert into audit_leaf (seq, entry, leaf_hash)
      select * from unnest(${places}::bigint[], ${rows.map(({ entry }) => entry)}::bigint[],
        ${rows.map(({ leaf_hash: hash }) => hash)}::bytea[])
      returning entry
    )
    delete from audit_waiting using placed where audit_waiting.entry = placed.entry`.execute(trx);
  await storeNodes(trx, { before, after: before + rows.length });
  return rows.length;
}

async function storeNodes(trx: Connection, { before, after }: { before: number; after: number }): Promise<void> {
  for (let level = STORED_EVERY; after >= 2 ** level; level += STORED_EVERY) {
    const size = 2 ** level;
    const last = Math.floor(after / size);
    for (let position = Math.floor(before / size); position < last; position += 1) {
      const hash = foldHashes(await readPage(trx, level - STORED_EVERY, position));
      await trx.insertInto('audit_node').values({ level, position, hash }).execute();
    }
  }
}

export async function readPage(db: Connection, level: number, page: number): Promise<readonly Buffer[]> {
  const from = page * HASHES_PER_PAGE;
  if (level === 0) {
    const leaves = await db
      .selectFrom('audit_leaf')
      .select('leaf_hash as hash')
      .where('seq', '>', from)
      .where('seq', '<=', from + HASHES_PER_PAGE)
      .orderBy('seq')
      .execute();
    return leaves.map(({ hash }) => hash);
  }
  const nodes = await db
    .selectFrom('audit_node')
    .select('hash')
    .where('level', '=', level)
    .where('position', '>=', from)
    .where('position', '<', from + HASHES_PER_PAGE)
    .orderBy('position')
    .execute();
  return nodes.map(({ hash }) => hash);
}

export async function findLeaf(db: Connection, seq: number): Promise<Buffer | undefined> {
  const row = await db.selectFrom('audit_leaf').select('leaf_hash').where('seq', '=', seq).executeTakeFirst();
  return row?.leaf_hash;
}
