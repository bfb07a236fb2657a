import { appendAudit } from '../../../registry/notices/audit.js';
import { inTransaction, type Connection } from '../../../registry/db.js';
import { findNotice, lockNotice } from '../../../registry/notices/notices.js';
import { grantBreakGlass, endBreakGlass } from '../../../registry/notices/reclassifications.js';
import { insertBreakGlassMessages } from '../../../registry/notices/break-glass-messages.js';
import { raiseAlert, resolveAlert } from '../../../registry/ops/alerts.js';
import { isUuid } from '../../../domain/uuid.js';
import { toActor, toReader, type Caller } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import { CURES } from '../../../domain/commands/cures.js';

const HOUR_MS = 3_600_000;
const KIND = 'glass_broken' as const;
const listAlertKeys = (noticeId: string) => [`${noticeId}:${KIND}`, `${noticeId}:${KIND}:counsel`];

/**
 * Grants break-glass access to a secret notice for some hours, with a reason. Its readers and the auditors learn who
 * and why; other counsel only that it happened, not where. Each gets a mail without content.
 */
export async function beginBreakGlass(
  services: Services,
  { caller, id, reason, hours }: { caller: Caller; id: string; reason: string; hours: number },
): Promise<{ until: Date }> {
  return inTransaction(services.db, async (trx) => {
    const found = isUuid(id) ? await findNotice(trx, { id, reader: toReader(caller) }) : undefined;
    if (found === undefined) throw new Refusal('missing', CURES.noNotice);
    if (found.known) throw new Refusal('illegal_transition', 'You already have access to this notice.');
    await lockNotice(trx, id);
    const at = services.now();
    const until = new Date(at.getTime() + hours * HOUR_MS);
    await grantBreakGlass(trx, { noticeId: id, person: caller.person.id, until });
    const detail = { reason, until: until.toISOString() };
    await appendAudit(trx, [{ at, noticeId: id, actor: toActor(caller), action: KIND, detail }]);
    await notifyOthers(trx, { noticeId: id, name: caller.person.name, until });
    await insertBreakGlassMessages(trx, { noticeId: id, by: caller.person.id, at, until });
    return { until };
  });
}

async function notifyOthers(
  trx: Connection,
  { noticeId, name, until }: { noticeId: string; name: string; until: Date },
): Promise<void> {
  const [ofNotice = '', ofCounsel = ''] = listAlertKeys(noticeId);
  const what = `${name} has break-glass access to a secret notice until ${until.toISOString()}.`;
  const detail = { until: until.toISOString() };
  await raiseAlert(
    trx,
    { key: ofNotice, kind: KIND, noticeId, summary: `${what} See the timeline for the reason.`, detail },
    { refresh: true },
  );
  await raiseAlert(
    trx,
    { key: ofCounsel, kind: KIND, noticeId: null, audience: ['counsel'], summary: what, detail },
    { refresh: true },
  );
}

export async function expireBreakGlass(db: Connection): Promise<void> {
  for (const noticeId of await endBreakGlass(db)) await resolveAlert(db, { key: listAlertKeys(noticeId) });
}
