import type { CanaryRun, CanaryState } from '../registry/ops/canary.js';
import { opaqueKey } from '../registry/letters/staff-messages.js';
import type { LateActNamed, StepWithoutEffect, WaitingEnforcement } from '../registry/ops/watchdog.js';
import type { PageKey } from './next-page.js';

export type PageBody = Record<string, unknown> & { text: string };

const iso = (ms: number) => new Date(ms).toISOString();
const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
const acts = (count: number) => (count === 1 ? '1 clock action is' : `${count} clock actions are`);

function head({ key, reason, nth, sinceMs }: PageKey) {
  return { key, reason, nth, since: iso(sinceMs) };
}

/** Names a waiting item for a page: for a secret notice only an opaque key, where to look, and since when. */
function named(
  { secret, ...item }: { notice: string; secret: boolean } & ({ clock: string } | { submission: number }),
  at: object,
): object {
  if (!secret) return { ...item, ...at };
  const what = 'clock' in item ? item.clock : `${item.notice}:${item.submission}`;
  return { key: opaqueKey(what), link: `/notices/${item.notice}`, ...at };
}

export function enginePage(
  page: PageKey,
  { overdue, clocks, nowMs }: { overdue: number; clocks: readonly LateActNamed[]; nowMs: number },
): PageBody {
  const oldest = clocks[0]?.at ?? null;
  const since =
    oldest === null ? '' : `, the first since ${oldest.toISOString()} (${seconds(nowMs - oldest.getTime())})`;
  const text =
    page.reason === 'engine_silent'
      ? `The engine is not processing clocks: ${acts(overdue)} overdue${since}. Check the Temporal server and the workers; nothing catches up until they are back.`
      : `The engine is behind: ${acts(overdue)} overdue${since}. It is catching up; check whether there are enough workers.`;
  return {
    ...head(page),
    overdue,
    oldestDueAt: oldest?.toISOString() ?? null,
    clocks: clocks.map(({ at, ...clock }) => named(clock, { at: at.toISOString() })),
    text,
  };
}

export function stepsPage(
  page: PageKey,
  { count, steps }: { count: number; steps: readonly StepWithoutEffect[] },
): PageBody {
  const oldest = steps[0]?.at.toISOString() ?? null;
  const subject = count === 1 ? '1 escalation mail or page has' : `${count} escalation mails and pages have`;
  return {
    ...head(page),
    count,
    oldestFiredAt: oldest,
    steps: steps.map(({ seq: _, at, ...step }) => named(step, { firedAt: at.toISOString() })),
    text: `${subject} not been delivered, the first since ${oldest ?? 'unknown'}. Check the mail server and the pager, and inform the named people by other means.`,
  };
}

/** The same text for every notice, so that it reveals no secret one. */
export const ENFORCEMENT_SILENT_TEXT =
  'No enforcement worker is running, and an approved order is waiting for enforcement. Start notice-desk-worker with WORKER_ROLE=enforcement and check its log.';

export function enforcementPage(page: PageKey, submissions: readonly WaitingEnforcement[]): PageBody {
  return {
    ...head(page),
    submissions: submissions.map(({ at, ...one }) => named(one, { approvedAt: at.toISOString() })),
    text: ENFORCEMENT_SILENT_TEXT,
  };
}

const STANDS_AT: Record<CanaryRun['step'], string> = {
  planned: 'it was not sent: check the API, which sends it',
  receive: 'it cannot be received: check the API and the registry',
  acknowledgement: 'its acknowledgement was not sent: check the engine, the workers and the mail server',
  resolution: 'the platform has not resolved its target: check the enforcement worker and the platform',
  triage: 'it cannot be triaged: check the engine and the workers',
  decide: 'it cannot be decided: check the registry',
  submit: 'it cannot be submitted: check the engine and the workers',
  approve: 'it cannot be approved: check the engine and the workers',
  enforcement: 'its approved action is not enforced: check the enforcement worker and the platform',
  report: 'its report was not sent: check the workers and the mail server',
  restore: 'its action cannot be reversed: check the engine and the workers',
  close: 'it cannot be closed: check the engine and the workers',
  done: 'it has finished but this is not recorded: check the API',
};

export function canaryPage(page: PageKey, { step, since, beganAt }: NonNullable<CanaryState['late']>): PageBody {
  const text = `The canary of ${beganAt.toISOString()} has not finished: ${STANDS_AT[step]}. It has been stuck since ${since.toISOString()}, and real notices may be stuck too.`;
  return { ...head(page), step, beganAt: beganAt.toISOString(), stepSince: since.toISOString(), text };
}

export function registryPage(page: PageKey, { silentMs }: { silentMs: number }): PageBody {
  return {
    ...head(page),
    silentSeconds: Math.round(silentMs / 1000),
    text: `The registry has not responded for ${seconds(silentMs)}. No notice can be received and no clock is monitored: check PostgreSQL.`,
  };
}

const OVER = {
  engine_silent: 'The engine processes clocks on time again.',
  steps_without_effect: 'Every escalation mail and page has been delivered or is no longer needed.',
  enforcement_silent: 'An enforcement worker is running again, or no approved order is waiting for one.',
  canary_silent: 'A canary has finished again.',
  registry_silent: 'The registry responds again.',
} as const;

export function overPage(page: PageKey, of: keyof typeof OVER): PageBody {
  return { ...head(page), of, text: `${OVER[of]} It was first paged at ${iso(page.sinceMs)}.` };
}
