import type { Deed } from '../history.js';
import { accepted } from '../history.js';
import { readRegistry } from '../lab/jumps.js';
import type { FoundDifference, Finding } from './finding.js';

/** An order is received between request and answer; the clock of a trusted process may be off by a second. */
const RECEIVED_WITHIN_MS = 2_500;
/** A clock acts at its due instant or soon after, also on a busy machine; never before. */
const EARLY_MS = 1_000;
const LATE_MS = 60_000;

export interface Times {
  received: { reference: string; atMs: number }[];
  /**
   * Clocks with their due instant, or the notice's start where that is later; `endedAtMs`: when the log has one missed
   * or lapsed, null: it was not.
   */
  clocks: { notice: string; kind: string; state: string; dueAtMs: number; endedAtMs: number | null }[];
  nowMs: number;
  skew: string[];
}

export async function readTimes(database: string): Promise<Times> {
  const [received, clocks, now, skew] = await Promise.all([
    readRegistry<Times['received'][number]>(database, RECEIVED),
    readRegistry<Times['clocks'][number]>(database, CLOCKS),
    readRegistry<{ nowMs: number }>(database, `select extract(epoch from now())::float8 * 1000 as "nowMs"`),
    readRegistry<{ summary: string }>(
      database,
      `select summary from alert where kind = 'clock_skew' and resolved_at is null`,
    ),
  ]);
  return { received, clocks, nowMs: now[0]?.nowMs ?? 0, skew: skew.map(({ summary }) => summary) };
}

const RECEIVED = `select reference, extract(epoch from received_at)::float8 * 1000 as "atMs" from notice`;
const CLOCKS = `
  select notice_id as notice, kind, state, extract(epoch from greatest(due_at, made_at))::float8 * 1000 as "dueAtMs",
    (select extract(epoch from min(entry.at))::float8 * 1000 from audit_entry entry
      where entry.notice_id = clock.notice_id and entry.action in ('clock_missed', 'clock_lapsed')
        and entry.detail ->> 'clock' = clock.id::text) as "endedAtMs"
  from clock, lateral (select created_at as made_at from notice where notice.id = clock.notice_id) made
  where due_at is not null`;

/** Checks that deadlines count from an order's true arrival, whatever the clock of the receiving process said. */
export function checkReceived(deeds: readonly Deed[], { received }: Times): Finding {
  const found = new Map(received.map(({ reference, atMs }) => [reference, atMs]));
  const orders = accepted(deeds, 'receive');
  const differences = orders.flatMap(({ body, invokedAtMs, endedAtMs, answer }): FoundDifference[] => {
    const atMs = found.get(body.reference);
    if (atMs === undefined) return []; // reported by `nothing-lost`
    const offMs = Math.max(invokedAtMs - atMs, atMs - endedAtMs, 0);
    if (offMs <= RECEIVED_WITHIN_MS) return [];
    const wanted = `received between ${toText(invokedAtMs)} and ${toText(endedAtMs)}`;
    return [{ what: `order ${body.reference}`, wanted, found: toText(atMs), notice: answer.notice }];
  });
  return { name: 'received', checked: orders.length, unit: 'orders', differences };
}

/** Checks that no clock ended before its due instant or too late, and that each overdue one was recorded as missed. */
export function checkDues({ clocks, nowMs }: Times): Finding {
  const differences = clocks.flatMap(({ notice, kind, state, dueAtMs, endedAtMs }): FoundDifference[] => {
    const about = { what: `${kind} clock due ${toText(dueAtMs)}`, notice };
    if (endedAtMs !== null && endedAtMs < dueAtMs - EARLY_MS)
      return [{ ...about, wanted: 'no end before its due', found: `ended at ${toText(endedAtMs)}` }];
    if (endedAtMs !== null && endedAtMs > dueAtMs + LATE_MS)
      return [{ ...about, wanted: `an end within ${LATE_MS / 1000} s`, found: `ended at ${toText(endedAtMs)}` }];
    const isSilent = (state === 'running' && dueAtMs < nowMs - LATE_MS) || (state === 'missed' && endedAtMs === null);
    return isSilent
      ? [{ ...about, wanted: 'an audit event for the missed deadline', found: `${state}, no event` }]
      : [];
  });
  return { name: 'dues', checked: clocks.length, unit: 'clocks', differences };
}

/** Checks that each wrongly set clock raised an alert, and that none is open once all are right. */
export function checkNotified(deeds: readonly Deed[], { skew }: Times): Finding {
  const jumps = deeds.filter((deed): deed is Deed<'jump'> => deed.op === 'jump');
  const unnotified = jumps
    .filter(({ outcome }) => outcome !== 'ok')
    .map(
      ({ body: { kind, seconds }, problem }): FoundDifference => ({
        what: `the clock of ${kind}, ${seconds} s off`,
        wanted: 'an alert about it',
        found: problem,
      }),
    );
  const left = skew.map((found): FoundDifference => ({ what: 'clocks that are correct', wanted: 'no alert', found }));
  return { name: 'notified', checked: jumps.length, unit: 'jumps', differences: [...unnotified, ...left] };
}

const toText = (ms: number): string => new Date(ms).toISOString();
