import { afterEach, describe, expect, test } from '@jest/globals';
import { ratificationClock } from '../../domain/open-clocks/index.js';
import { aClock, aCommand, ADIL, aFrozen, aLedger, CARO, HOUR, MINUTE, T0 } from '../support/builders.js';
import { type NoticeRun, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

const DIGEST = { submission: 1, digest: 'sha256:one' };
const EMERGENCY = aFrozen({ emergency: { approverSlots: ['approver', 'counsel'] } });

/** The clock that opens when an emergency has its one approval: a day to ratify, counted from then. */
function aRatificationClock(startsAtMs: number) {
  return ratificationClock({
    submission: 1,
    withinMinutes: 1_440,
    regime: { id: 'EU-TCO', version: '2022-06-07' },
    startsAtMs,
    tzVersion: 'test',
    newId: () => 'clock-ratification',
  }).clock;
}

/** An order due within the hour, withheld on one approval after twenty minutes. */
async function carriedOut(): Promise<NoticeRun> {
  const hour = aClock({ kind: 'comply', basis: 'order', dueAtMs: T0 + HOUR });
  const run = await startNotice({ input: { clocks: [hour] } });
  await run.completeAll();
  await run.accept(aCommand('triage'));
  await run.advanceTo(T0 + 20 * MINUTE);
  await run.accept(aCommand('submit', { frozen: EMERGENCY }));
  await run.accept(aCommand('approve'));
  await run.accept(aCommand('start_clocks', { clocks: [aRatificationClock(T0 + 20 * MINUTE)] }));
  await run.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 10 }) });
  await run.completeAll();
  return run;
}

const findClock = async (run: NoticeRun) => (await run.state()).clocks.find(({ ratifies }) => ratifies === 1);
const enforced = (run: NoticeRun) => run.scheduled.filter(({ type }) => type === 'enforce').length;

describe('emergency with later ratification', () => {
  test('meets the order in time on one approval, and ends the duty when the quorum ratifies within the day', async () => {
    const run = await carriedOut();
    expect((await run.state()).clocks[0]).toMatchObject({ kind: 'comply', state: 'met' });
    await run.advanceTo(T0 + 13 * HOUR);
    await run.completeAll();
    expect(run.scheduled.filter(({ type }) => type === 'mailStaff')).toHaveLength(1);
    expect(await run.command(aCommand('close'))).toMatchObject({ refused: 'illegal_transition' });
    await run.accept(aCommand('ratify', DIGEST, { actor: CARO }));
    expect(await findClock(run)).toMatchObject({ state: 'met', metAtMs: T0 + 13 * HOUR });
    await run.advanceTo(T0 + 60 * HOUR);
    await run.completeAll();
    expect(run.registry.actions).not.toContain('clock_missed');
    expect(enforced(run)).toBe(1);
    await run.accept(aCommand('close'));
    expect(run.completed).toBe('completed');
  });

  test('escalates a missed ratification without touching the platform, for as long as it is unanswered', async () => {
    const run = await carriedOut();
    const scheduledBefore = run.scheduled.length;
    for (let hours = 1; hours <= 72; hours += 1) {
      await run.advanceTo(T0 + 20 * MINUTE + hours * HOUR);
      await run.completeAll();
    }
    expect(await findClock(run)).toMatchObject({ state: 'missed', metAtMs: null });
    const since = run.scheduled.slice(scheduledBefore).map(({ type }) => type);
    expect(new Set(since)).toEqual(new Set(['mailStaff', 'page']));
    expect((await run.state()).ratification).toMatchObject({ state: 'open' });
    expect(enforced(run)).toBe(1);
    const late = await run.accept(aCommand('ratify', DIGEST, { actor: CARO }));
    expect(late).toBeGreaterThan(0);
    expect(await findClock(run)).toMatchObject({ state: 'missed', metAtMs: run.nowMs });
  });

  test('ends the duty on a refusal, restores nothing and leaves close to counsel', async () => {
    const run = await carriedOut();
    expect(await run.command(aCommand('ratify', { ...DIGEST, refuse: true, reason: 'No.' }))).toMatchObject({
      ok: true,
    });
    expect(await run.state()).toMatchObject({ stage: 'in_force', ratification: { state: 'refused' } });
    expect(enforced(run)).toBe(1);
    expect(await run.command(aCommand('close'))).toMatchObject({ refused: 'illegal_transition' });
    await run.accept(aCommand('close', { override: true }, { actor: CARO }));
    expect(run.completed).toBe('completed');
  });

  test('keeps the duty through continue-as-new', async () => {
    const run = await carriedOut();
    run.suggestContinueAsNew();
    await run.accept(aCommand('annotate'));
    const next = await run.next();
    expect(await next.command(aCommand('ratify', DIGEST, { actor: ADIL }))).toMatchObject({ refused: 'forbidden' });
    await next.accept(aCommand('ratify', DIGEST, { actor: CARO }));
    expect((await next.state()).ratification).toMatchObject({ state: 'ratified', approvals: [{ by: CARO.id }] });
  });
});
