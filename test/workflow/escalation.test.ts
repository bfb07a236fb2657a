import { afterEach, describe, expect, test } from '@jest/globals';
import { PAGE_LIMIT, PAGE_REPEAT_MS } from '../../domain/clocks/clock.js';
import type { Effect } from '../../domain/commands/effect.js';
import { aBareNotice, aClock, aCommand, ASHA, CARO, HOUR, MINUTE, OMAR, RITA, T0 } from '../support/builders.js';
import { type NoticeRun, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

const START = { input: { ...aBareNotice(), clocks: [aClock()] } };

function listEffects(run: NoticeRun): Effect[] {
  return run.scheduled.map(({ effect }) => effect).filter((effect) => effect !== null);
}

describe('escalation', () => {
  test('notifies each level at its own percentage, and not a millisecond before', async () => {
    const run = await startNotice(START);
    const seen: [number, number][] = [];
    for (const [percent, atMs] of [
      [50, 5 * HOUR],
      [75, 7.5 * HOUR],
      [90, 9 * HOUR],
      [100, 10 * HOUR],
    ] as const) {
      await run.advanceTo(T0 + atMs - 1);
      const before = listEffects(run).filter(({ type }) => type === 'mail_staff').length;
      await run.advanceTo(T0 + atMs);
      await run.completeAll();
      seen.push([percent, listEffects(run).filter(({ type }) => type === 'mail_staff').length - before]);
    }
    expect(seen).toEqual([
      [50, 1],
      [75, 1],
      [90, 1],
      [100, 1],
    ]);
    const mails = listEffects(run).filter((effect) => effect.type === 'mail_staff');
    expect(mails.map(({ levels, to, missed }) => ({ levels, to, missed }))).toEqual([
      { levels: [1], to: ['reviewer'], missed: false },
      { levels: [2], to: ['reviewer', 'approver'], missed: false },
      { levels: [3], to: ['approver', 'counsel'], missed: false },
      { levels: [4], to: ['counsel', 'ops'], missed: true },
    ]);
    const [clock] = (await run.state()).clocks;
    expect(clock).toMatchObject({ state: 'missed', metAtMs: null });
    expect(clock?.escalation.map(({ firedAtMs, atMs }) => firedAtMs === atMs)).toEqual([true, true, true, true]);
  });

  test('repeats a page every five minutes, to more roles, until it is acknowledged', async () => {
    const run = await startNotice(START);
    await run.advanceTo(T0 + 9 * HOUR + 2 * PAGE_REPEAT_MS);
    const pages = listEffects(run).filter((effect) => effect.type === 'page');
    expect(pages.map(({ level, nth, to }) => ({ level, nth, to }))).toEqual([
      { level: 3, nth: 1, to: ['approver', 'counsel'] },
      { level: 3, nth: 2, to: ['approver', 'counsel', 'ops'] },
      { level: 3, nth: 3, to: ['approver', 'counsel', 'ops'] },
    ]);
    expect(await run.command(aCommand('acknowledge_escalation', { level: 3 }, { actor: RITA }))).toMatchObject({
      refused: 'forbidden',
    });
    await run.accept(aCommand('acknowledge_escalation', { level: 3 }, { actor: ASHA }));
    await run.advanceTo(T0 + 10 * HOUR - 1);
    expect(listEffects(run).filter(({ type }) => type === 'page')).toHaveLength(3);
    await run.advanceTo(T0 + 10 * HOUR);
    expect(listEffects(run).filter((effect) => effect.type === 'page' && effect.level === 4)).toHaveLength(1);
  });

  test('stops an unanswered page after its limit, and lets the notice sleep', async () => {
    const run = await startNotice(START);
    await run.advanceTo(T0 + 30 * HOUR);
    const pages = listEffects(run).filter((effect) => effect.type === 'page');
    expect(pages.filter(({ level }) => level === 3)).toHaveLength(PAGE_LIMIT);
    expect(pages.filter(({ level }) => level === 4)).toHaveLength(PAGE_LIMIT);
    expect(new Set(pages.map(({ key }) => key)).size).toBe(2 * PAGE_LIMIT);
    expect(run.timersAtMs[0]).toBeGreaterThan(T0 + 30 * HOUR);
  });

  test('stays silent after a clock is met in time', async () => {
    const run = await startNotice({
      input: { ...aBareNotice(), acknowledge: true, clocks: [aClock({ id: 'a', kind: 'acknowledge' })] },
    });
    await run.advanceTo(T0 + 5 * HOUR);
    await run.completeActivity('mailStaff');
    await run.completeActivity('sendLetter');
    await run.advanceTo(T0 + 48 * HOUR);
    expect(run.scheduled.map(({ type }) => type)).toEqual(['sendLetter', 'mailStaff']);
    expect((await run.state()).clocks).toMatchObject([{ state: 'met', metAtMs: T0 + 5 * HOUR }]);
  });

  test('merges levels missed without a worker into one mail, with every level and recipient', async () => {
    const run = await startNotice(START);
    await run.wakeLateAt(T0 + 9 * HOUR + 30 * MINUTE);
    expect(listEffects(run).filter(({ type }) => type === 'mail_staff')).toMatchObject([
      { levels: [1, 2, 3], to: ['reviewer', 'approver', 'counsel'], missed: false },
    ]);
    expect(run.registry.actions).toEqual(['escalation_fired']);
  });

  test('notifies immediately and records one miss if a notice arrives after its deadline', async () => {
    const run = await startNotice({ ...START, nowMs: T0 + 12 * HOUR });
    expect(listEffects(run).filter(({ type }) => type === 'mail_staff')).toMatchObject([
      { levels: [1, 2, 3, 4], missed: true },
    ]);
    await run.advanceBy(48 * HOUR);
    expect(run.registry.actions.filter((action) => action === 'clock_missed')).toHaveLength(1);
  });

  test('lets the authority’s clock lapse without pages', async () => {
    const clock = aClock({ id: 'theirs', kind: 'authority', owner: 'authority' });
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [clock] } });
    await run.advanceTo(T0 + 30 * HOUR);
    expect((await run.state()).clocks).toMatchObject([{ state: 'lapsed' }]);
    expect((await run.state()).stage).toBe('triage');
    await run.accept(aCommand('authority_act'));
    expect((await run.state()).clocks).toMatchObject([{ state: 'lapsed', metAtMs: T0 + 30 * HOUR }]);
  });

  test('lets a recipient of a level or counsel acknowledge it once', async () => {
    const run = await startNotice(START);
    await run.advanceTo(T0 + 10 * HOUR);
    await run.accept(aCommand('acknowledge_escalation', { level: 4 }, { actor: OMAR }));
    await run.accept(aCommand('acknowledge_escalation', { level: 1 }, { actor: CARO }));
    expect(await run.command(aCommand('acknowledge_escalation', { level: 4 }, { actor: CARO }))).toMatchObject({
      refused: 'illegal_transition',
    });
    expect(run.registry.actions.filter((action) => action === 'page_acknowledged')).toHaveLength(2);
  });
});
