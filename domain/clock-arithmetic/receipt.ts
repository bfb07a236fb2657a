import { computeDue } from './compute.js';
import { sayInstant } from './instant-text.js';

/** What a deadline receipt must hold to be computed again. */
export interface Recomputable {
  zone: string;
  /** Instants by name, RFC 3339. */
  facts: Record<string, string>;
  /** The counting rule, `countsFrom` naming the fact it starts at, and the calendar and events where there are any. */
  rule: Record<string, unknown>;
}

/** What `notice-desk clock compute` is given to arrive at the same due. */
export function clockInputOf({ zone, facts, rule: parts }: Recomputable): unknown {
  const { countsFrom, calendar, events, ...rule } = parts;
  return { zone, start: facts[String(countsFrom)], rule, calendar, events };
}

type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Service that the law dates by a rule of its own is computed again too. */
function deemedDifferences(zone: unknown, facts: Fields, deemed: unknown): string[] {
  if (!isObject(deemed)) return [];
  const { countsFrom, ...counting } = deemed;
  const answer = computeDue({ zone, start: facts[String(countsFrom)], rule: counting });
  if (!answer.ok) return [`deemed_served cannot be computed: ${answer.error}`];
  const dueAt = sayInstant(answer.dueAtMs);
  const stored = facts['deemed_served'];
  return stored === dueAt ? [] : [`deemed_served: stored ${JSON.stringify(stored)}, computed ${JSON.stringify(dueAt)}`];
}

function differences(stored: Fields, receipt: Fields): string[] {
  const { zone, facts, rule, working } = receipt;
  if (!isObject(facts) || !isObject(rule)) return ['the receipt has no facts or no rule'];
  const answer = computeDue(clockInputOf({ zone: zone as string, facts: facts as Record<string, string>, rule }));
  if (!answer.ok) return [`cannot be computed: ${answer.error}`];
  const found = deemedDifferences(zone, facts, rule['deemed']);
  const dueAt = sayInstant(answer.dueAtMs);
  const storedDueAt = stored['dueAt'];
  const storedMs = typeof storedDueAt === 'string' ? Date.parse(storedDueAt) : storedDueAt;
  if (storedDueAt !== undefined && storedMs !== answer.dueAtMs) {
    found.push(`dueAt: stored ${JSON.stringify(storedDueAt)}, computed ${JSON.stringify(dueAt)}`);
  }
  // The receipt's own remarks come first, the lines of the arithmetic last.
  const lines = Array.isArray(working) ? working.slice(-answer.working.length) : [];
  for (const [index, line] of answer.working.entries()) {
    if (lines[index] !== line) found.push(`working: stored "${String(lines[index])}", computed "${line}"`);
  }
  return found;
}

/** Computes a clock as `GET …/clocks` shows it, or its receipt alone, again. An empty list: it is valid. */
export function verifyClockReceipt(stored: unknown): string[] {
  if (!isObject(stored)) return ['not a clock or a deadline receipt'];
  const receipt = stored['receipt'] === undefined ? stored : stored['receipt'];
  return isObject(receipt) ? differences(stored, receipt) : ['the clock has no receipt'];
}
