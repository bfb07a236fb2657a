import type { CanaryRun, CanaryState } from '../registry/ops/canary.js';
import { opaqueKey } from '../registry/letter/staff-messages.js';
import type { LateActNamed, StepWithoutEffect, WaitingEnforcement } from '../registry/ops/watchdog.js';
import type { PageKey } from './next-page.js';

export type PageBody = Record<string, unknown> & { text: string };

const iso = (ms: number) => new Date(ms).toISOString();
const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
const acts = (count: number) => (count === 1 ? '1 act of a clock is' : `${count} acts of clocks are`);

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
      ? `The engine does not act: ${acts(overdue)} overdue${since}. Look at the Temporal server and the workers; nothing catches up before they are back.`
      : `The engine acts, but behind: ${acts(overdue)} overdue${since}. It is catching up; look whether it has enough workers.`;
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
  const subject = count === 1 ? '1 mail or page of a ladder has' : `${count} mails and pages of ladders have`;
  return {
    ...head(page),
    count,
    oldestFiredAt: oldest,
    steps: steps.map(({ seq: _, at, ...step }) => named(step, { firedAt: at.toISOString() })),
    text: `${subject} reached nobody, the first since ${oldest ?? 'unknown'}. Look at the mail server and the pager, and tell the people named by hand.`,
  };
}

/** The same text for every notice, so that it reveals no secret one. */
export const ENFORCEMENT_SILENT_TEXT =
  'No enforcement worker is running, and an approved order waits to be carried out. Start notice-desk-worker with WORKER_ROLE=enforcement, and look at its log.';

export function enforcementPage(page: PageKey, submissions: readonly WaitingEnforcement[]): PageBody {
  return {
    ...head(page),
    submissions: submissions.map(({ at, ...one }) => named(one, { approvedAt: at.toISOString() })),
    text: ENFORCEMENT_SILENT_TEXT,
  };
}

const STANDS_AT: Record<CanaryRun['step'], string> = {
  planned: 'it was not sent: look at the API, which sends it',
  receive: 'it cannot be received: look at the API and the registry',
  acknowledgement: 'its acknowledgement has not left: look at the engine, the workers and the mail server',
  resolution: 'the platform has not said who its target is: look at the enforcement worker and the platform',
  triage: 'it is not taken up: look at the engine and the workers',
  decide: 'nothing can be decided about it: look at the registry',
  submit: 'it cannot be submitted: look at the engine and the workers',
  approve: 'it cannot be approved: look at the engine and the workers',
  enforcement: 'what was approved is not carried out: look at the enforcement worker and the platform',
  report: 'its report has not left: look at the workers and the mail server',
  restore: 'what it did cannot be taken back: look at the engine and the workers',
  close: 'it cannot be closed: look at the engine and the workers',
  done: 'it has come through and that is not on record: look at the API',
};

export function canaryPage(page: PageKey, { step, since, beganAt }: NonNullable<CanaryState['late']>): PageBody {
  const text = `The canary of ${beganAt.toISOString()} has not come through: ${STANDS_AT[step]}. It has stood there since ${since.toISOString()}, and real notices may stand there too.`;
  return { ...head(page), step, beganAt: beganAt.toISOString(), stepSince: since.toISOString(), text };
}

export function registryPage(page: PageKey, { silentMs }: { silentMs: number }): PageBody {
  return {
    ...head(page),
    silentSeconds: Math.round(silentMs / 1000),
    text: `The registry has not answered for ${seconds(silentMs)}. No notice can be taken and no clock is watched: look at PostgreSQL.`,
  };
}

const OVER = {
  engine_silent: 'The engine acts on time again.',
  steps_without_effect: 'Every mail and page of a ladder has reached somebody, or is no longer needed.',
  enforcement_silent: 'An enforcement worker is running again, or no approved order waits for one.',
  canary_silent: 'A canary has come through again.',
  registry_silent: 'The registry answers again.',
} as const;

export function overPage(page: PageKey, of: keyof typeof OVER): PageBody {
  return { ...head(page), of, text: `${OVER[of]} It was paged first at ${iso(page.sinceMs)}.` };
}
