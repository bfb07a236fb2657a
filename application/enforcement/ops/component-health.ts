import { ENFORCEMENT_QUEUE, NOTICE_QUEUE } from '../../../client/queues.js';
import { MAIL_IN } from '../../../domain/mail/mail-in-queue.js';
import type { CanaryState } from '../../../registry/ops/canary.js';
import type { ClockApart } from '../../../registry/ops/clocks-apart.js';
import type { AuditAlerts, MailAlerts, Outside } from '../../../registry/ops/readiness.js';
import type { ReconcilerPass } from '../../../registry/ops/reconciling.js';
import { WATCHDOG_SILENT_SECONDS, type Heartbeat } from '../../../registry/ops/watchdog.js';
import type { QueueWorkers } from '../../../registry/ops/worker-heartbeats.js';

export type State = 'up' | 'degraded' | 'down';

/** The health of one component at a moment. */
export interface Finding {
  name: string;
  state: State;
  detail: string;
  figures?: Record<string, number | string>;
}

const FRESH_SECONDS = 30;

type Health = Omit<Finding, 'name'>;

export function stateOfCanary({ late, passedAt, passedSecondsAgo, tookSeconds, nextAt }: CanaryState): Health {
  if (late !== null) {
    const { step, since, beganAt } = late;
    const at = since.toISOString();
    const detail = `The canary of ${beganAt.toISOString()} has not finished: at step ${step} since ${at}.`;
    return { state: 'down', detail, figures: { at, step } };
  }
  if (passedAt === null || passedSecondsAgo === null || tookSeconds === null) {
    const next =
      nextAt === null ? 'The first canary is running.' : `The first canary starts at ${nextAt.toISOString()}.`;
    return { state: 'up', detail: next };
  }
  const [seconds, took] = [Math.max(0, Math.round(passedSecondsAgo)), Math.max(1, Math.round(tookSeconds))];
  const at = passedAt.toISOString();
  return {
    state: 'up',
    detail: `The last canary finished ${seconds} s ago and took ${took} s.`,
    figures: { at, took },
  };
}

export function stateOfClocks(apart: readonly ClockApart[]): Health {
  const worst = apart.reduce((max, { apartMs }) => Math.max(max, Math.abs(apartMs)), 0);
  const figures = { processes: apart.length, seconds: Math.round(worst / 1000) };
  if (apart.length === 0)
    return { state: 'up', detail: "All process clocks agree with the registry's clock.", figures };
  return { state: 'degraded', detail: `${toApartText(apart)} the registry's clock.`, figures };
}

function toApartText(apart: readonly ClockApart[]): string {
  const parts = apart.map(({ queue, apartMs }) => {
    const seconds = Math.round(Math.abs(apartMs) / 1000);
    return `the clock of ${queue} is ${seconds} s ${apartMs > 0 ? 'ahead of' : 'behind'}`;
  });
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Health of the mail process; null: no heartbeat today, as on a desk that accepts no mail. */
export function stateOfMailIn(queues: readonly QueueWorkers[]): Health | null {
  const process = queues.find(({ queue }) => queue === MAIL_IN);
  if (process === undefined) return null;
  if (process.living > 0)
    return {
      state: 'up',
      detail: `Running mail intake processes: ${process.living}.`,
    };
  const seconds = Math.round(process.heardSecondsAgo);
  return {
    state: 'degraded',
    detail: `No mail intake process is running; last heartbeat ${seconds} s ago. Relays and mailboxes hold incoming mail until one is.`,
  };
}

/** A run may take minutes in addition to the interval between two. */
const SLACK_SECONDS = 600;
const JOBS = 3;

export function stateOfReconciler(
  round: (ReconcilerPass & { ageSeconds: number }) | undefined,
  everyMs: number,
): Health {
  if (round === undefined) return { state: 'up', detail: 'The first run is in progress.' };
  const { looked, open, found, unanswered } = round;
  const seconds = Math.max(0, Math.round(round.ageSeconds));
  const late = seconds > (everyMs / 1000) * JOBS + SLACK_SECONDS;
  const findings = found === 0 ? 'No differences.' : `Notices with a finding: ${found}.`;
  const silent = unanswered === 0 ? '' : ` Without an answer: ${unanswered}.`;
  return {
    state: late || found > 0 ? 'degraded' : 'up',
    detail: `Compared ${open} open notices with the engine ${seconds} s ago, ${looked} of them in full. ${findings}${silent}`,
    figures: { seconds, open, looked, found },
  };
}

/** Health of the workers by their heartbeats. Without notice workers no command takes effect and no clock acts. */
export function stateOfWorkers(queues: readonly QueueWorkers[]): Health {
  const of = (name: string) => queues.find(({ queue }) => queue === name);
  const notices = of(NOTICE_QUEUE);
  const enforcement = of(ENFORCEMENT_QUEUE);
  if ((notices?.living ?? 0) === 0)
    return { state: 'down', detail: `No workflow worker is running. ${lastHeard(notices)}` };
  if ((enforcement?.living ?? 0) === 0)
    return { state: 'degraded', detail: `No enforcement worker is running. ${lastHeard(enforcement)}` };
  return {
    state: 'up',
    detail: `Workflow workers: ${notices?.living}. Enforcement workers: ${enforcement?.living}.`,
    figures: { notices: notices?.living ?? 0, platform: enforcement?.living ?? 0 },
  };
}

function lastHeard(queue: QueueWorkers | undefined): string {
  return queue === undefined ? 'No heartbeat today.' : `Last heartbeat ${Math.round(queue.heardSecondsAgo)} s ago.`;
}

export function stateOfWatchdog(heartbeat: Heartbeat | undefined, mute: boolean): Health {
  if (heartbeat === undefined) return { state: 'down', detail: 'Has never run.' };
  const seconds = Math.max(0, Math.round(heartbeat.ageSeconds));
  const lastCheck = `Last check ${seconds} s ago.`;
  if (heartbeat.ageSeconds > WATCHDOG_SILENT_SECONDS) return { state: 'down', detail: lastCheck };
  if (mute) return { state: 'degraded', detail: `${lastCheck} No pager accepts its pages.` };
  const found =
    heartbeat.overdue === 0
      ? 'No clock is waiting to be processed.'
      : `${heartbeat.overdue} clocks are waiting to be processed.`;
  const figures = { seconds, overdue: heartbeat.overdue };
  return {
    state: heartbeat.ageSeconds < FRESH_SECONDS ? 'up' : 'degraded',
    detail: `${lastCheck} ${found}`,
    figures,
  };
}

export function stateOfPlatform({ platform: waiting, platformSince: since }: Outside): Health {
  if (waiting === 0 || since === null) return { state: 'up', detail: 'No calls are waiting.' };
  const at = since.toISOString();
  const figures = { waiting, at };
  return { state: 'down', detail: `Refusing calls since ${at}. Notices waiting: ${waiting}.`, figures };
}

export function stateOfPager(row: Outside): Health {
  if (row.pagerMissing > 0) return { state: 'down', detail: 'No pager is configured.' };
  const at = row.pageAt?.toISOString();
  if (row.pager > 0) return { state: 'down', detail: 'Pages are not accepted.', ...(at && { figures: { at } }) };
  if (at === undefined) return { state: 'up', detail: 'No pages sent yet.' };
  const accepted = row.pageAccepted === true ? 1 : 0;
  const detail = `Last page ${at}, ${accepted === 1 ? 'accepted' : 'not accepted yet'}.`;
  return { state: 'up', detail, figures: { at, accepted } };
}

export function stateOfMail({ waiting, bounced }: MailAlerts): Health {
  const figures = { waiting, bounced };
  const back = bounced === 0 ? '' : ` Letters bounced in 24 h: ${bounced}.`;
  if (waiting > 0) {
    const detail = `Mail is waiting for the mail server (open alerts: ${waiting}).${back}`;
    return { state: 'degraded', detail, figures };
  }
  const state = bounced > 0 ? 'degraded' : 'up';
  return { state, detail: `No mail is waiting for the mail server.${back}`, figures };
}

/**
 * Shows whether the log is the signed one and every witness has its checkpoints, but neither its size nor when it grew:
 * that would reveal activity on secret notices.
 */
export function stateOfAudit(open: AuditAlerts): Health {
  const figures = { ...open };
  const degraded = (detail: string): Health => ({ state: 'degraded', detail, figures });
  if (open.forked > 0) return degraded('The audit log does not match the signed checkpoint.');
  if (open.unsigned > 0) return degraded('The audit log is not signed.');
  if (open.away > 0) return degraded(`Witnesses that do not accept checkpoints: ${open.away}.`);
  return { state: 'up', detail: 'The audit log chain is intact.', figures };
}
