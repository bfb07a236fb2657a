import { sharesOfOpenTime } from '../clock-arithmetic/index.js';
import type { ClockInput } from '../clock-arithmetic/index.js';
import {
  isRight,
  type ClockKind,
  type ClockReceipt,
  type EscalationLevel,
  type EscalationRule,
  type ClockOwner,
} from '../clocks/clock.js';

/**
 * Company policy for our own duties: from half the span, escalating to a page (docs/integrating/interface.md, section on defaults).
 */
export const DEFAULT_ESCALATION: readonly EscalationRule[] = [
  { percent: 50, to: ['reviewer'], page: false },
  { percent: 75, to: ['reviewer', 'approver'], page: false },
  { percent: 90, to: ['approver', 'counsel'], page: true },
  { percent: 100, to: ['counsel', 'ops'], page: true },
];
/** The authority's clocks page no one: a reviewer checks once the time has passed. */
export const AUTHORITY_ESCALATION: readonly EscalationRule[] = [{ percent: 100, to: ['reviewer'], page: false }];
const RIGHT_ESCALATION: readonly EscalationRule[] = [{ percent: 75, to: ['counsel'], page: false }];

/** Returns the default escalation steps of a clock whose law has none. A floor needs no action. */
export function standardEscalation(clock: {
  kind: ClockKind;
  owner: ClockOwner;
  form: 'ceiling' | 'floor';
}): readonly EscalationRule[] {
  const { kind, owner, form } = clock;
  if (form === 'floor') return [];
  if (owner === 'authority') return AUTHORITY_ESCALATION;
  return isRight(kind) ? RIGHT_ESCALATION : DEFAULT_ESCALATION;
}

export interface EscalationPlan {
  rules: readonly EscalationRule[];
  /** `business`: shares of the calendar's open time, so that no step falls into the night; `any`: of all time. */
  time: 'any' | 'business';
  zone: string;
  calendar: ClockInput['calendar'] | undefined;
}

export function buildEscalationPlan({ escalation, zone, rule }: ClockReceipt): EscalationPlan {
  return { rules: escalation.rules, time: escalation.time, zone, calendar: rule['calendar'] as never };
}

export function buildEscalation(
  { rules, time, zone, calendar }: EscalationPlan,
  startsAtMs: number,
  dueAtMs: number,
): EscalationLevel[] {
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
