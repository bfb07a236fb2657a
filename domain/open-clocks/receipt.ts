import { clockInputOf, computeDue } from '../clock-arithmetic/index.js';
import type { ClockReceipt } from '../clocks/clock.js';
import { iso, knownFacts } from './facts.js';
import type { Basis, ClockPlan } from './plan.js';
import { calendarPart } from './calendar-part.js';
import { spanNotes } from './calendar-span.js';

export function buildReceipt(plan: ClockPlan, { regime, calendar, facts: known, tzVersion }: Basis): ClockReceipt {
  const part = calendarPart(plan, calendar);
  const facts: Record<string, string> = {};
  for (const [name, ms] of Object.entries(knownFacts(known))) facts[name] = iso(ms);
  facts[plan.countsFrom] = iso(plan.countsFromMs);
  if (plan.orderedText !== null) facts['ordered'] = plan.orderedText;
  if (plan.deemed !== undefined) facts['deemed_served'] = iso(plan.startsAtMs);
  return {
    regime: { id: regime.id, version: regime.version },
    rule: {
      kind: plan.kind,
      basis: plan.basis,
      startsOn: plan.startsOn,
      countsFrom: plan.countsFrom,
      ...plan.counting,
      ...(plan.form === 'floor' ? { form: plan.form, guards: plan.guards } : {}),
      ...(plan.period === 'plain' ? {} : { period: plan.period }),
      ...(plan.deemed === undefined ? {} : { deemed: plan.deemed }),
      ...(part === undefined ? {} : { calendar: part }),
    },
    facts,
    zone: regime.zone,
    calendar: part && calendar ? { id: calendar.id, version: calendar.version } : null,
    tzVersion,
    source: plan.source,
    confidence: plan.confidence,
    reviewer: plan.reviewer,
    ...(plan.citation === undefined ? {} : { citation: plan.citation }),
    escalation: { rules: plan.escalation.map((rule) => ({ ...rule })), time: plan.escalationTime },
    working: [],
  };
}

export type Computed =
  | { receipt: ClockReceipt; state: 'running' | 'paused'; dueAtMs: number | null }
  | { error: string };

export function computeReceipt(receipt: ClockReceipt, notes: readonly string[]): Computed {
  const answer = computeDue(clockInputOf(receipt));
  if (!answer.ok) return { error: answer.error };
  return {
    receipt: { ...receipt, working: [...notes, ...answer.working] },
    state: answer.state,
    dueAtMs: answer.dueAtMs,
  };
}

export function computeInSpan(
  receipt: ClockReceipt,
  notes: readonly string[],
  { calendar }: Pick<Basis, 'calendar'>,
): Computed {
  const computed = computeReceipt(receipt, notes);
  if ('error' in computed || computed.dueAtMs === null || calendar === null || receipt.calendar === null)
    return computed;
  const startMs = Date.parse(receipt.facts[String(receipt.rule['countsFrom'])] ?? '');
  const remarks = spanNotes(calendar, { startMs, dueMs: computed.dueAtMs });
  return remarks.length === 0 ? computed : computeReceipt(receipt, [...notes, ...remarks]);
}

/** Returns the remarks that precede the arithmetic: they survive a recomputation. */
export function listRemarks({ working }: ClockReceipt): string[] {
  const first = working.findIndex((line) => line.startsWith('start '));
  return first < 0 ? [] : working.slice(0, first);
}
