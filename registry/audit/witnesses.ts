import type { Db } from '../db.js';
import { getErrorMessage } from '../../domain/error-parts.js';
import { raiseAlert, resolveAlert, resolveOthers } from '../ops/alerts.js';
import { listCheckpointsAfter, type KeptCheckpoint } from './checkpoints.js';

const KIND = 'audit_witness_away';
const buildWitnessKey = (witness: string) => `${KIND}:${witness}`;
const BATCH = 500;

export function formatNotes(checkpoints: readonly Pick<KeptCheckpoint, 'note'>[]): string {
  return checkpoints.map(({ note }) => `${note}\n`).join('');
}

/** Creates a row for each configured witness and resolves the alerts of witnesses that were removed. */
export async function updateWitnesses(db: Db, witnesses: readonly string[]): Promise<void> {
  if (witnesses.length > 0)
    await db
      .insertInto('audit_witness')
      .values(witnesses.map((witness) => ({ witness, failing_since: null, last_error: null })))
      .onConflict((conflict) => conflict.column('witness').doNothing())
      .execute();
  await resolveOthers(db, { kind: KIND, keys: witnesses.map(buildWitnessKey) });
}

/**
 * Delivers the checkpoints a witness has not received, oldest first, and raises an alert if it fails. The locked row
 * ensures that only one process delivers to a witness.
 */
export async function handOver(
  db: Db,
  { witness, now, deliver }: { witness: string; now: Date; deliver: (checkpoints: KeptCheckpoint[]) => Promise<void> },
): Promise<void> {
  let more = true;
  while (more)
    more = await db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('audit_witness')
        .select(['handed', 'failing_since'])
        .where('witness', '=', witness)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (row === undefined) return false;
      const waiting = await listCheckpointsAfter(trx, { after: row.handed, limit: BATCH });
      const last = waiting.at(-1);
      if (last === undefined) return false;
      const update = trx.updateTable('audit_witness').where('witness', '=', witness);
      try {
        await deliver(waiting);
      } catch (error) {
        const why = getErrorMessage(error);
        await update.set({ failing_since: row.failing_since ?? now, last_error: why.slice(0, 500) }).execute();
        const summary = `Checkpoints of the audit log cannot be delivered to ${witness}: ${why}`;
        await raiseAlert(trx, {
          key: buildWitnessKey(witness),
          kind: KIND,
          noticeId: null,
          summary,
          detail: { witness },
        });
        return false;
      }
      await update.set({ handed: last.id, failing_since: null, last_error: null }).execute();
      await resolveAlert(trx, { key: buildWitnessKey(witness) });
      return waiting.length === BATCH;
    });
}
