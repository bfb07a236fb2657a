import { ApplicationFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { LetterActivities } from '../activities/letters.js';
import type { MailActivities } from '../activities/mail.js';
import type { PagerActivities } from '../activities/pager.js';
import type { PlatformActivities } from '../activities/platform.js';
import type { RecordActivities, RecordedCommands, WithdrawnPositions } from '../activities/record.js';
import type { UnsealedAnswer } from '../activities/refused-payloads.js';
import type { Effect, EffectOutcome } from '../domain/commands/effect.js';
import type { NoticeProjection } from '../domain/notices/projection.js';
import { askStep, type AskStep } from './steps.js';

/**
 * Recording is short and runs as a local activity in the same workflow task; it is retried until the database is back.
 */
const record = proxyLocalActivities<RecordActivities & { reportUnsealed(answer: UnsealedAnswer): Promise<void> }>({
  startToCloseTimeout: '10 s',
  // No total bound: nothing may happen on a decision that is not on record.
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '10 s' },
});

/** A mail server that is down for a day has raised an alert long before; the notice then continues without the mail. */
const MAIL_BOUND_MS = 24 * 3_600_000;
const mail = proxyActivities<MailActivities & LetterActivities>({
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: MAIL_BOUND_MS,
  retry: { initialInterval: '2 s', backoffCoefficient: 2, maximumInterval: '5 min' },
});

/** A late page is worth little: retried often, given up after an hour; the next level fires by itself. */
const PAGER_BOUND_MS = 3_600_000;
const pager = proxyActivities<PagerActivities>({
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: PAGER_BOUND_MS,
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min' },
});

const PLATFORM = {
  taskQueue: 'enforcement',
  startToCloseTimeout: '6 h',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min' },
} as const;

/**
 * Retried until the platform answers: an approved decision has to take effect, however long the outage. `enforce` sends
 * a heartbeat every few seconds, so a dead worker is noticed soon; resolving and reading back send one per page.
 */
const { enforce } = proxyActivities<PlatformActivities>({
  ...PLATFORM,
  heartbeatTimeout: '10 s',
  // Settled targets stay settled, so after many killed attempts there is no reason to wait longer than after a few.
  retry: { ...PLATFORM.retry, maximumInterval: '5 s' },
});
const { resolveTargets, proveEffect } = proxyActivities<PlatformActivities>({ ...PLATFORM, heartbeatTimeout: '60 s' });

/** What names the request; a step's last argument, which the worker removes before the step runs. */
type Ticket = Parameters<AskStep>[0];

/**
 * Performs one effect. A failure is returned as an outcome, never thrown, so that no outage fails a notice's workflow.
 */
export async function performEffect(noticeId: string, effect: Effect): Promise<EffectOutcome> {
  const step = { step: effect.key, boundMs: BOUND_MS[effect.type] ?? null, report: reportFor(noticeId, effect.key) };
  const answer = await askStep(step, (ticket) => callStep(noticeId, effect, ticket));
  if (answer === null) return { ok: false, reason: 'The step was tried for as long as it may be, and failed.' };
  if ('failure' in answer) return { ok: false, reason: answer.failure.message };
  return answer.outcome as EffectOutcome;
}

const BOUND_MS: Partial<Record<Effect['type'], number>> = {
  send_letter: MAIL_BOUND_MS,
  mail_staff: MAIL_BOUND_MS,
  page: PAGER_BOUND_MS,
  page_ops: PAGER_BOUND_MS,
};

function reportFor(noticeId: string, step: string) {
  return async (why: UnsealedAnswer['why']): Promise<void> => {
    const quiet = { step: `${step}:report`, boundMs: null, report: async () => undefined };
    await askStep(quiet, (ticket) => withTicket(record.reportUnsealed)({ noticeId, step, why }, ticket));
  };
}

function callStep(noticeId: string, effect: Effect, ticket: Ticket): Promise<unknown> {
  switch (effect.type) {
    case 'send_letter':
      return withTicket(mail.sendLetter)({ noticeId, effect }, ticket);
    case 'mail_staff':
      return withTicket(mail.mailStaff)({ noticeId, effect }, ticket);
    case 'page':
      return withTicket(pager.page)({ noticeId, effect }, ticket);
    case 'page_ops':
      return withTicket(pager.pageOps)({ noticeId, effect }, ticket);
    case 'resolve_targets':
      return withTicket(resolveTargets)({ noticeId }, ticket);
    case 'enforce':
      return withTicket(enforce)({ noticeId, submission: effect.submission }, ticket);
    case 'retry':
      return withTicket(enforce)({ noticeId, submission: effect.submission, repair: effect.repair }, ticket);
    case 'skip':
      return withTicket(record.skipTargets)({ noticeId, repair: effect.repair }, ticket);
    case 'prove_effect':
      return withTicket(proveEffect)({ noticeId, submission: effect.submission }, ticket);
  }
}

export async function recordTransitions(
  projection: NoticeProjection,
  recorded: RecordedCommands,
): Promise<WithdrawnPositions | undefined> {
  const key = `${projection.noticeId}:record:${projection.version}`;
  const step = { step: key, boundMs: null, report: reportFor(projection.noticeId, key) };
  const answer = await askStep(step, (ticket) => withTicket(record.recordTransitions)(projection, recorded, ticket));
  if (answer === null) return undefined;
  if ('failure' in answer) throw ApplicationFailure.nonRetryable(answer.failure.message, answer.failure.type);
  return answer.outcome as WithdrawnPositions | undefined;
}

function withTicket<Args extends unknown[]>(
  activity: (...args: Args) => Promise<unknown>,
): (...args: [...Args, Ticket]) => Promise<unknown> {
  return activity as (...args: unknown[]) => Promise<unknown>;
}
