import { describe, expect, test } from '@jest/globals';
import type { Effect } from '../../../domain/effect.js';
import type { LetterKind } from '../../../domain/letter.js';
import type { NoticeState } from '../../../domain/notice-state.js';
import { settleEffect } from '../../../domain/settle-effect.js';
import { letterEffect } from '../../../domain/submission-commands.js';
import { aLedger, aState, aSubmission, DAY, NOTICE_ID, T0, theFourClocks } from '../../support/builders.js';

const OK = { ok: true as const };
const GAVE_UP = { ok: false as const, reason: 'The mail server does not answer.' };
const ENFORCE: Effect = { key: `${NOTICE_ID}:1:enforce`, type: 'enforce', submission: 1 };
const letter = (kind: LetterKind) => letterEffect(NOTICE_ID, 1, kind);
const ACKNOWLEDGEMENT: Effect = {
  key: `${NOTICE_ID}:acknowledgement`,
  type: 'send_letter',
  letter: 'acknowledgement',
  submission: null,
  dialogue: null,
};

function approved(effects: Effect[], patch: Partial<NoticeState> = {}): NoticeState {
  return aState({
    stage: 'reporting',
    submission: aSubmission({ state: 'approved' }),
    ledger: aLedger({ byLane: { push_back: 10 } }),
    clocks: theFourClocks(),
    effects,
    ...patch,
  });
}

function met(state: NoticeState): string[] {
  return state.clocks.filter(({ state: one }) => one === 'met').map(({ kind }) => kind);
}

describe('settleEffect', () => {
  test('an effect that ended is no longer queued, the others are', () => {
    const state = approved([letter('push_back'), letter('user_notice')]);
    expect(settleEffect(state, letter('user_notice'), OK, T0).effects).toEqual([letter('push_back')]);
  });

  test.each<Effect>([
    { key: 'm', type: 'mail_staff', clock: 'c', levels: [1], to: ['reviewer'], missed: false },
    { key: 'p', type: 'page', clock: 'c', level: 3, nth: 1, to: ['approver'] },
    { key: 'r', type: 'resolve_targets' },
  ])('$type leaves no telling, whether it worked or not', (effect) => {
    for (const outcome of [OK, GAVE_UP]) {
      const after = settleEffect(approved([effect]), effect, outcome, T0);
      expect(after).toMatchObject({ version: 1, effects: [], unrecorded: [] });
    }
  });

  test('the ledger is taken from what the platform said', () => {
    const effect: Effect = { key: 'r', type: 'resolve_targets' };
    const ledger = aLedger({ undecided: 4 });
    expect(settleEffect(approved([effect]), effect, { ok: true, ledger }, T0).ledger).toEqual(ledger);
  });

  test('an accepted acknowledgement meets its clock and no other', () => {
    expect(met(settleEffect(approved([ACKNOWLEDGEMENT]), ACKNOWLEDGEMENT, OK, T0))).toEqual(['acknowledge']);
  });

  test('one accepted late leaves the clock missed, with the late instant', () => {
    const clocks = theFourClocks().map((clock) =>
      clock.kind === 'acknowledge' ? { ...clock, state: 'missed' as const } : clock,
    );
    const after = settleEffect(approved([ACKNOWLEDGEMENT], { clocks }), ACKNOWLEDGEMENT, OK, T0 + DAY);
    expect(after.clocks[0]).toMatchObject({ state: 'missed', metAtMs: T0 + DAY });
    expect(after.unrecorded).toMatchObject([{ action: 'clock_met', detail: { kind: 'acknowledge', late: true } }]);
  });

  test('finished enforcement meets comply and queues the report', () => {
    const state = approved([ENFORCE], { stage: 'enforcement' });
    const after = settleEffect(state, ENFORCE, { ok: true, ledger: aLedger({ applied: 10 }) }, T0);
    expect(after).toMatchObject({ stage: 'reporting', effects: [{ letter: 'report_of_effect', submission: 1 }] });
    expect(met(after)).toEqual(['comply']);
  });

  test('a failed target leaves comply open', () => {
    const state = approved([ENFORCE], { stage: 'enforcement' });
    const after = settleEffect(state, ENFORCE, { ok: true, ledger: aLedger({ applied: 9, failed: 1 }) }, T0);
    expect(met(after)).toEqual([]);
    expect(after.stage).toBe('reporting');
  });

  test('a refusal that still waits leaves comply open until it is sent', () => {
    const state = approved([ENFORCE, letter('push_back')], { stage: 'enforcement' });
    const enforced = settleEffect(
      state,
      ENFORCE,
      { ok: true, ledger: aLedger({ applied: 4, byLane: { withhold: 4, push_back: 6 } }) },
      T0,
    );
    expect(met(enforced)).toEqual([]);
    expect(met(settleEffect(enforced, letter('push_back'), OK, T0))).toEqual(['comply']);
  });

  test('a refusal that could not be delivered leaves comply open for good', () => {
    const state = approved([ENFORCE, letter('push_back')], { stage: 'enforcement' });
    const lost = settleEffect(state, letter('push_back'), GAVE_UP, T0);
    expect(lost.undelivered).toEqual([letter('push_back').key]);
    expect(met(settleEffect(lost, ENFORCE, OK, T0))).toEqual([]);
  });

  test('a report sent meets inform, says the outcome and brings the notice into force', () => {
    const state = approved([letter('report_of_effect')], { ledger: aLedger({ applied: 10 }) });
    const after = settleEffect(state, letter('report_of_effect'), OK, T0);
    expect(after).toMatchObject({ stage: 'in_force', outcome: 'complied' });
    expect(met(after)).toEqual(['comply', 'inform']);
  });

  test('a report that could not be delivered leaves inform open and the notice in reporting', () => {
    const after = settleEffect(approved([letter('report_of_effect')]), letter('report_of_effect'), GAVE_UP, T0);
    expect(after).toMatchObject({ stage: 'reporting', undelivered: [letter('report_of_effect').key] });
    expect(met(after)).toEqual([]);
  });

  test('every change of the stage is told', () => {
    const state = approved([letter('push_back'), letter('user_notice')], { clocks: [] });
    const once = settleEffect(state, letter('push_back'), OK, T0);
    expect(once).toMatchObject({ stage: 'reporting', version: 1 });
    const twice = settleEffect(once, letter('user_notice'), OK, T0);
    expect(twice).toMatchObject({ stage: 'in_force', version: 2 });
    expect(twice.unrecorded).toMatchObject([{ action: 'came_into_force', detail: { submission: 1 } }]);
  });

  test('a finished restoration keeps the notice in force and reports nothing to the authority', () => {
    const state = approved([ENFORCE], {
      stage: 'enforcement',
      submission: aSubmission({ state: 'approved', purpose: 'restoration' }),
    });
    const after = settleEffect(state, ENFORCE, { ok: true, ledger: aLedger({ restored: 10 }) }, T0);
    expect(after).toMatchObject({ stage: 'in_force', effects: [] });
  });

  test('a refused enforcement is told with its reason', () => {
    const after = settleEffect(
      approved([ENFORCE], { stage: 'enforcement' }),
      ENFORCE,
      { ok: false, reason: 'No approvals.' },
      T0,
    );
    expect(after.unrecorded).toMatchObject([{ action: 'enforcement_refused', detail: { reason: 'No approvals.' } }]);
    expect(met(after)).toEqual([]);
  });

  test('a disclosure is not taken for done', () => {
    const state = approved([letter('push_back')], { submission: aSubmission({ state: 'approved', disclosed: 1 }) });
    expect(met(settleEffect(state, letter('push_back'), OK, T0))).toEqual([]);
  });

  test('an answer without targets is its own report', () => {
    const state = approved([letter('status_update')], { ledger: aLedger({ targets: 0, byLane: {} }) });
    const after = settleEffect(state, letter('status_update'), OK, T0);
    expect(met(after)).toEqual(['comply', 'inform']);
    expect(after.stage).toBe('in_force');
  });
});
