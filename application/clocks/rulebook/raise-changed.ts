import type { Connection } from '../../../registry/db.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';
import { RULEBOOK_CHANGED } from '../../../registry/rulebook/rulebook-editions.js';

export const COMPARING = 'The rulebook has changed. Open clocks are being compared with it.';

export function raiseChanged(db: Connection, summary: string, detail: Record<string, unknown>): Promise<void> {
  const row = { key: RULEBOOK_CHANGED, kind: RULEBOOK_CHANGED, noticeId: null, summary, detail };
  return raiseAlert(db, row, { refresh: true });
}
