import type { Connection } from '../../registry/db.js';
import { getNotice } from '../../registry/notice/notices.js';
import { insertOutbox } from '../../registry/ops/outbox.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { clocksOfNotice } from './clocks-of-notice.js';
import { insertProposedClocks } from './propose-clocks.js';

/**
 * Opens the clocks that the law starts from our act (to keep what was removed for 180 days) and writes down the command
 * that hands them to the workflow. Most laws have none.
 */
export async function startEffectClocks(
  { trx, rulebook, newId }: { trx: Connection; rulebook: Rulebook; newId: () => string },
  { noticeId, effectAtMs }: { noticeId: string; effectAtMs: number },
): Promise<void> {
  const row = await getNotice(trx, noticeId);
  const versions = rulebook.regimeById(row.regime_id)?.versions ?? [];
  const regime = versions.find(({ version }) => version === row.regime_version);
  if (regime === undefined) return;
  const facts = {
    kind: row.kind,
    issuedAt: row.issued_at,
    servedAt: row.served_at,
    receivedAt: row.received_at,
    facts: row.facts,
    orderedDeadline: row.ordered_deadline,
    secret: row.secrecy_level !== 'open',
  };
  const { clocks } = clocksOfNotice({ rulebook, newId }, regime, facts, { effectAtMs });
  if (clocks.length === 0) return;
  await insertProposedClocks(trx, noticeId, clocks);
  const body = { clocks: clocks.map(({ clock }) => clock) };
  await insertOutbox(trx, { noticeId, kind: 'command', payload: { name: 'start_clocks', body } });
}
