import { isPolicyPlan, type Clock } from '../clocks/clock.js';
import { iso } from './facts.js';
import { buildEscalation, buildEscalationPlan } from './escalation.js';
import { countTo } from './plan.js';
import { computeReceipt, listRemarks } from './receipt.js';
import type { OpenedClock } from './opened-clock.js';

/** Deciding after the deadline to comply is too late, so these end with it. */
const BEFORE_COMPLYING: readonly Clock['kind'][] = ['acknowledge', 'decide'];

/**
 * Shortens our plans to acknowledge and decide so that they end no later than the first clock to comply
 * (docs/integrating/interface.md, Reading).
 */
export function endWithComply(clocks: readonly OpenedClock[]): OpenedClock[] {
  const dues = clocks.flatMap(({ clock: { kind, owner, dueAtMs } }) =>
    kind === 'comply' && owner === 'us' && dueAtMs !== null ? [dueAtMs] : [],
  );
  const complyDueMs = Math.min(...dues);
  return clocks.map((opened) => {
    const { clock } = opened;
    const late = (clock.dueAtMs ?? -Infinity) > complyDueMs;
    return late && isPolicyPlan(clock) && BEFORE_COMPLYING.includes(clock.kind) ? endAt(opened, complyDueMs) : opened;
  });
}

function endAt({ clock, receipt }: OpenedClock, dueAtMs: number): OpenedClock {
  const { startsAtMs } = clock;
  const { counting, fromMs } = countTo(dueAtMs, { startsAtMs, stop: false });
  const { escalation } = receipt;
  const shortened = {
    ...receipt,
    // The `comply` clock pages at the same instants, so these do not page.
    escalation: { ...escalation, rules: escalation.rules.map((rule) => ({ ...rule, page: false })) },
    rule: { ...receipt.rule, ...counting, countsFrom: 'comply_due' },
    facts: { ...receipt.facts, comply_due: iso(fromMs) },
  };
  const planned = clock.dueAtMs === null ? '' : ` instead of ${iso(clock.dueAtMs)}`;
  const computed = computeReceipt(shortened, [
    ...listRemarks(receipt),
    `Ends with the clock to comply${planned}: a policy deadline may not end after it.`,
  ]);
  // A count of nothing from an instant cannot fail.
  if ('error' in computed) throw new Error(computed.error);
  const steps = buildEscalation(buildEscalationPlan(computed.receipt), startsAtMs, dueAtMs);
  return { clock: { ...clock, dueAtMs, escalation: steps }, receipt: computed.receipt };
}
