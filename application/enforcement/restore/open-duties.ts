import type { Services } from '../../services.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import { concernsAll } from '../../../domain/clocks/restore-duty.js';
import { reinstateClock } from '../../../domain/open-clocks/index.js';
import { raiseAlert, resolveOtherAlerts } from '../../../registry/ops/alerts.js';
import type { Connection, Db } from '../../../registry/db.js';
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
  countUnsupportedOpenly,
} from '../../../registry/enforcement/restore-duties.js';
import { markAnnulledLaws } from '../../../registry/notices/orders.js';
import { passWithheldLinksOn } from '../../../registry/notices/secret-links.js';
import { TZ_VERSION } from '../../clocks/clocks-of-notice.js';
import { insertProposedClocks } from '../../clocks/propose-move.js';
import { mayActAlone } from '../../../domain/submissions/restoring-alone.js';
import { RESTORE_CAUSES } from '../../../domain/submissions/submission.js';
import { needNotice, type Reading } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { readProvenFacts } from '../../../registry/enforcement/proven-facts.js';

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

/** What the caller may restore without another person's approval, and the record that shows it. */
export async function readRestoreBasis(services: Reading, caller: Caller, id: string) {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const question = { noticeId: row.id, submission: null, author: caller.person.id, now: services.now() };
  const facts = await readProvenFacts(services.db, { ...question, reader: toReader(caller) });
  // Preservation is reported separately: a selection without such a target is judged by the cause alone.
  const others = { ...facts, preservedUntil: null };
  return {
    causes: RESTORE_CAUSES.map((cause) => ({ cause, alone: mayActAlone(cause, others) })),
    preservedUntil: facts.preservedUntil,
  };
}

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
