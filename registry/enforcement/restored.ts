import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { SYSTEM } from '../../domain/people/actor.js';
import type { Connection } from '../db.js';
import { appendAudit } from '../notices/audit.js';
import { raiseAlert } from '../ops/alerts.js';
import { insertPause } from './pauses.js';

/** Alert key shared by every global pause, so that resuming resolves the alert regardless of who paused. */
export const PAUSE_OF_ALL = 'all:enforcement_paused';

const NEVER = new Date('9999-12-31T00:00:00Z');

/**
 * Pauses all enforcement because the registry was restored from a backup and later acts are unknown here. Happens once
 * per restore point; returns whether this call did it.
 */
export async function holdAfterRestore(trx: Connection, { from, at }: { from: Date; at: Date }): Promise<boolean> {
  const known = await trx
    .selectFrom('enforcement_pause')
    .select('id')
    .where('restored_from', '=', from)
    .executeTakeFirst();
  if (known !== undefined) return false;
  await sql`
    update enforcement_pause set ended_at = ${at}, ended_reason = 'The registry was restored from a backup.'
    where ended_at is null and notice_id is null`.execute(trx);
  const reason = `Restored to ${from.toISOString()}`;
  const by = { by_id: SYSTEM.id, by_name: SYSTEM.name };
  await insertPause(trx, { id: uuidv7(), reason, ...by, until: NEVER, restored_from: from });
  await raiseRestored(trx, from, 'The restrictions in force on the platform are being compared with it.');
  await appendAudit(trx, [
    { at, noticeId: null, actor: SYSTEM, action: 'registry_restored', detail: { from: from.toISOString() } },
  ]);
  return true;
}

export interface Restoration {
  id: string;
  from: Date;
  comparedAt: Date | null;
}

export async function findRestoration(db: Connection): Promise<Restoration | undefined> {
  const { rows } = await sql<Restoration>`
    select id, restored_from as "from", compared_at as "comparedAt" from enforcement_pause
    where ended_at is null and restored_from is not null`.execute(db);
  return rows[0];
}

export interface KnownTarget {
  noticeId: string;
  no: number;
  platformId: string;
}

/** Lists a page of targets that have a platform id, acted on or not; `after` is null for the first page. */
export async function listKnownTargets(
  db: Connection,
  { after, limit }: { after: KnownTarget | null; limit: number },
): Promise<KnownTarget[]> {
  const { rows } = await sql<KnownTarget>`
    select notice_id as "noticeId", no, platform_id as "platformId" from target
    where platform_id is not null
      and (${after?.noticeId ?? null}::uuid is null or (notice_id, no) > (${after?.noticeId ?? null}::uuid, ${after?.no ?? 0}))
    order by notice_id, no limit ${limit}`.execute(db);
  return rows;
}

export async function listDiffering(db: Connection, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select platform_id as id from proof where state = 'mismatch' and platform_id = any(${ids}::text[])`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Records that the comparison is complete and updates the alert; enforcement stays paused until a person resumes it.
 */
export async function markCompared(
  trx: Connection,
  { id, from }: Restoration,
  { targets, differing, at }: { targets: number; differing: number; at: Date },
): Promise<void> {
  await sql`
    update enforcement_pause set compared_at = ${at}, compared_targets = ${targets}, compared_differing = ${differing}
    where id = ${id}::uuid and compared_at is null`.execute(trx);
  const found =
    differing === 0
      ? `None of the ${targets} targets it knows differ on the platform.`
      : `${differing} of the ${targets} targets it knows differ on the platform; each is shown on its notice.`;
  await raiseRestored(trx, from, `${found} Enforcement continues when a person resumes it.`);
  await appendAudit(trx, [
    { at, noticeId: null, actor: SYSTEM, action: 'restored_compared', detail: { targets, differing } },
  ]);
}

async function raiseRestored(trx: Connection, from: Date, progress: string): Promise<void> {
  const summary =
    `The desk was restored to ${from.toISOString()}: later notices, decisions and actions are missing. ` +
    `Nothing is sent to the platform. ${progress}`;
  const detail = { from: from.toISOString() };
  await raiseAlert(trx, { key: PAUSE_OF_ALL, kind: 'restored', noticeId: null, summary, detail }, { refresh: true });
}
