import { REPEAT_MS } from './rhythm.js';

/** A state of things that is paged while it lasts. The name begins the keys of its pages. */
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
  /** When the first page of this situation was made. */
  sinceMs: number;
  /** Pages of this situation so far, this one included. */
  nth: number;
}

/** The last page about a situation, as much as the next one follows from. */
export interface LastPage {
  key: string;
  reason: string;
  createdAt: Date;
}

export function isOpen(last: LastPage | undefined): last is LastPage {
  return last !== undefined && last.reason !== 'recovered';
}

/**
 * The page to make now, if any: the first of a situation at once, a repeat every five minutes, one at once when an
 * engine that was behind has stopped altogether. It follows from the last page alone, so a restart repeats nothing.
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

/** The page that says it is over; null when nothing was open. */
export function recoveredPage(situation: Situation, last: LastPage | undefined): PageKey | null {
  if (!isOpen(last)) return null;
  const { sinceMs, nth } = readKey(last.key);
  return { key: `${situation}:${sinceMs}:recovered`, reason: 'recovered', sinceMs, nth: nth + 1 };
}

function readKey(key: string): { sinceMs: number; nth: number } {
  const [, since, nth] = key.split(':');
  return { sinceMs: Number(since), nth: Number(nth) };
}
