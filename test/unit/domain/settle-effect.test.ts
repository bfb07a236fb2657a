import { describe, expect, test } from '@jest/globals';
import type { Effect } from '../../../domain/command/effect.js';
import type { LedgerCounts } from '../../../domain/target/ledger.js';
import type { LetterKind } from '../../../domain/letter/letter.js';
import type { NoticeState } from '../../../domain/notice/notice-state.js';
import { settleEffect } from '../../../domain/command/settle-effect.js';
import { letterEffect } from '../../../domain/letter/letter-effect.js';
import {
  aClock,
  aLedger,
  aState,
  aSubmission,
  DAY,
  HOUR,
  NOTICE_ID,
  T0,
  theFourClocks,
} from '../../support/builders.js';

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
    expect(after).toMatchObject({
      stage: 'reporting',
      effects: [
        { letter: 'report_of_effect', submission: 1 },
        { type: 'prove_effect', submission: 1 },
      ],
    });
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
    expect(after).toMatchObject({ stage: 'in_force', effects: [{ type: 'prove_effect', submission: 1 }] });
  });

  test('a question meets no clock to comply, and what is done about it later does', () => {
    const ledger = aLedger({ byLane: { clarify: 10 } });
    const asked = approved([letter('clarification'), letter('report_of_effect')], { ledger });
    const sent = settleEffect(asked, letter('clarification'), OK, T0);
    const reported = settleEffect(sent, letter('report_of_effect'), OK, T0);
    expect(reported).toMatchObject({ stage: 'in_force', outcome: null });
    expect(met(reported)).toEqual(['inform']);
    const removed = { ...reported, stage: 'enforcement' as const, effects: [ENFORCE] };
    const outcome = { ok: true as const, ledger: aLedger({ applied: 10 }) };
    expect(met(settleEffect(removed, ENFORCE, outcome, T0 + HOUR))).toEqual(['comply', 'inform']);
  });

  describe('a submission without a report of effect', () => {
    const answeredBy = (letters: LetterKind[], byLane: LedgerCounts['byLane'], patch: Partial<NoticeState> = {}) => {
      const submission = aSubmission({ state: 'approved', letters, enforced: 0 });
      const start = approved(letters.map(letter), { submission, ledger: aLedger({ byLane }), ...patch });
      return letters.reduce((state, kind) => settleEffect(state, letter(kind), OK, T0), start);
    };

    test('that only asks ends the reporting, and informs the authority of nothing', () => {
      const after = answeredBy(['clarification'], { clarify: 10 });
      expect(after).toMatchObject({ stage: 'in_force', outcome: null, effects: [] });
      expect(met(after)).toEqual([]);
      expect(after.unrecorded).toMatchObject([{ action: 'came_into_force' }]);
    });

    test('that refuses all has informed the authority with the refusal, and says the outcome', () => {
      const after = answeredBy(['push_back'], { push_back: 10 });
      expect(after).toMatchObject({ stage: 'in_force', outcome: 'refused' });
      expect(met(after)).toEqual(['comply', 'inform']);
    });

    test('that refuses and asks waits for both letters', () => {
      const letters: LetterKind[] = ['push_back', 'clarification'];
      const submission = aSubmission({ state: 'approved', letters, enforced: 0 });
      const ledger = aLedger({ byLane: { push_back: 4, clarify: 6 } });
      const one = settleEffect(approved(letters.map(letter), { submission, ledger }), letter('push_back'), OK, T0);
      expect(one).toMatchObject({ stage: 'reporting' });
      const both = settleEffect(one, letter('clarification'), OK, T0);
      expect(both).toMatchObject({ stage: 'in_force' });
      expect(met(both)).toEqual(['inform']);
    });
  });

  test('what is done meets a paused clock as well', () => {
    const clocks = [aClock({ id: 'comply', state: 'paused', dueAtMs: null, pausedAtMs: T0 })];
    const done = settleEffect(
      approved([ENFORCE], { stage: 'enforcement', clocks }),
      ENFORCE,
      { ok: true, ledger: aLedger({ applied: 10 }) },
      T0 + HOUR,
    );
    expect(done.clocks[0]).toMatchObject({ state: 'met', metAtMs: T0 + HOUR });
  });

  test('what was restored is no longer complied with', () => {
    const submission = aSubmission({ state: 'approved', purpose: 'restoration' });
    const outcomeAfter = (ledger: LedgerCounts) =>
      settleEffect(
        approved([ENFORCE], { stage: 'enforcement', submission, outcome: 'complied' }),
        ENFORCE,
        { ok: true, ledger },
        T0,
      ).outcome;
    expect(outcomeAfter(aLedger({ restored: 10 }))).toBe('restored');
    expect(outcomeAfter(aLedger({ applied: 4, restored: 6 }))).toBe('partly_complied');
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

  test('an approval that is not proven pages ops and counsel, and a refusal for other reasons does not', () => {
    const pages = (unproven: { unproven?: true }) =>
      settleEffect(approved([ENFORCE]), ENFORCE, { ok: false, reason: 'x', ...unproven }, T0).effects.filter(
        ({ type }) => type === 'page_ops',
      );
    expect(pages({ unproven: true })).toMatchObject([{ about: 'approval_unproven', to: ['ops', 'counsel'] }]);
    expect(pages({})).toEqual([]);
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

  test.each(['resolve_targets', 'prove_effect'] as const)('%s moves nothing, whatever came of it', (type) => {
    const effect = { key: 'k', type, submission: 1 } as Effect;
    for (const outcome of [OK, GAVE_UP]) {
      expect(settleEffect(approved([effect]), effect, outcome, T0)).toMatchObject({ version: 1, effects: [] });
    }
  });

  describe('the duty to restore', () => {
    const restoration = aSubmission({ state: 'approved', purpose: 'restoration' });
    const clocks = [
      aClock({ id: 'whole', kind: 'reinstate' }),
      aClock({ id: 'part', kind: 'reinstate', partly: true }),
      aClock({ id: 'comply' }),
    ];
    const ids = (state: NoticeState) => state.clocks.filter((one) => one.state === 'met').map(({ id }) => id);
    const restored = (applied: number) =>
      settleEffect(
        approved([ENFORCE], { stage: 'enforcement', submission: restoration, clocks }),
        ENFORCE,
        { ok: true, ledger: aLedger({ applied, restored: 10 - applied }) },
        T0,
      );

    test('is met when nothing of the order is left in force', () => {
      expect(ids(restored(0))).toEqual(['whole', 'part']);
    });

    test('stays open while some is, but where the paper names a part', () => {
      expect(ids(restored(4))).toEqual(['part']);
    });

    test('is not met by enforcing a decision', () => {
      const state = approved([ENFORCE], {
        stage: 'enforcement',
        clocks: [aClock({ id: 'part', kind: 'reinstate', partly: true })],
      });
      expect(ids(settleEffect(state, ENFORCE, { ok: true, ledger: aLedger({ applied: 10 }) }, T0))).toEqual([]);
    });
  });

  describe('a repair', () => {
    const RETRY: Effect = { key: `${NOTICE_ID}:1:retry:c`, type: 'retry', submission: 1, repair: 'c' };
    const SKIP: Effect = { key: `${NOTICE_ID}:1:skip:c`, type: 'skip', repair: 'c' };
    const inForce = (effects: Effect[]) =>
      approved(effects, { stage: 'in_force', outcome: 'partly_complied', ledger: aLedger({ applied: 9, failed: 1 }) });

    test('that brought the last target into force meets comply, corrects outcome and report and is read back', () => {
      const after = settleEffect(inForce([RETRY]), RETRY, { ok: true, ledger: aLedger({ applied: 10 }) }, T0);
      expect(after).toMatchObject({
        stage: 'in_force',
        outcome: 'complied',
        effects: [
          { key: `${NOTICE_ID}:1:letter:report_of_effect:c`, type: 'send_letter', letter: 'report_of_effect' },
          { type: 'prove_effect', submission: 1 },
        ],
      });
      expect(met(after)).toEqual(['comply']);
      expect(after.unrecorded).toMatchObject([{ action: 'retried' }, { action: 'clock_met' }]);
    });

    test.each<[string, Partial<NoticeState>, LedgerCounts]>([
      ['that changed nothing', {}, aLedger({ applied: 9, failed: 1 })],
      ['of a notice whose report still waits', { outcome: null, stage: 'reporting' }, aLedger({ applied: 10 })],
    ])('%s is not reported anew', (_, patch, ledger) => {
      const after = settleEffect({ ...inForce([RETRY]), ...patch }, RETRY, { ok: true, ledger }, T0);
      expect(after.effects).toMatchObject([{ type: 'prove_effect' }]);
      expect(after.effects).toHaveLength(1);
    });

    test('that failed again leaves comply open', () => {
      const after = settleEffect(inForce([RETRY]), RETRY, { ok: true, ledger: aLedger({ applied: 9, failed: 1 }) }, T0);
      expect(after.outcome).toBe('partly_complied');
      expect(met(after)).toEqual([]);
    });

    test('whose approvals no longer hold is told and moves nothing else', () => {
      const after = settleEffect(inForce([RETRY]), RETRY, { ok: false, reason: 'The digests differ.' }, T0);
      expect(after).toMatchObject({ stage: 'in_force', submission: { state: 'approved' }, effects: [] });
      expect(after.unrecorded).toMatchObject([{ action: 'retry_refused', detail: { reason: 'The digests differ.' } }]);
    });

    test('that gives the last failed target up meets comply; it stays failed', () => {
      const ledger = aLedger({ applied: 9, failed: 1, skipped: 1 });
      const after = settleEffect(inForce([SKIP]), SKIP, { ok: true, ledger }, T0);
      expect(after.ledger).toMatchObject({ failed: 1, skipped: 1 });
      expect(met(after)).toEqual(['comply']);
    });

    test('that gives up fewer than failed leaves comply open', () => {
      const ledger = aLedger({ applied: 7, failed: 3, skipped: 2 });
      expect(met(settleEffect(inForce([SKIP]), SKIP, { ok: true, ledger }, T0))).toEqual([]);
    });
  });
});
