import { sharesOfOpenTime } from '../clock-arithmetic/index.js';
import type { ClockInput } from '../clock-arithmetic/index.js';
import {
  isRight,
  type ClockKind,
  type ClockReceipt,
  type LadderLevel,
  type LadderRule,
  type ClockOwner,
} from '../clock/clock.js';

/**
 * Company policy for our own duties: from half the span, escalating to a page (docs/interface.md, section on defaults).
 */
export const DEFAULT_LADDER: readonly LadderRule[] = [
  { percent: 50, to: ['reviewer'], page: false },
  { percent: 75, to: ['reviewer', 'approver'], page: false },
  { percent: 90, to: ['approver', 'counsel'], page: true },
  { percent: 100, to: ['counsel', 'ops'], page: true },
];
/** The authority's clocks page no one: a reviewer checks once the time has passed. */
export const AUTHORITY_LADDER: readonly LadderRule[] = [{ percent: 100, to: ['reviewer'], page: false }];
const RIGHT_LADDER: readonly LadderRule[] = [{ percent: 75, to: ['counsel'], page: false }];

/** Returns the default escalation steps of a clock whose law has none. A floor needs no action. */
export function standardLadder({
  kind,
  owner,
  form,
}: {
  kind: ClockKind;
  owner: ClockOwner;
  form: 'ceiling' | 'floor';
}): readonly LadderRule[] {
  if (form === 'floor') return [];
  if (owner === 'authority') return AUTHORITY_LADDER;
  return isRight(kind) ? RIGHT_LADDER : DEFAULT_LADDER;
}

export interface LadderPlan {
  rules: readonly LadderRule[];
  /** `business`: shares of the calendar's open time, so that no step falls into the night; `any`: of all time. */
  time: 'any' | 'business';
  zone: string;
  calendar: ClockInput['calendar'] | undefined;
}

/** The ladder as a receipt holds it. */
export function buildEscalationPlan({ ladder, zone, rule }: ClockReceipt): LadderPlan {
  return { rules: ladder.rules, time: ladder.time, zone, calendar: rule['calendar'] as never };
}

export function buildLadder(
  { rules, time, zone, calendar }: LadderPlan,
  startsAtMs: number,
  dueAtMs: number,
): LadderLevel[] {
  const spanMs = dueAtMs - startsAtMs;
  const percents = rules.map(({ percent }) => percent);
  const open =
    time === 'business'
      ? sharesOfOpenTime({ zone, calendar }, { fromMs: startsAtMs, toMs: dueAtMs }, percents)
      : undefined;
  return rules.map(({ percent, to, page }, index) => ({
    level: index + 1,
    percent,
    // If the due was past on arrival, every step fires immediately.
    atMs: open?.[index] ?? (spanMs > 0 ? startsAtMs + Math.round((spanMs * percent) / 100) : dueAtMs),
    to: [...to],
    page,
    firedAtMs: null,
    acknowledgedBy: null,
    pages: 0,
    pagedAtMs: null,
  }));
}
