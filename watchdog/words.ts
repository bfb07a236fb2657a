import { opaqueKey } from '../registry/letter/staff-messages.js';
import type { LateActNamed, StepWithoutEffect } from '../registry/ops/watchdog.js';
import type { PageKey } from './next-page.js';

export type PageBody = Record<string, unknown> & { text: string };

const iso = (ms: number) => new Date(ms).toISOString();
const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
const acts = (count: number) => (count === 1 ? '1 act of a clock is' : `${count} acts of clocks are`);

function head({ key, reason, nth, sinceMs }: PageKey) {
  return { key, reason, nth, since: iso(sinceMs) };
}

/** What a page names of a thing that waits: of a secret notice an opaque key and where to look, and when. */
function named({ secret, ...item }: { notice: string; clock: string; secret: boolean }, at: object): object {
  if (!secret) return { ...item, ...at };
  return { key: opaqueKey(item.clock), link: `/notices/${item.notice}`, ...at };
}

/** What is paged of clocks that nobody has acted on. Nothing of the matter. */
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

/** What is paged of fired steps that reached nobody. */
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
  registry_silent: 'The registry answers again.',
} as const;

/** The last page of a situation. */
export function overPage(page: PageKey, of: keyof typeof OVER): PageBody {
  return { ...head(page), of, text: `${OVER[of]} It was paged first at ${iso(page.sinceMs)}.` };
}
