import type { Logger } from 'pino';
import { settleCloseRequests } from '../../registry/notice/force-close.js';
import { openRoundLocks, type RoundLocks, type RoundName } from '../../registry/ops/round-locks.js';
import type { CheckpointSources } from '../audit/make-checkpoint.js';
import { tendAudit } from '../audit/witness.js';
import { settleChanges } from '../administration/settle-changes.js';
import { refreshForecast } from '../forecast/refresh-forecast.js';
import { paceFor, reconcile } from '../reconcile/reconcile.js';
import { findStuck } from '../reconcile/find-stuck.js';
import { noteAnnulments, openDuties } from '../restore/open-duties.js';
import { tellOfPausesOver } from '../pauses/enforcement-pauses.js';
import { reopenReturnedAppeals, watchAppeals } from '../appeals/watch-appeals.js';
import { createMover } from '../releases/move-notices.js';
import { followOrders } from '../orders/follow-orders.js';
import { tellUsers } from '../tell/tell-users.js';
import { tendRetention } from '../retention/erase.js';
import { tellOfUnsupported } from '../restore/tell-of-unsupported.js';
import { drainOutbox, type DrainSources } from '../outbox/drain-outbox.js';
import { answerUnanswered, confirmTaken, noteTaken, type CommandSources } from './send-again.js';
import type { Services, SharedServices } from '../services.js';
import { settleBrokenGlass } from '../secrecy/break-glass.js';
import { watchClearances } from '../secrecy/needs-people.js';
import { sortInbound } from '../inbound/sort-inbound.js';
import { tellOfHeld } from '../inbound/tell-of-held.js';
import { raiseToPresentLaw } from '../secrecy/raise-by-law.js';
import { sendLumen } from '../publishing/send-lumen.js';
import { sendPortalMail, type LinkSources } from '../portal/mail-links.js';
import { orderUpdates } from '../status-updates/order-updates.js';
import { sendStatements } from '../statements/send-statements.js';
import { tellSubscriber } from '../webhooks/deliver-events.js';
import { goRound, type Round } from './go-round.js';
import { onTurn, type JobWork } from './on-turn.js';
import { tendKeys } from './tend-keys.js';
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
const TELL_EVERY_MS = 3_000;
const UPDATES_EVERY_MS = 30_000;
const APPEALS_EVERY_MS = 5_000;
const RELEASES_EVERY_MS = 5_000;
const BATCH = 50;

/**
 * Starts the background jobs. Delivery to Temporal runs apart from the others, so that a slow Temporal server does not
 * hold them up. With several processes, each job runs in one of them.
 */
export function startRounds(sources: DrainSources & CommandSources & SharedServices, logger: Logger): Round {
  const { db } = sources;
  const locks = openRoundLocks(db);
  const round = (name: RoundName, work: JobWork, everyMs?: number | (() => number)) =>
    goRound(name, onTurn(locks, name, work), logger, everyMs);
  const watchTheWatchdog = createWatchOfWatchdog();
  const moveNotices = createMover();
  const rounds = [
    // In every process: only this one knows which commands Temporal confirmed to it.
    startNoting(sources, logger),
    round('drain', async (isStopped) => {
      while ((await drainOutbox(sources, { limit: BATCH })) === BATCH && !isStopped());
      await answerUnanswered(sources);
      await confirmTaken(sources);
    }),
    round('watchdog', () => watchTheWatchdog(db)),
    round('approvers', () => watchApprovers(db), APPROVERS_EVERY_MS),
    round('close_requests', () => settleCloseRequests(db), CLOSE_REQUESTS_EVERY_MS),
    round('changes', () => settleChanges(db, sources.now()), CHANGES_EVERY_MS),
    round('forecast', () => refreshForecast({ db, now: sources.now() }), FORECAST_EVERY_MS),
    round('orders', () => followOrders(sources, sources.now()), ORDERS_EVERY_MS),
    round('duties', () => openDuties(sources, sources.now()), DUTIES_EVERY_MS),
    round('annulments', () => noteAnnulments(sources, sources.now()), ANNULMENTS_EVERY_MS),
    round('secrecy_by_law', () => raiseToPresentLaw(sources), ANNULMENTS_EVERY_MS),
    round('clearances', () => watchClearances(db, sources), CLEARANCES_EVERY_MS),
    round('broken_glass', () => settleBrokenGlass(db), CLEARANCES_EVERY_MS),
    round('keys', () => tendKeys(sources), KEYS_EVERY_MS),
    round('retention', (isStopped) => tendRetention(sources, isStopped), RETENTION_EVERY_MS),
    round('tell', () => tellUsers(sources, sources.now()), TELL_EVERY_MS),
    round(
      'appeals',
      async () => {
        await reopenReturnedAppeals(db, sources.now());
        await watchAppeals(db, sources.now());
      },
      APPEALS_EVERY_MS,
    ),
    round('status_updates', (isStopped) => orderUpdates(sources, isStopped), UPDATES_EVERY_MS),
    round('pauses', () => tellOfPausesOver(db, sources.now()), PAUSES_EVERY_MS),
    round('unsupported', () => tellOfUnsupported(db, sources.now()), UNSUPPORTED_EVERY_MS),
    round('statements', (isStopped) => sendStatements(sources, isStopped)),
    round('lumen', (isStopped) => sendLumen(sources, isStopped)),
    round('webhooks', (isStopped) => tellSubscriber(sources, isStopped)),
    round('inbound', (isStopped) => sortInbound(sources, logger, isStopped)),
    round('held_mail', () => tellOfHeld(db), HELD_MAIL_EVERY_MS),
    round('releases', (isStopped) => moveNotices(sources, isStopped), RELEASES_EVERY_MS),
    round('stuck', (isStopped) => findStuck(sources, { isStopped }), STUCK_EVERY_MS),
    ...reconciling(sources, { locks, logger }),
  ];
  return {
    async stop() {
      await Promise.all(rounds.map((one) => one.stop()));
      await locks.close();
    },
  };
}

function reconciling(
  sources: Pick<Services, 'db' | 'engine' | 'keys' | 'reconcileEveryMs'>,
  { locks, logger }: { locks: RoundLocks; logger: Logger },
): Round[] {
  const { reconcileEveryMs: everyMs } = sources;
  if (everyMs === null) return [];
  let beganMs = performance.now();
  const work: JobWork = (isStopped) => {
    beganMs = performance.now();
    return reconcile(sources, { pace: paceFor(everyMs), isStopped });
  };
  return [
    goRound('reconcile', onTurn(locks, 'reconcile', work), logger, () =>
      Math.max(LEAST_REST_MS, beganMs + everyMs - performance.now()),
    ),
  ];
}

/**
 * Starts the audit log's job, in the process that has its key: a checkpoint at least each minute, handed to each
 * witness.
 */
export function startAuditRound(sources: CheckpointSources, witnesses: readonly string[], logger: Logger): Round {
  return goRound('audit_checkpoint', () => tendAudit(sources, witnesses), logger, AUDIT_EVERY_MS);
}

/** Starts mailing the requested portal links; only the API makes them. Several processes take different requests. */
export function startPortalLinks(sources: LinkSources, logger: Logger): Round {
  const work: JobWork = async (isStopped) => {
    for (let seen = 0; seen < BATCH && !isStopped() && (await sendPortalMail(sources)); seen += 1);
  };
  return goRound('portal_links', work, logger);
}

/**
 * Starts recording which commands Temporal has confirmed to this process, so that they are not resent. Needed in an API
 * process even if the other jobs run elsewhere.
 */
export function startNoting(sources: Pick<CommandSources, 'db' | 'taken'>, logger: Logger): Round {
  return goRound('note_accepted_commands', () => noteTaken(sources), logger);
}
