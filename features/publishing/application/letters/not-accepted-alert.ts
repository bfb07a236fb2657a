import type { AlertKind } from '../../../../domain/alert.js';
import type { Db } from '../../../../registry/db.js';
import { raiseAlert, resolveAlert } from '../../../../registry/ops/alerts.js';

export async function raiseNotAccepted(
  db: Db,
  { kind, count, summary }: { kind: AlertKind; count: number; summary: string },
): Promise<void> {
  if (count === 0) await resolveAlert(db, { key: kind });
  else await raiseAlert(db, { key: kind, kind, noticeId: null, summary, detail: { count } }, { refresh: true });
}
