import type { Effect } from '../commands/effect.js';
import { type Clock, type EscalationLevel, repeatPageAtMs } from './clock.js';
import { mailEffect, pageEffect } from './fire-clocks.js';

export const NO_CLOCK = 'There is no record of the clock.';

export type MailEffect = Extract<Effect, { type: 'mail_staff' }>;
export type PageEffect = Extract<Effect, { type: 'page' }>;
type SteppingClock = Pick<Clock, 'id' | 'revision' | 'escalation' | 'state'>;

/** Steps of other clocks firing this soon after a step share its message: two clocks may start milliseconds apart. */
const SOON_MS = 5_000;

/**
 * A person is mailed about the deadlines of one notice once in this time; later steps wait for the next mail and share
 * it. Short enough that a step's mail is there before the watchdog pages for it (60 s).
 */
export const MAILS_APART_MS = 45_000;

/**
 * Returns mails of other steps that one mail can name too: those due together with it, and those that fired while it
 * waited. Some of them may have been sent already.
 */
export function mailsTogether(noticeId: string, clocks: readonly SteppingClock[], effect: MailEffect): MailEffect[] {
  const own = clocks.find(({ id }) => id === effect.clock);
  const atMs = own?.escalation.find(({ level }) => level === effect.levels.at(-1))?.firedAtMs;
  if (atMs == null) return [];
  const together = others(clocks, effect).flatMap((clock) =>
    mailEffect(noticeId, clock, clock.escalation.filter(firesAt(clock, atMs)), false),
  );
  const waited = clocks.flatMap((clock) => {
    const fired = clock.escalation.filter(
      ({ firedAtMs }) => firedAtMs !== null && firedAtMs !== atMs && Math.abs(firedAtMs - atMs) <= MAILS_APART_MS,
    );
    return [...new Set(fired.map(({ firedAtMs }) => firedAtMs))].flatMap((at) =>
      mailEffect(
        noticeId,
        clock,
        fired.filter(({ firedAtMs }) => firedAtMs === at),
        false,
      ),
    );
  });
  return [...together, ...waited];
}

export function pagesTogether(noticeId: string, clocks: readonly SteppingClock[], effect: PageEffect): PageEffect[] {
  const own = clocks.find(({ id }) => id === effect.clock);
  const paged = own?.escalation.find(({ level, pages }) => level === effect.level && pages === effect.nth);
  const atMs = paged?.pagedAtMs;
  if (atMs == null) return [];
  return others(clocks, effect).flatMap((clock) => {
    const due = clock.escalation.filter(firesAt(clock, atMs));
    const first = due.findLast(({ page }) => page);
    const again = clock.escalation.filter((level) => !due.includes(level) && pagesAgainAt(level, atMs));
    // A page already on record has counted itself.
    const before = (level: EscalationLevel) =>
      level.pagedAtMs === atMs ? { ...level, pages: level.pages - 1 } : level;
    return [...(first === undefined ? [] : [first]), ...again].map((level) =>
      pageEffect(noticeId, clock, before(level), due),
    );
  });
}

function others(clocks: readonly SteppingClock[], { clock }: { clock: string }): SteppingClock[] {
  return clocks.filter(({ id }) => id !== clock);
}

function firesAt({ state }: SteppingClock, atMs: number): (level: EscalationLevel) => boolean {
  return ({ firedAtMs, atMs: wantedAtMs }) =>
    firedAtMs === atMs || (firedAtMs === null && state === 'running' && wantedAtMs <= atMs + SOON_MS);
}

function pagesAgainAt(level: EscalationLevel, atMs: number): boolean {
  return level.pagedAtMs === atMs || (repeatPageAtMs(level) ?? Number.POSITIVE_INFINITY) <= atMs + SOON_MS;
}
