import { afterEach, describe, expect, test } from '@jest/globals';
import type { Clock, ClockReceipt } from '../../domain/clocks/clock.js';
import { recountAfter, openClocks, type MoveEvent } from '../../domain/open-clocks/index.js';
import type { CountingRule } from '../../domain/rulebook/regime.js';
import { loadRulebook } from '../../rulebook/load.js';
import { aBareNotice, aCommand, CARO, DAY, HOUR, MINUTE, T0 } from '../support/builders.js';
import { type NoticeRun, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

function openOne(zone: string, counting: Partial<CountingRule>, receivedAtMs: number) {
  const regime = loadRulebook().regimeAt('POLICY-DEFAULT', receivedAtMs);
  const [rule] = regime?.clocks ?? [];
  if (regime === undefined || rule === undefined) throw new Error('the default policy has no clock');
  const count = { amount: 1, unit: 'hour', dueTime: 'same_time', roll: 'none', stop: true, ...counting } as const;
  const clocks = [{ ...rule, kind: 'comply' as const, counting: count, extend: true }];
  const { clocks: opened } = openClocks({
    regime: { ...regime, zone, clocks },
    calendar: null,
    facts: { receivedAtMs },
    tzVersion: 'test',
    newId: () => 'clock-comply',
  });
  const [first] = opened;
  if (first === undefined) throw new Error('nothing was opened');
  return first;
}

async function move(
  run: NoticeRun,
  { clock, receipt }: { clock: Clock; receipt: ClockReceipt },
  event: MoveEvent,
): Promise<ClockReceipt> {
  const [now] = (await run.state()).clocks;
  const moved = recountAfter({ receipt, clock }, event, { reason: 'Asked for.', authorityReference: 'Letter 12' });
  if ('error' in moved) throw new Error(moved.error);
  const body = { clock: clock.id, revision: now?.revision ?? 0, dueAtMs: moved.dueAtMs, escalation: moved.escalation };
  const atMs = event.type === 'extend' ? {} : { atMs: event.atMs };
  await run.accept(aCommand(event.type, { ...body, ...atMs }, { actor: CARO }));
  if (event.type === 'extend') await run.accept(aCommand('confirm_deadline', { clock: clock.id }));
  return moved.receipt;
}

const listActions = (run: NoticeRun) => run.registry.entries.map(({ action }) => action);

async function listFired(run: NoticeRun): Promise<(number | null | undefined)[]> {
  return (await run.state()).clocks[0]?.escalation.map(({ firedAtMs }) => firedAtMs) ?? [];
}

describe('clock over years', () => {
  test('keeps its local time across daylight saving and a short month if it counts months', async () => {
    // 31 August 2020, 12:00 in Berlin (summer time); six months later is 28 February 2021, 12:00 (winter time)
    const receivedAtMs = Date.parse('2020-08-31T12:00:00+02:00');
    const { clock } = openOne('Europe/Berlin', { amount: 6, unit: 'month' }, receivedAtMs);
    expect(clock.dueAtMs).toBe(Date.parse('2021-02-28T12:00:00+01:00'));
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [clock] }, nowMs: receivedAtMs });
    await run.advanceTo((clock.dueAtMs ?? 0) - 1);
    await run.completeAll();
    expect((await run.state()).clocks[0]).toMatchObject({ state: 'running' });
    await run.advanceTo(clock.dueAtMs ?? 0);
    expect((await run.state()).clocks[0]).toMatchObject({ state: 'missed' });
  });

  test('fires nothing while paused for a year, and each step once afterwards', async () => {
    const opened = openOne('Asia/Kolkata', { amount: 10 }, T0);
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [opened.clock] } });
    await run.advanceTo(T0 + 4 * HOUR);
    const paused = await move(run, opened, { type: 'pause', atMs: T0 + 4 * HOUR });
    await run.advanceTo(T0 + 4 * HOUR + 365 * DAY);
    expect(run.scheduled).toEqual([]);
    const back = T0 + 4 * HOUR + 365 * DAY;
    await move(run, { ...opened, receipt: paused }, { type: 'resume', atMs: back });
    const dueAtMs = T0 + 10 * HOUR + 365 * DAY;
    expect((await run.state()).clocks[0]).toMatchObject({ state: 'running', dueAtMs });
    for (let hours = 1; hours <= 7; hours += 1) {
      await run.advanceTo(back + hours * HOUR);
      await run.completeAll();
    }
    expect(listActions(run).filter((action) => action === 'clock_missed')).toHaveLength(1);
    const keys = run.scheduled.map(({ effect }) => effect?.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('extension at the instant of firing', () => {
  test('is decided first if its confirmation arrives with the timer, so that nothing is missed', async () => {
    const opened = openOne('Asia/Kolkata', { amount: 10 }, T0);
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [opened.clock] } });
    await run.advanceTo(T0 + 10 * HOUR - 1);
    await run.completeAll();
    const moved = recountAfter(
      opened,
      { type: 'extend', by: { amount: 5, unit: 'hour' } },
      { reason: 'Given.', authorityReference: 'Letter 12' },
    );
    if ('error' in moved) throw new Error(moved.error);
    const body = { clock: opened.clock.id, revision: 0, dueAtMs: moved.dueAtMs, escalation: moved.escalation };
    await run.accept(aCommand('extend', body, { actor: CARO }));
    await run.commandWithTimerAt(T0 + 10 * HOUR, aCommand('confirm_deadline', { clock: opened.clock.id }));
    expect((await run.state()).clocks[0]).toMatchObject({ state: 'running', dueAtMs: T0 + 15 * HOUR });
    expect(listActions(run)).not.toContain('clock_missed');
    await run.advanceTo(T0 + 15 * HOUR);
    expect(listActions(run).filter((action) => action === 'clock_missed')).toHaveLength(1);
  });

  test('restarts the clock if it arrives just after the miss, and both are recorded', async () => {
    const opened = openOne('Asia/Kolkata', { amount: 10 }, T0);
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [opened.clock] } });
    await run.advanceTo(T0 + 10 * HOUR);
    await run.completeAll();
    await move(run, opened, { type: 'extend', toMs: T0 + 20 * HOUR });
    expect((await run.state()).clocks[0]).toMatchObject({ state: 'running', dueAtMs: T0 + 20 * HOUR });
    expect(listActions(run).slice(-3)).toEqual(['clock_missed', 'extend', 'confirm_deadline']);
    await run.advanceTo(T0 + 20 * HOUR);
    expect(await listFired(run)).not.toContain(null);
  });
});

describe('moved clock', () => {
  test('keeps its revision and steps through continue-as-new', async () => {
    const opened = openOne('Europe/Berlin', { amount: 10, unit: 'calendar_day' }, T0);
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [opened.clock] } });
    await run.advanceTo(T0 + 6 * DAY);
    await run.completeAll();
    const receipt = await move(run, opened, { type: 'extend', by: { amount: 10, unit: 'calendar_day' } });
    run.suggestContinueAsNew();
    await run.accept(aCommand('annotate'));
    const next = await run.next();
    expect((await next.state()).clocks[0]).toMatchObject({ revision: 1, dueAtMs: T0 + 20 * DAY });
    await next.advanceTo(T0 + 11 * DAY);
    await next.completeAll();
    await move(next, { ...opened, receipt }, { type: 'pause', atMs: T0 + 11 * DAY });
    await next.advanceTo(T0 + 60 * DAY);
    expect((await next.state()).clocks[0]).toMatchObject({ state: 'paused', revision: 2 });
    const keys = [...run.scheduled, ...next.scheduled].map(({ effect }) => effect?.key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('wakes the workflow at its new instant, and not at the old one', async () => {
    const opened = openOne('Asia/Kolkata', { amount: 10 }, T0);
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [opened.clock] } });
    await move(run, opened, { type: 'extend', toMs: T0 + 30 * MINUTE + 10 * HOUR });
    await run.advanceTo(T0 + 10 * HOUR);
    expect((await run.state()).clocks[0]).toMatchObject({ state: 'running' });
    await run.advanceTo(T0 + 10 * HOUR + 30 * MINUTE);
    expect((await run.state()).clocks[0]).toMatchObject({ state: 'missed' });
  });
});

describe('extension stated in a document', () => {
  test('moves the clock and its steps only after another person confirms it, also after continue-as-new', async () => {
    const opened = openOne('Asia/Kolkata', { amount: 10 }, T0);
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [opened.clock] } });
    const why = { reason: 'Given.', authorityReference: 'Letter 12' };
    const moved = recountAfter(opened, { type: 'extend', by: { amount: 5, unit: 'hour' } }, why);
    if ('error' in moved) throw new Error(moved.error);
    const { dueAtMs, escalation } = moved;
    const body = { clock: opened.clock.id, revision: 0, dueAtMs, escalation, document: { document: 'a'.repeat(64) } };
    await run.accept(aCommand('extend', body, { actor: CARO }));
    expect((await run.state()).clocks[0]).toMatchObject({ dueAtMs: T0 + 10 * HOUR });
    run.suggestContinueAsNew();
    await run.accept(aCommand('annotate'));
    const next = await run.next();
    await next.accept(aCommand('confirm_deadline', { clock: opened.clock.id }));
    expect((await next.state()).clocks[0]).toMatchObject({ state: 'running', dueAtMs: T0 + 15 * HOUR, revision: 1 });
    await next.advanceTo(T0 + 15 * HOUR);
    expect((await next.state()).clocks[0]).toMatchObject({ state: 'missed' });
  });
});
