import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { settleCloseRequests } from '../registry/notices/force-close.js';
import { openLeaderLocks, type LeaderLocks } from '../registry/ops/leader-locks.js';
import type { CheckpointSources } from '../application/audit/make-checkpoint.js';
import { checkpointAudit } from '../application/audit/witness.js';
import { settleChanges } from '../application/people/decide-change.js';
import { refreshForecast } from '../application/clocks/forecast/refresh-forecast.js';
import { findTiming, reconcile } from '../application/enforcement/reconcile/reconcile.js';
import { findStuck } from '../application/enforcement/reconcile/find-stuck.js';
import { noteAnnulments, openDuties, raiseUnsupported } from '../application/enforcement/restore/open-duties.js';
import { raiseEndedPauses } from '../application/enforcement/pauses/enforcement-pauses.js';
import { reopenReturnedAppeals, watchAppeals } from '../application/appeals/watch-appeals.js';
import { createMover } from '../application/enforcement/releases/move-notices.js';
import { followOrders } from '../application/intake/orders/follow-orders.js';
import { notifyUsers } from '../application/letters/user-notices/notify-users.js';
import { applyRetention } from '../application/audit/retention/erase.js';
import { drainOutbox, type DrainSources } from '../application/letters/outbox/drain-outbox.js';
import { answerUnanswered, confirmAccepted, noteAccepted, type CommandSources } from './send-again.js';
import type { Services, SharedServices } from '../application/services.js';
import { expireBreakGlass } from '../application/people/secrecy/break-glass.js';
import { watchClearances } from '../application/people/secrecy/needs-people.js';
import { sortInbound } from '../application/intake/inbound/sort-inbound.js';
import { raiseHeldMail } from '../application/intake/inbound/held-mail-alert.js';
import { raiseToPresentLaw } from '../application/people/secrecy/raise-by-law.js';
import { orderUpdates } from '../application/letters/status-updates/order-updates.js';
import { watchEvents } from '../application/clocks/rulebook/watch/watch-events.js';
import { watchTexts } from '../application/clocks/rulebook/watch/watch-texts.js';
import { notifySubscribers } from '../application/letters/webhooks/deliver-events.js';
import { everywhere, type Job, type JobTools, leader, runEvery, type Round } from '../process/run-every.js';
import { endCanaries, runCanary, type CanarySettings } from './canary/canary.js';
import { FEATURE_JOBS } from './features.js';
import { rotateKeys } from './rotate-keys.js';
import { watchApprovers } from './watch-approvers.js';
import { createWatchOfWatchdog } from './watch-the-watchdog.js';
import type { Db } from '../registry/db.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LEAST_REST_MS = 1_000;
const BATCH = 50;

type BackgroundSources = DrainSources & CommandSources & SharedServices;

/** Jobs that all processes of the desk do together, each in one of them at a time. */
export function backgroundJobs(sources: BackgroundSources): Job[] {
  const { db, now } = sources;
  const watchTheWatchdog = createWatchOfWatchdog();
  const moveNotices = createMover();
  return [
    // Apart from the others, so that a slow Temporal server does not hold them up.
    leader('drain', 2 * SECOND, (tools) => drain(sources, tools)),
    leader('watchdog', 2 * SECOND, () => watchTheWatchdog(db)),
    leader('approvers', MINUTE, () => watchApprovers(db)),
    leader('close_requests', MINUTE, () => settleCloseRequests(db)),
    // Keys and contacts check the time themselves.
    leader('changes', 10 * SECOND, () => settleChanges(db, now())),
    leader('forecast', MINUTE, () => refreshForecast({ db, now: now() })),
    // Submission, approval and enforcement read the record themselves; this job stops clocks and raises the alert.
    leader('orders', SECOND, () => followOrders(sources, now())),
    leader('duties', 5 * SECOND, () => openDuties(sources, now())),
    leader('annulments', MINUTE, () => noteAnnulments(sources, now())),
    leader('secrecy_by_law', MINUTE, () => raiseToPresentLaw(sources)),
    leader('clearances', 10 * SECOND, () => watchClearances(db, sources)),
    leader('break_glass', 10 * SECOND, () => expireBreakGlass(db)),
    leader('keys', MINUTE, () => rotateKeys(sources)),
    leader('retention', 5 * MINUTE, ({ isStopped }) => applyRetention(sources, isStopped)),
    leader('user_notices', 3 * SECOND, () => notifyUsers(sources, now())),
    leader('appeals', 5 * SECOND, async () => {
      await reopenReturnedAppeals(db, now());
      await watchAppeals(db, now());
    }),
    leader('status_updates', 30 * SECOND, ({ isStopped }) => orderUpdates(sources, isStopped)),
    leader('pauses', 5 * SECOND, () => raiseEndedPauses(db, now())),
    leader('unsupported', 10 * MINUTE, () => raiseUnsupported(db, now())),
    ...FEATURE_JOBS.flatMap((open) => open(sources)),
    leader('webhooks', 2 * SECOND, ({ isStopped }) => notifySubscribers(sources, { isStopped })),
    leader('inbound', 2 * SECOND, ({ isStopped, logger }) => sortInbound(sources, logger, isStopped)),
    // A waiting mail may be an order with one hour to comply.
    leader('held_mail', 10 * SECOND, () => raiseHeldMail(db)),
    leader('releases', 5 * SECOND, ({ isStopped }) => moveNotices(sources, isStopped)),
    // A failing task has failed three times after about 15 s, so that an alert is raised within the minute.
    leader('stuck', 15 * SECOND, ({ isStopped }) => findStuck(sources, { isStopped })),
    leader('law_watch', 5 * SECOND, ({ isStopped }) => watchTexts(sources, isStopped)),
    leader('law_events', MINUTE, () => watchEvents(sources)),
    ...reconciling(sources),
  ];
}

async function drain(sources: BackgroundSources, { isStopped }: JobTools): Promise<void> {
  while ((await drainOutbox(sources, { limit: BATCH })) === BATCH && !isStopped());
  await answerUnanswered(sources);
  await confirmAccepted(sources);
}

function reconciling(sources: BackgroundSources): Job[] {
  const { reconcileEveryMs: everyMs } = sources;
  if (everyMs === null) return [];
  let beganMs = performance.now();
  const rest = () => Math.max(LEAST_REST_MS, beganMs + everyMs - performance.now());
  return [
    leader('reconcile', rest, ({ isStopped }) => {
      beganMs = performance.now();
      return reconcile(sources, { pace: findTiming(everyMs), isStopped });
    }),
  ];
}

export interface ApiJobSettings {
  /** Null: the canary is off, and what earlier ones left is no finding any more. */
  canary: CanarySettings | null;
  /** Recipients of each checkpoint of the audit log. */
  witnesses: readonly string[];
}

/** Jobs for which only an API has the keys. */
export function apiJobs(services: Services & CheckpointSources, { canary, witnesses }: ApiJobSettings): Job[] {
  return [
    leader('canary', 5 * SECOND, ({ isStopped, logger }) =>
      canary === null ? endCanaries(services) : runCanary({ services, settings: canary, logger }, isStopped),
    ),
    // A checkpoint at least each minute.
    everywhere('audit_checkpoint', 30 * SECOND, () => checkpointAudit(services, witnesses)),
  ];
}

/** Jobs of every process that sends commands: only it knows which ones Temporal confirmed to it. */
export function commandJobs(sources: Pick<CommandSources, 'db' | 'accepted'>): Job[] {
  return [everywhere('note_accepted_commands', 2 * SECOND, () => noteAccepted(sources))];
}

/** Starts jobs. With several processes, those with a leader lock run in one of them. */
export function startJobs(jobs: readonly Job[], { db, logger }: { db: Db; logger: Logger }): Round {
  const locks = openLeaderLocks(db);
  const rounds = jobs.map((job) => start(job, { locks, logger: logger.child({ job: job.name }) }));
  return {
    async stop() {
      await Promise.all(rounds.map(({ stop }) => stop()));
      await locks.close();
    },
  };
}

function start(
  { name, lock, everyMs, work, stopWithinMs }: Job,
  { locks, logger }: { locks: LeaderLocks; logger: Logger },
): Round {
  const { stop } = runEvery(
    name,
    async (isStopped) => {
      if (lock === null || (await locks.holds(lock))) await work({ isStopped, logger });
    },
    logger,
    everyMs,
  );
  if (stopWithinMs === undefined) return { stop };
  return { stop: () => Promise.race([stop(), sleep(stopWithinMs, undefined, { ref: false })]) };
}
