import { REPEAT_MS } from './rhythm.js';

export type Situation =
  | 'engine_silent'
  | 'steps_without_effect'
  | 'enforcement_silent'
  | 'canary_silent'
  | 'registry_silent';
export type Reason = Situation | 'engine_late' | 'recovered';

export interface PageKey {
  key: string;
  reason: Reason;
  sinceMs: number;
  nth: number;
}

export interface LastPage {
  key: string;
  reason: string;
  createdAt: Date;
}

export function isOpen(last: LastPage | undefined): last is LastPage {
  return last !== undefined && last.reason !== 'recovered';
}

/**
 * Returns the page to send now, if any: the first immediately, repeats every five minutes, and immediately when an
 * engine that was late has stopped. Depends on the last page only, so a restart repeats nothing.
 */
export function nextPage(
  situation: Situation,
  { last, reason, nowMs }: { last: LastPage | undefined; reason: Exclude<Reason, 'recovered'>; nowMs: number },
): PageKey | null {
  if (!isOpen(last)) return { key: `${situation}:${nowMs}:1`, reason, sinceMs: nowMs, nth: 1 };
  const worse = last.reason === 'engine_late' && reason === 'engine_silent';
  if (!worse && nowMs - last.createdAt.getTime() < REPEAT_MS) return null;
  const { sinceMs, nth } = readKey(last.key);
  return { key: `${situation}:${sinceMs}:${nth + 1}`, reason, sinceMs, nth: nth + 1 };
}

/** Returns the recovery page; null if no situation was open. */
export function recoveredPage(situation: Situation, last: LastPage | undefined): PageKey | null {
  if (!isOpen(last)) return null;
  const { sinceMs, nth } = readKey(last.key);
  return { key: `${situation}:${sinceMs}:recovered`, reason: 'recovered', sinceMs, nth: nth + 1 };
}

function readKey(key: string): { sinceMs: number; nth: number } {
  const [, since, nth] = key.split(':');
  return { sinceMs: Number(since), nth: Number(nth) };
}
