import { formatUnits, TO_END_OF_DAY } from '../domain/clock-arithmetic/index.js';
import type { Citation, Provision, Silence } from '../domain/rulebook/citation.js';
import type { Confidence } from '../domain/rulebook/confidence.js';
import type { ClockRule, CountingRule, RegimeVersion, StartFact } from '../domain/rulebook/regime.js';
import type { EscalationRule } from '../domain/clocks/clock.js';
import { listFacts, findWorstConfidence } from './facts.js';

const STARTS: Record<StartFact, string> = {
  issue: 'the issue',
  service: 'service',
  deemed_service: 'deemed service',
  receipt: 'receipt',
  actual_knowledge: 'actual knowledge',
  clarification: 'clarification',
  obstacle_ended: 'the end of the impossibility',
  court_confirmation: "the court's confirmation",
  authority_request: 'the request to the authority',
  enforcing_notice: 'receipt, where another authority was notified',
  effect: 'our action on the platform',
  user_notice: 'the message to users',
};

const CONFIDENCES: Record<Confidence, string> = {
  primary: 'from the text of the law',
  secondary: 'from secondary sources',
  from_memory: 'from memory',
  policy: 'company policy',
};

export const describeConfidence = (confidence: Confidence) => CONFIDENCES[confidence];

/** `36 hours`, `5 business days to the end of the day`; `as the order says` without a count. */
export function describeAmount(counting: CountingRule | null): string {
  if (counting === null) return 'as the order says';
  const { amount, unit, dueTime } = counting;
  const words = formatUnits(amount, unit);
  const elapsed = unit === 'minute' || unit === 'hour' || unit === 'business_hour';
  return dueTime === 'end_of_day' && !elapsed ? `${words} ${TO_END_OF_DAY}` : words;
}

function listTerms(counting: CountingRule | null): string[] {
  if (counting === null) return [];
  const { roll, stop } = counting;
  const rolled = roll === 'none' ? [] : [`moved ${roll === 'following' ? 'on' : 'back'} to a business day`];
  return stop ? [...rolled, 'can be paused'] : rolled;
}

export function formatStart(startsOn: StartFact): string {
  return `from ${STARTS[startsOn]}`;
}

export function formatClockName({ kind, owner, form, guards }: ClockRule): string {
  const named = owner === 'authority' && kind !== 'authority' ? `${kind} (the authority's)` : kind;
  return form === 'floor' ? `${named}, floor of the ${(guards ?? '').replaceAll('_', ' ')}` : named;
}

export function formatWindows(windows: ClockRule['windows']): string {
  if (windows.length === 0) return '';
  return `only for starts ${windows.map(({ from, to }) => `from ${from} until ${to}`).join(', or ')}`;
}

export function formatEscalation(escalation: readonly EscalationRule[]): string {
  if (escalation.length === 0) return 'no escalation';
  const steps = escalation.map(({ percent, to, page }) => `${percent} % ${to.join(' and ')}${page ? ' by page' : ''}`);
  return steps.join('; ');
}

export const COMPANY_POLICY = 'company policy, not law';

/** Formats as `from memory, not checked by counsel`, so that every number shows how far it can be trusted. */
export function formatTrust({ confidence, reviewer }: { confidence: Confidence; reviewer: string | null }): string {
  if (confidence === 'policy') return COMPANY_POLICY;
  return `${CONFIDENCES[confidence]}, ${reviewer === null ? 'not checked by counsel' : `checked by ${reviewer}`}`;
}

export function formatInForce({ inForceFrom, inForceTo }: { inForceFrom: string; inForceTo: string | null }): string {
  return inForceTo === null ? `from ${inForceFrom}` : `from ${inForceFrom} until ${inForceTo}`;
}

/** Formats one clock on one line: `comply: 3 hours from actual knowledge, may be paused`. */
export function describeClock(rule: ClockRule): string {
  const windows = formatWindows(rule.windows);
  const terms = [...listTerms(rule.counting), ...(windows === '' ? [] : [windows])].map((term) => `, ${term}`).join('');
  const status = rule.status === 'in_force' ? '' : ` [${rule.status.replaceAll('_', ' ')}]`;
  return `${formatClockName(rule)}: ${describeAmount(rule.counting)} ${formatStart(rule.startsOn)}${terms}${status}`;
}

/** Returns the lowest confidence of a version's facts; company policy counts only if there is nothing else. */
export function rateVersionConfidence(version: RegimeVersion): Confidence {
  return findWorstConfidence(listFacts(version)) ?? 'policy';
}

/** Formats the stored evidence of a fact: `rule 9(3): "…", reprint, read on 2026-11-27 at https://…`. */
export function formatCitation({ pinpoint, clause, text, title, id, read, url }: Citation): string {
  const where = [title, id, pinpoint].filter((part) => part !== null).join(', ');
  const reading = [text === 'secondary' ? 'secondary text' : `${text} text`, read && `read on ${read}`, url];
  const said = clause === null ? '' : `: “${clause}”`;
  return `${where}${said} (${reading.filter((part) => part !== null).join(', ')})`;
}

/**
 * Formats where a fact stands and what is uncertain: `Blocking Rules 2009, G.S.R. 781(E) of 27 October 2009, rule
 * 13(1)`.
 */
export function formatProvision({ title, id, pinpoint, unsure }: Provision): string {
  return `${[title, id, pinpoint].join(', ')}${unsure === null ? '' : ` (uncertain: ${unsure})`}`;
}

export function formatSilence({ read, title, id, url }: Silence): string {
  return `read on ${read} in ${[title, id, url].filter((part) => part !== null).join(', ')}: says nothing`;
}
