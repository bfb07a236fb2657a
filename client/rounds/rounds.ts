import type { Logger } from 'pino';
import { settleCloseRequests } from '../../registry/notice/force-close.js';
import { settleChanges } from '../administration/settle-changes.js';
import { refreshForecast } from '../forecast/refresh-forecast.js';
import { paceFor, reconcile } from '../reconcile/reconcile.js';
import { noteAnnulments, openDuties } from '../restore/open-duties.js';
import { tellOfPausesOver } from '../pauses/enforcement-pauses.js';
import { tellOfUnsupported } from '../restore/tell-of-unsupported.js';
import { drainOutbox, type DrainSources } from '../outbox/drain-outbox.js';
import { answerUnanswered, confirmTaken, noteTaken, type CommandSources } from './send-again.js';
import type { Services } from '../services.js';
import { settleBrokenGlass } from '../secrecy/break-glass.js';
import { watchClearances } from '../secrecy/needs-people.js';
import { raiseToPresentLaw } from '../secrecy/raise-by-law.js';
import { goRound, type Round } from './go-round.js';
import { tendKeys } from './tend-keys.js';
import { watchApprovers } from './watch-approvers.js';
import { createWatchOfWatchdog } from './watch-the-watchdog.js';

/** A pace is measured over days; a minute makes no difference to it. */
const FORECAST_EVERY_MS = 60_000;
/** A duty to restore runs for hours. */
const DUTIES_EVERY_MS = 5_000;
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
/** People leave by the day; a clock of a secret notice may be due within the hour. */
const CLEARANCES_EVERY_MS = 10_000;
/** Between two rounds of the reconciler, however long one takes. */
const LEAST_REST_MS = 1_000;
const BATCH = 50;

/**
 * Passes on what crashes and outages left behind: workflows not started, commands without an answer or lost with a task. Beside that, so
 * that no slow engine holds them up, it looks whether the watchdog looks and whether anybody is there to approve what
 * waits, forecasts which clocks will be missed, ends pauses whose time is over, and sees what has lost its basis and is still in force.
 */
export function startRounds(
  sources: DrainSources & CommandSources & Pick<Services, 'keys' | 'reconcileEveryMs' | 'gaggedPeople' | 'now'>,
  logger: Logger,
): Round {
  const { db } = sources;
  const watchTheWatchdog = createWatchOfWatchdog();
  const rounds = [
    goRound(async (isStopped) => {
      while ((await drainOutbox(sources, { limit: BATCH })) === BATCH && !isStopped());
      await answerUnanswered(sources);
      await confirmTaken(sources);
    }, logger),
    goRound(() => watchTheWatchdog(db), logger),
    goRound(() => watchApprovers(db), logger, APPROVERS_EVERY_MS),
    goRound(() => settleCloseRequests(db), logger, CLOSE_REQUESTS_EVERY_MS),
    goRound(() => settleChanges(db, new Date()), logger, CHANGES_EVERY_MS),
    goRound(() => refreshForecast({ db, now: new Date() }), logger, FORECAST_EVERY_MS),
    goRound(() => openDuties(sources), logger, DUTIES_EVERY_MS),
    goRound(() => noteAnnulments(sources), logger, ANNULMENTS_EVERY_MS),
    goRound(() => raiseToPresentLaw(sources), logger, ANNULMENTS_EVERY_MS),
    goRound(() => watchClearances(db, sources), logger, CLEARANCES_EVERY_MS),
    goRound(() => settleBrokenGlass(db), logger, CLEARANCES_EVERY_MS),
    goRound(() => tendKeys(sources), logger, KEYS_EVERY_MS),
    goRound(() => tellOfPausesOver(db, new Date()), logger, PAUSES_EVERY_MS),
    goRound(() => tellOfUnsupported(db, new Date()), logger, UNSUPPORTED_EVERY_MS),
    ...reconciling(sources, logger),
  ];
  return {
    async stop() {
      await Promise.all(rounds.map((round) => round.stop()));
    },
  };
}

/** A round that begins every so often, however long one takes; none where it is off. */
function reconciling(sources: Pick<Services, 'db' | 'engine' | 'reconcileEveryMs'>, logger: Logger): Round[] {
  const { reconcileEveryMs: everyMs } = sources;
  if (everyMs === null) return [];
  let beganMs = performance.now();
  const work = (isStopped: () => boolean) => {
    beganMs = performance.now();
    return reconcile(sources, { pace: paceFor(everyMs), isStopped });
  };
  return [goRound(work, logger, () => Math.max(LEAST_REST_MS, beganMs + everyMs - performance.now()))];
}

/**
 * What a process that only takes requests does beside them where the rounds run elsewhere: it writes down which commands
 * the engine has told it that it holds, so that they are not sent again.
 */
export function startNoting(sources: Pick<CommandSources, 'db' | 'taken'>, logger: Logger): Round {
  return goRound(() => noteTaken(sources), logger);
}
