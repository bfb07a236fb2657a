import type { Services } from '../../services.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import { concernsAll } from '../../../domain/clocks/restore-duty.js';
import { reinstateClock } from '../../../domain/open-clocks/index.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';
import type { Connection } from '../../../registry/db.js';
import { insertOutbox } from '../../../registry/ops/outbox.js';
import {
  claimOwedDuties,
  noteAnnulmentDuties,
  noteExpiryDuties,
  noteLinkDuties,
  noteRefusalDuties,
  noteStayDuties,
  setDutyClock,
  settleClosedDuties,
  type OwedDuty,
} from '../../../registry/enforcement/restore-duties.js';
import { markAnnulledLaws } from '../../../registry/notices/orders.js';
import { passWithheldLinksOn } from '../../../registry/notices/secret-links.js';
import { TZ_VERSION } from '../../clocks/clocks-of-notice.js';
import { insertProposedClocks } from '../../clocks/propose-clocks.js';

const BATCH = 50;

type Sources = Pick<Services, 'db' | 'rulebook' | 'newId'>;

/**
 * Opens a `reinstate` clock for each order that has lost its basis while restrictions under it are in effect. It
 * restores nothing: people do, by `reinstate`.
 */
export async function openDuties({ db, newId }: Omit<Sources, 'rulebook'>, now: Date = new Date()): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await passWithheldLinksOn(trx);
    await noteLinkDuties(trx);
    await noteExpiryDuties(trx, now);
    await noteStayDuties(trx);
    await noteRefusalDuties(trx);
    await settleClosedDuties(trx);
  });
  for (let claimed = BATCH; claimed === BATCH; ) {
    claimed = await db.transaction().execute(async (trx) => {
      const owed = await claimOwedDuties(trx, { limit: BATCH });
      for (const duty of owed) await openDuty(trx, duty, newId);
      return owed.length;
    });
  }
}

/**
 * Records the duties that follow from laws marked as annulled in the present rulebook, and marks the orders that rest
 * on them. The next run opens their clocks.
 */
export async function noteAnnulments({ db, rulebook }: Omit<Sources, 'newId'>, now: Date = new Date()): Promise<void> {
  const annulled = annulledVersions(rulebook, now);
  await noteAnnulmentDuties(db, annulled);
  await markAnnulledLaws(db, annulled);
}

/** Versions that a court has struck down. Repeal alone does not end what was ordered under a law. */
function annulledVersions(
  { regimes }: Services['rulebook'],
  now: Date,
): { id: string; version: string; atMs: number }[] {
  const pickInstant = ({ inForceTo }: RegimeVersion) => (inForceTo === null ? now.getTime() : Date.parse(inForceTo));
  return regimes
    .flatMap(({ versions }) => versions)
    .filter(({ status }) => status === 'annulled')
    .map((version) => ({ id: version.id, version: version.version, atMs: pickInstant(version) }))
    .filter(({ atMs }) => atMs <= now.getTime());
}

async function openDuty(trx: Connection, duty: OwedDuty, newId: () => string): Promise<void> {
  const { id, noticeId, cause, summary, at } = duty;
  if (duty.closed) {
    // A closed notice has no workflow that could run a clock.
    await raiseAlert(trx, {
      key: `${noticeId}:restore:closed`,
      kind: 'restore_due',
      noticeId,
      summary: `${summary} The notice is closed but restrictions are still in force: reopen it and restore.`,
      detail: { cause },
    });
    return;
  }
  const opened = reinstateClock({
    regime: { id: duty.regimeId, version: duty.regimeVersion },
    startsAtMs: at.getTime(),
    partly: !concernsAll(cause),
    why: summary,
    tzVersion: TZ_VERSION,
    newId,
  });
  await insertProposedClocks(trx, noticeId, [opened]);
  await setDutyClock(trx, { id, clockId: opened.clock.id });
  const body = { clocks: [opened.clock] };
  await insertOutbox(trx, { noticeId, kind: 'command', payload: { name: 'start_clocks', body } });
}
