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
import { onTurn, type Work } from './on-turn.js';
import { tendKeys } from './tend-keys.js';
import { watchApprovers } from './watch-approvers.js';
import { createWatchOfWatchdog } from './watch-the-watchdog.js';

/** A pace is measured over days; a minute makes no difference to it. */
const FORECAST_EVERY_MS = 60_000;
/** A duty to restore runs for hours. */
const DUTIES_EVERY_MS = 5_000;
/** Submission, approval and enforcement read the record themselves; this stops clocks and raises the alert. */
const ORDERS_EVERY_MS = 1_000;
/** The rulebook changes seldom, and every notice is looked at. */
const ANNULMENTS_EVERY_MS = 60_000;
/** A pause ends to the second without it; this tells of it. */
const PAUSES_EVERY_MS = 5_000;
/** The monthly list is counted anew this often: what was restored meanwhile is off it. */
const UNSUPPORTED_EVERY_MS = 10 * 60_000;
/** Absences are planned by the day; a minute is soon enough to hear of one that leaves a seat empty. */
const APPROVERS_EVERY_MS = 60_000;
/** A wrapping key is replaced over hours; a lost one is put back by hand. */
const KEYS_EVERY_MS = 60_000;
/** Changes wait for hours; keys and contacts look at the time themselves. */
const CHANGES_EVERY_MS = 10_000;
/** A wish to close by force stands for a day. */
const CLOSE_REQUESTS_EVERY_MS = 60_000;
/** A task that fails has done so three times after 15 s or so; the next round tells of it within the minute. */
const STUCK_EVERY_MS = 15_000;
/** A checkpoint is made each minute at least; half of it leaves time to make it. */
const AUDIT_EVERY_MS = 30_000;
/** People leave by the day; a clock of a secret notice may be due within the hour. */
const CLEARANCES_EVERY_MS = 10_000;
/** Records are kept for days at least. */
const RETENTION_EVERY_MS = 5 * 60_000;
/** A mail that waits may be an order with an hour to run. */
const HELD_MAIL_EVERY_MS = 10_000;
/** Between two rounds of the reconciler, however long one takes. */
const LEAST_REST_MS = 1_000;
/** A duty to tell runs for hours; people wait for what it says. */
const TELL_EVERY_MS = 3_000;
/** The shortest cadence is an hour. */
const UPDATES_EVERY_MS = 30_000;
/** An appeal has days; one whose restoration was returned is open again before anybody looks for it. */
const APPEALS_EVERY_MS = 5_000;
/** A release that was replaced is to be empty within minutes. */
const RELEASES_EVERY_MS = 5_000;
const BATCH = 50;

/**
 * Passes on what crashes and outages left behind: workflows not started, commands without an answer or lost with a task. Beside that, so
 * that no slow engine holds them up, it looks whether the watchdog looks and whether anybody is there to approve what
 * waits, forecasts which clocks will be missed, ends pauses whose time is over, and sees what has lost its basis and is still in force.
 * Where several processes make rounds, each round is made by one of them.
 */
export function startRounds(sources: DrainSources & CommandSources & SharedServices, logger: Logger): Round {
  const { db } = sources;
  const locks = openRoundLocks(db);
  const round = (name: RoundName, work: Work, everyMs?: number | (() => number)) =>
    goRound(name, onTurn(locks, name, work), logger, everyMs);
  const watchTheWatchdog = createWatchOfWatchdog();
  const moveNotices = createMover();
  const rounds = [
    // What this process has heard is known to no other.
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

/** A round that begins every so often, however long one takes; none where it is off. */
function reconciling(
  sources: Pick<Services, 'db' | 'engine' | 'keys' | 'reconcileEveryMs'>,
  { locks, logger }: { locks: RoundLocks; logger: Logger },
): Round[] {
  const { reconcileEveryMs: everyMs } = sources;
  if (everyMs === null) return [];
  let beganMs = performance.now();
  const work: Work = (isStopped) => {
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
 * The round of the audit log, wherever its key is: a checkpoint over what came, at least each minute, to each witness.
 */
export function startAuditRound(sources: CheckpointSources, witnesses: readonly string[], logger: Logger): Round {
  return goRound('audit_checkpoint', () => tendAudit(sources, witnesses), logger, AUDIT_EVERY_MS);
}

/** Mails the links to the portal that were asked for. In the API alone, which draws them; of several each takes other requests. */
export function startPortalLinks(sources: LinkSources, logger: Logger): Round {
  const work: Work = async (isStopped) => {
    for (let seen = 0; seen < BATCH && !isStopped() && (await sendPortalMail(sources)); seen += 1);
  };
  return goRound('portal_links', work, logger);
}

/**
 * What a process that only takes requests does beside them where the rounds run elsewhere: it writes down which commands
 * the engine has told it that it holds, so that they are not sent again.
 */
export function startNoting(sources: Pick<CommandSources, 'db' | 'taken'>, logger: Logger): Round {
  return goRound('note_accepted_commands', () => noteTaken(sources), logger);
}
