import { expect, test } from '@jest/globals';
import { checkDues, checkReceived, checkNotified, type Times } from '../../chaos/check/clocks.js';
import { checkFlood } from '../../chaos/check/flood.js';
import { readDeeds } from '../../chaos/history.js';
import type { Flood } from '../../chaos/lab/flood.js';
import { writeJournal } from '../../support/small-run.js';

const HOUR_MS = 3_600_000;
const foundBy = ({ differences }: { differences: { found: string }[] }) => differences.map(({ found }) => found);

const flood = (patch: Partial<Flood> = {}): Flood => ({
  by: { 'read 200': 10, 'read 429': 90, 'order 201': 2 },
  withoutTime: 0,
  acknowledged: ['FLOOD/1/1', 'FLOOD/1/2'],
  maxMb: 300,
  slowestTurnedAwayMs: 40,
  ...patch,
});

test('checkFlood accepts a flood that was answered or rejected and lost nothing acknowledged', () => {
  expect(checkFlood(flood(), ['FLOOD/1/1', 'FLOOD/1/2', 'other'])).toMatchObject({ checked: 102, differences: [] });
});

test.each<[string, Partial<Flood>, string[]]>([
  ['no answer', { by: { 'read 429': 1, 'read no answer': 3 } }, ['3 times']],
  ['a response with a server error', { by: { 'read 429': 1, 'order 500': 1 } }, ['1 times']],
  ['rejections without Retry-After', { withoutTime: 4 }, ['4 without one']],
  ['no rejected request', { by: { 'read 200': 9 } }, ['nothing was turned away']],
  ['orders rejected before reads', { by: { 'read 200': 1, 'read 429': 1, 'order 429': 3 } }, ['1 turned away, 0.5']],
  ['a lost acknowledged order', { acknowledged: ['FLOOD/1/3'] }, ['0 times']],
  ['unbounded memory', { maxMb: 4_000 }, ['4000 MB']],
  ['a late rejection', { slowestTurnedAwayMs: 20_000 }, ['20000 ms']],
])('checkFlood detects a flood with %s', (_what, patch, found) => {
  expect(foundBy(checkFlood(flood(patch), ['FLOOD/1/1', 'FLOOD/1/2']))).toEqual(found);
});

const times = (patch: Partial<Times> = {}): Times => ({
  received: [],
  clocks: [],
  nowMs: 10 * HOUR_MS,
  skew: [],
  ...patch,
});
const clock = { notice: 'N1', kind: 'comply', state: 'missed', dueAtMs: HOUR_MS, endedAtMs: HOUR_MS + 500 };

test.each([
  ['ended at its due time', clock, 0],
  ['runs with time left', { ...clock, state: 'running', dueAtMs: 11 * HOUR_MS, endedAtMs: null }, 0],
  ['ended an hour early', { ...clock, endedAtMs: 0 }, 1],
  ['ended an hour late', { ...clock, endedAtMs: 2 * HOUR_MS }, 1],
  ['still runs an hour after its due time', { ...clock, state: 'running', endedAtMs: null }, 1],
  ['was missed without an audit event', { ...clock, endedAtMs: null }, 1],
])('checkDues judges a clock that %s', (_what, one, differences) => {
  expect(checkDues(times({ clocks: [one] })).differences).toHaveLength(differences);
});

test('checkReceived detects an order dated by a wrong clock, and checkNotified an unreported wrong clock', () => {
  const journal = writeJournal();
  const body = { reference: 'R', rows: 0, distinct: [], items: [], protectedItems: [], missingItems: [] };
  const atMs = journal.ok({ op: 'receive', body }, { notice: 'N1' });
  journal.ok({ op: 'jump', as: 'harness', body: { kind: 'api', seconds: 3_600 } });
  const deeds = readDeeds(journal.lines);
  expect(checkReceived(deeds, times({ received: [{ reference: 'R', atMs }] })).differences).toEqual([]);
  expect(
    checkReceived(deeds, times({ received: [{ reference: 'R', atMs: atMs + HOUR_MS }] })).differences,
  ).toHaveLength(1);
  expect(checkNotified(deeds, times()).differences).toEqual([]);
  expect(foundBy(checkNotified(deeds, times({ skew: ['that of api is off'] })))).toEqual(['that of api is off']);
  journal.fail({ op: 'jump', as: 'harness', body: { kind: 'mail', seconds: -3_600 } });
  expect(checkNotified(readDeeds(journal.lines), times()).differences).toHaveLength(1);
});
