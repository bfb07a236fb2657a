import type { Logger } from 'pino';
import { settleCloseRequests } from '../registry/notices/force-close.js';
import { openLeaderLocks, type LeaderLocks, type JobName } from '../registry/ops/leader-locks.js';
import type { CheckpointSources } from '../application/audit/make-checkpoint.js';
import { checkpointAudit } from '../application/audit/witness.js';
import { settleChanges } from '../application/people/settle-changes.js';
import { refreshForecast } from '../application/clocks/forecast/refresh-forecast.js';
import { findTiming, reconcile } from '../application/enforcement/reconcile/reconcile.js';
import { findStuck } from '../application/enforcement/reconcile/find-stuck.js';
import { noteAnnulments, openDuties } from '../application/enforcement/restore/open-duties.js';
import { raiseEndedPauses } from '../application/enforcement/pauses/enforcement-pauses.js';
import { reopenReturnedAppeals, watchAppeals } from '../application/appeals/watch-appeals.js';
import { createMover } from '../application/enforcement/releases/move-notices.js';
import { followOrders } from '../application/intake/orders/follow-orders.js';
import { notifyUsers } from '../application/letters/user-notices/notify-users.js';
import { applyRetention } from '../application/audit/retention/erase.js';
import { raiseUnsupported } from '../application/enforcement/restore/unsupported-alert.js';
import { drainOutbox, type DrainSources } from '../application/letters/outbox/drain-outbox.js';
import { answerUnanswered, confirmAccepted, noteAccepted, type CommandSources } from './send-again.js';
import type { Services, SharedServices } from '../application/services.js';
import { expireBreakGlass } from '../application/people/secrecy/break-glass.js';
import { watchClearances } from '../application/people/secrecy/needs-people.js';
import { sortInbound } from '../application/intake/inbound/sort-inbound.js';
import { raiseHeldMail } from '../application/intake/inbound/held-mail-alert.js';
import { raiseToPresentLaw } from '../application/people/secrecy/raise-by-law.js';
import { sendLumen } from '../application/letters/publishing/send-lumen.js';
import { orderUpdates } from '../application/letters/status-updates/order-updates.js';
import { sendStatements } from '../application/letters/statements/send-statements.js';
import { notifySubscriber } from '../application/letters/webhooks/deliver-events.js';
import { runEvery, type Round } from '../process/run-every.js';
import { onTurn, type JobWork } from './leader-lock.js';
import { rotateKeys } from './rotate-keys.js';
import { watchApprovers } from './watch-approvers.js';
import { createWatchOfWatchdog } from './watch-the-watchdog.js';

const FORECAST_EVERY_MS = 60_000;
const DUTIES_EVERY_MS = 5_000;
/** Submission, approval and enforcement read the record themselves; this job stops clocks and raises the alert. */
const ORDERS_EVERY_MS = 1_000;
const ANNULMENTS_EVERY_MS = 60_000;
const PAUSES_EVERY_MS = 5_000;
const UNSUPPORTED_EVERY_MS = 10 * 60_000;
const APPROVERS_EVERY_MS = 60_000;
const KEYS_EVERY_MS = 60_000;
/** Keys and contacts check the time themselves. */
const CHANGES_EVERY_MS = 10_000;
const CLOSE_REQUESTS_EVERY_MS = 60_000;
/** A failing task has failed three times after about 15 s, so that an alert is raised within the minute. */
const STUCK_EVERY_MS = 15_000;
const AUDIT_EVERY_MS = 30_000;
const CLEARANCES_EVERY_MS = 10_000;
const RETENTION_EVERY_MS = 5 * 60_000;
/** A waiting mail may be an order with one hour to comply. */
const HELD_MAIL_EVERY_MS = 10_000;
const LEAST_REST_MS = 1_000;
const NOTIFY_EVERY_MS = 3_000;
const UPDATES_EVERY_MS = 30_000;
const APPEALS_EVERY_MS = 5_000;
const RELEASES_EVERY_MS = 5_000;
const BATCH = 50;

/**
 * Starts the background jobs. Delivery to Temporal runs apart from the others, so that a slow Temporal server does not
 * hold them up. With several processes, each job runs in one of them.
 */
export function startJobs(sources: DrainSources & CommandSources & SharedServices, logger: Logger): Round {
  const { db } = sources;
  const locks = openLeaderLocks(db);
  const job = (name: JobName, work: JobWork, everyMs?: number | (() => number)) =>
    runEvery(name, onTurn(locks, name, work), logger, everyMs);
  const watchTheWatchdog = createWatchOfWatchdog();
  const moveNotices = createMover();
  const jobs = [
    // In every process: only this one knows which commands Temporal confirmed to it.
    startNoting(sources, logger),
    job('drain', async (isStopped) => {
      while ((await drainOutbox(sources, { limit: BATCH })) === BATCH && !isStopped());
      await answerUnanswered(sources);
      await confirmAccepted(sources);
    }),
    job('watchdog', () => watchTheWatchdog(db)),
    job('approvers', () => watchApprovers(db), APPROVERS_EVERY_MS),
    job('close_requests', () => settleCloseRequests(db), CLOSE_REQUESTS_EVERY_MS),
    job('changes', () => settleChanges(db, sources.now()), CHANGES_EVERY_MS),
    job('forecast', () => refreshForecast({ db, now: sources.now() }), FORECAST_EVERY_MS),
    job('orders', () => followOrders(sources, sources.now()), ORDERS_EVERY_MS),
    job('duties', () => openDuties(sources, sources.now()), DUTIES_EVERY_MS),
    job('annulments', () => noteAnnulments(sources, sources.now()), ANNULMENTS_EVERY_MS),
    job('secrecy_by_law', () => raiseToPresentLaw(sources), ANNULMENTS_EVERY_MS),
    job('clearances', () => watchClearances(db, sources), CLEARANCES_EVERY_MS),
    job('break_glass', () => expireBreakGlass(db), CLEARANCES_EVERY_MS),
    job('keys', () => rotateKeys(sources), KEYS_EVERY_MS),
    job('retention', (isStopped) => applyRetention(sources, isStopped), RETENTION_EVERY_MS),
    job('user_notices', () => notifyUsers(sources, sources.now()), NOTIFY_EVERY_MS),
    job(
      'appeals',
      async () => {
        await reopenReturnedAppeals(db, sources.now());
        await watchAppeals(db, sources.now());
      },
      APPEALS_EVERY_MS,
    ),
    job('status_updates', (isStopped) => orderUpdates(sources, isStopped), UPDATES_EVERY_MS),
    job('pauses', () => raiseEndedPauses(db, sources.now()), PAUSES_EVERY_MS),
    job('unsupported', () => raiseUnsupported(db, sources.now()), UNSUPPORTED_EVERY_MS),
    job('statements', (isStopped) => sendStatements(sources, isStopped)),
    job('lumen', (isStopped) => sendLumen(sources, isStopped)),
    job('webhooks', (isStopped) => notifySubscriber(sources, isStopped)),
    job('inbound', (isStopped) => sortInbound(sources, logger, isStopped)),
    job('held_mail', () => raiseHeldMail(db), HELD_MAIL_EVERY_MS),
    job('releases', (isStopped) => moveNotices(sources, isStopped), RELEASES_EVERY_MS),
    job('stuck', (isStopped) => findStuck(sources, { isStopped }), STUCK_EVERY_MS),
    ...reconciling(sources, { locks, logger }),
  ];
  return {
    async stop() {
      await Promise.all(jobs.map((one) => one.stop()));
      await locks.close();
    },
  };
}

function reconciling(
  sources: Pick<Services, 'db' | 'engine' | 'keys' | 'reconcileEveryMs'>,
  { locks, logger }: { locks: LeaderLocks; logger: Logger },
): Round[] {
  const { reconcileEveryMs: everyMs } = sources;
  if (everyMs === null) return [];
  let beganMs = performance.now();
  const work: JobWork = (isStopped) => {
    beganMs = performance.now();
    return reconcile(sources, { pace: findTiming(everyMs), isStopped });
  };
  return [
    runEvery('reconcile', onTurn(locks, 'reconcile', work), logger, () =>
      Math.max(LEAST_REST_MS, beganMs + everyMs - performance.now()),
    ),
  ];
}

/**
 * Starts the audit log's job, in the process that has its key: a checkpoint at least each minute, handed to each
 * witness.
 */
export function startAuditJob(sources: CheckpointSources, witnesses: readonly string[], logger: Logger): Round {
  return runEvery('audit_checkpoint', () => checkpointAudit(sources, witnesses), logger, AUDIT_EVERY_MS);
}

/**
 * Starts recording which commands Temporal has confirmed to this process, so that they are not resent. Needed in an API
 * process even if the other jobs run elsewhere.
 */
export function startNoting(sources: Pick<CommandSources, 'db' | 'accepted'>, logger: Logger): Round {
  return runEvery('note_accepted_commands', () => noteAccepted(sources), logger);
}
