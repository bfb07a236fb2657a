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

/** Our own duties: told at half the span, climbing to a page (house rule, docs/interface.md, House rules). */
export const DEFAULT_LADDER: readonly LadderRule[] = [
  { percent: 50, to: ['reviewer'], page: false },
  { percent: 75, to: ['reviewer', 'approver'], page: false },
  { percent: 90, to: ['approver', 'counsel'], page: true },
  { percent: 100, to: ['counsel', 'ops'], page: true },
];
/** The authority's clocks wake nobody at night: somebody looks when the time has passed. */
export const AUTHORITY_LADDER: readonly LadderRule[] = [{ percent: 100, to: ['reviewer'], page: false }];
/** A right that may run out unused: counsel is reminded while there is time. */
const RIGHT_LADDER: readonly LadderRule[] = [{ percent: 75, to: ['counsel'], page: false }];

/** The house ladder of a clock whose law has none of its own. A floor asks nothing of anybody. */
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
export function ladderPlanOf({ ladder, zone, rule }: ClockReceipt): LadderPlan {
  return { rules: ladder.rules, time: ladder.time, zone, calendar: rule['calendar'] as never };
}

/** The steps of a clock with their instants, all unfired: shares of the span from start to due. */
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
    // A due that lay in the past when the notice came: every step at once.
    atMs: open?.[index] ?? (spanMs > 0 ? startsAtMs + Math.round((spanMs * percent) / 100) : dueAtMs),
    to: [...to],
    page,
    firedAtMs: null,
    acknowledgedBy: null,
    pages: 0,
    pagedAtMs: null,
  }));
}
