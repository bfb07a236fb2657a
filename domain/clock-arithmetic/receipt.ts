import { computeDue } from './compute.js';
import { DETAIL } from './details.js';
import { parseInstant, describeInstant } from './instant-text.js';

export interface Recomputable {
  zone: string;
  facts: Record<string, string>;
  /**
   * The counting rule (its `countsFrom` names the fact it starts at), with the calendar and events if there are any.
   */
  rule: Record<string, unknown>;
}

export function toClockInput({ zone, facts, rule: parts }: Recomputable): unknown {
  const { countsFrom, calendar, events, ...rule } = parts;
  return { zone, start: facts[String(countsFrom)], rule, calendar, events };
}

type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function deemedDifferences(zone: unknown, facts: Fields, deemed: unknown): string[] {
  if (!isObject(deemed)) return [];
  const { countsFrom, ...counting } = deemed;
  const answer = computeDue({ zone, start: facts[String(countsFrom)], rule: counting });
  if (!answer.ok) return [`deemed_served cannot be computed: ${answer.error}`];
  const dueAt = describeInstant(answer.dueAtMs);
  const stored = facts['deemed_served'];
  return stored === dueAt ? [] : [`deemed_served: stored ${JSON.stringify(stored)}, computed ${JSON.stringify(dueAt)}`];
}

const MADE_BY_EVENTS: Record<string, 'running' | 'paused'> = {
  running: 'running',
  missed: 'running',
  lapsed: 'running',
  paused: 'paused',
};

function stateDifferences(stored: unknown, computed: 'running' | 'paused'): string[] {
  if (stored === undefined) return [];
  const made = typeof stored === 'string' && Object.hasOwn(MADE_BY_EVENTS, stored) ? MADE_BY_EVENTS[stored] : computed;
  return made === computed ? [] : [`state: stored ${JSON.stringify(stored)}, by its events the clock is ${computed}`];
}

function dueDifferences(stored: unknown, dueAtMs: number | null): string[] {
  const computed = `computed ${JSON.stringify(describeInstant(dueAtMs))}`;
  if (typeof stored !== 'string') {
    return stored === undefined || stored === dueAtMs ? [] : [`dueAt: stored ${JSON.stringify(stored)}, ${computed}`];
  }
  const instant = parseInstant('dueAt', stored);
  if (!instant.ok) return [`dueAt: stored ${JSON.stringify(stored)}, no RFC 3339 time with an offset, ${computed}`];
  return instant.value === dueAtMs ? [] : [`dueAt: stored ${JSON.stringify(stored)}, ${computed}`];
}

function inOldWords(lines: readonly string[]): string[] {
  return lines
    .filter((line) => !DETAIL.test(line))
    .map((line) =>
      line
        .replace(
          /^((?:extended by )?\d+) (?:(calendar|business) )?(minute|hour|day|month)s?(?=[ :])/,
          (_, ...parts) => {
            const [count, kind, unit] = parts as [string, string | undefined, string];
            return `${count} ${kind === undefined ? '' : `${kind}_`}${unit}`;
          },
        )
        .replace(/, a (?:weekend|holiday|weekend and holiday)$/, ', a weekend or holiday'),
    );
}

function workingDifferences(stored: unknown, computed: readonly string[]): string[] {
  // The receipt's own remarks come first, the lines of the arithmetic last.
  const lastLines = (count: number): unknown[] => (Array.isArray(stored) ? stored.slice(-count) : []);
  const old = inOldWords(computed);
  const oldLines = lastLines(old.length);
  if (old.every((line, index) => oldLines[index] === line)) return [];
  const lines = lastLines(computed.length);
  return computed.flatMap((line, index) =>
    lines[index] === line ? [] : [`working: stored "${String(lines[index])}", computed "${line}"`],
  );
}

function differences(stored: Fields, receipt: Fields): string[] {
  const { zone, facts, rule, working } = receipt;
  if (!isObject(facts) || !isObject(rule)) return ['the receipt has no facts or no rule'];
  const answer = computeDue(toClockInput({ zone: zone as string, facts: facts as Record<string, string>, rule }));
  if (!answer.ok) return [`cannot be computed: ${answer.error}`];
  return [
    ...deemedDifferences(zone, facts, rule['deemed']),
    ...stateDifferences(stored['state'], answer.state),
    ...dueDifferences(stored['dueAt'], answer.dueAtMs),
    ...workingDifferences(working, answer.working),
  ];
}

/** Recomputes a clock as returned by `GET …/clocks`, or its receipt alone. An empty list means valid. */
export function verifyClockReceipt(stored: unknown): string[] {
  if (!isObject(stored)) return ['not a clock or a deadline receipt'];
  const receipt = stored['receipt'] === undefined ? stored : stored['receipt'];
  return isObject(receipt) ? differences(stored, receipt) : ['the clock has no receipt'];
}
