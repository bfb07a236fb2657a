import { raiseAlert, resolveOtherAlerts } from '../../../registry/ops/alerts.js';
import type { Db } from '../../../registry/db.js';
import { countUnsupportedOpenly } from '../../../registry/enforcement/restore-duties.js';

const KIND = 'unsupported_restrictions' as const;

/**
 * Keeps one alert a month while restrictions without a basis are in effect. It counts open notices only; secret ones
 * have their own `restore_due`, which only their readers see.
 */
export async function raiseUnsupported(db: Db, now: Date): Promise<void> {
  const month = now.toISOString().slice(0, 7);
  const key = `${KIND}:${month}`;
  await db.transaction().execute(async (trx) => {
    const { restrictions, notices } = await countUnsupportedOpenly(trx, now);
    await resolveOtherAlerts(trx, { kind: KIND, key: restrictions === 0 ? null : key });
    if (restrictions === 0) return;
    const many = restrictions === 1 ? '1 restriction' : `${restrictions} restrictions`;
    const of = notices === 1 ? '1 notice' : `${notices} notices`;
    const summary = `${many} of ${of} in force without a valid legal basis (${month}), listed under Restrictions.`;
    const alert = { key, kind: KIND, noticeId: null, summary, detail: { month, restrictions, notices } };
    await raiseAlert(trx, alert, { refresh: true });
  });
}
