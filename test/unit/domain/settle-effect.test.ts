import { describe, expect, test } from '@jest/globals';
import type { Effect } from '../../../domain/commands/effect.js';
import type { LedgerCounts } from '../../../domain/targets/ledger.js';
import type { LetterKind } from '../../../domain/letters/letter.js';
import type { NoticeState } from '../../../domain/notices/notice-state.js';
import { settleEffect } from '../../../domain/commands/settle-effect.js';
import { letterEffect } from '../../../domain/letters/letter-effect.js';
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
    ledger: aLedger({ byAction: { push_back: 10 } }),
    clocks: theFourClocks(),
    effects,
    ...patch,
  });
}

function met(state: NoticeState): string[] {
  return state.clocks.filter(({ state: one }) => one === 'met').map(({ kind }) => kind);
}

describe('settleEffect', () => {
  test('removes the settled effect from the queue and keeps the others', () => {
    const state = approved([letter('push_back'), letter('user_notice')]);
    expect(settleEffect(state, letter('user_notice'), OK, T0).effects).toEqual([letter('push_back')]);
  });

  test.each<Effect>([
    { key: 'm', type: 'mail_staff', clock: 'c', levels: [1], to: ['reviewer'], missed: false },
    { key: 'p', type: 'page', clock: 'c', level: 3, nth: 1, to: ['approver'] },
    { key: 'r', type: 'resolve_targets' },
  ])('records no event for $type, whether it succeeded or failed', (effect) => {
    for (const outcome of [OK, GAVE_UP]) {
      const after = settleEffect(approved([effect]), effect, outcome, T0);
      expect(after).toMatchObject({ version: 1, effects: [], unrecorded: [] });
    }
  });

  test('takes the ledger from the result of the platform', () => {
    const effect: Effect = { key: 'r', type: 'resolve_targets' };
    const ledger = aLedger({ undecided: 4 });
    expect(settleEffect(approved([effect]), effect, { ok: true, ledger }, T0).ledger).toEqual(ledger);
  });

  test('meets only the acknowledge clock when the acknowledgement is accepted', () => {
    expect(met(settleEffect(approved([ACKNOWLEDGEMENT]), ACKNOWLEDGEMENT, OK, T0))).toEqual(['acknowledge']);
  });

  test('keeps a missed acknowledge clock as missed, and records the late instant, if the acknowledgement is late', () => {
    const clocks = theFourClocks().map((clock) =>
      clock.kind === 'acknowledge' ? { ...clock, state: 'missed' as const } : clock,
    );
    const after = settleEffect(approved([ACKNOWLEDGEMENT], { clocks }), ACKNOWLEDGEMENT, OK, T0 + DAY);
    expect(after.clocks[0]).toMatchObject({ state: 'missed', metAtMs: T0 + DAY });
    expect(after.unrecorded).toMatchObject([{ action: 'clock_met', detail: { kind: 'acknowledge', late: true } }]);
  });

  test('meets the comply clock and queues the report of effect when enforcement has finished', () => {
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

  test('leaves the comply clock open if a target failed', () => {
    const state = approved([ENFORCE], { stage: 'enforcement' });
    const after = settleEffect(state, ENFORCE, { ok: true, ledger: aLedger({ applied: 9, failed: 1 }) }, T0);
    expect(met(after)).toEqual([]);
    expect(after.stage).toBe('reporting');
  });

  test('leaves the comply clock open until a pending refusal letter is sent', () => {
    const state = approved([ENFORCE, letter('push_back')], { stage: 'enforcement' });
    const enforced = settleEffect(
      state,
      ENFORCE,
      { ok: true, ledger: aLedger({ applied: 4, byAction: { withhold: 4, push_back: 6 } }) },
      T0,
    );
    expect(met(enforced)).toEqual([]);
    expect(met(settleEffect(enforced, letter('push_back'), OK, T0))).toEqual(['comply']);
  });

  test('leaves the comply clock open for good if a refusal letter cannot be delivered', () => {
    const state = approved([ENFORCE, letter('push_back')], { stage: 'enforcement' });
    const lost = settleEffect(state, letter('push_back'), GAVE_UP, T0);
    expect(lost.undelivered).toEqual([letter('push_back').key]);
    expect(met(settleEffect(lost, ENFORCE, OK, T0))).toEqual([]);
  });

  test('meets the inform clock, sets the outcome and brings the notice into force when the report is sent', () => {
    const state = approved([letter('report_of_effect')], { ledger: aLedger({ applied: 10 }) });
    const after = settleEffect(state, letter('report_of_effect'), OK, T0);
    expect(after).toMatchObject({ stage: 'in_force', outcome: 'complied' });
    expect(met(after)).toEqual(['comply', 'inform']);
  });

  test('leaves the inform clock open and the notice in reporting if the report cannot be delivered', () => {
    const after = settleEffect(approved([letter('report_of_effect')]), letter('report_of_effect'), GAVE_UP, T0);
    expect(after).toMatchObject({ stage: 'reporting', undelivered: [letter('report_of_effect').key] });
    expect(met(after)).toEqual([]);
  });

  test('raises the version and records an event only when the stage changes', () => {
    const state = approved([letter('push_back'), letter('user_notice')], { clocks: [] });
    const once = settleEffect(state, letter('push_back'), OK, T0);
    expect(once).toMatchObject({ stage: 'reporting', version: 1 });
    const twice = settleEffect(once, letter('user_notice'), OK, T0);
    expect(twice).toMatchObject({ stage: 'in_force', version: 2 });
    expect(twice.unrecorded).toMatchObject([{ action: 'came_into_force', detail: { submission: 1 } }]);
  });

  test('keeps a notice in force after a restoration, and sends no report to the authority', () => {
    const state = approved([ENFORCE], {
      stage: 'enforcement',
      submission: aSubmission({ state: 'approved', purpose: 'restoration' }),
    });
    const after = settleEffect(state, ENFORCE, { ok: true, ledger: aLedger({ restored: 10 }) }, T0);
    expect(after).toMatchObject({ stage: 'in_force', effects: [{ type: 'prove_effect', submission: 1 }] });
  });

  test.each([
    ['channel_verified', ['restoration']],
    ['signer_verified', ['restoration']],
    ['rejected', []],
    ['unverified', []],
  ] as const)('tells a sender that is %s of a restoration: %j', (authenticity, letters) => {
    const restoration = {
      purpose: 'restoration' as const,
      cause: 'order_revoked' as const,
      letters: ['restoration' as const],
    };
    const submission = aSubmission({ state: 'approved', ...restoration });
    const state = approved([ENFORCE], { stage: 'enforcement', authenticity, submission });
    const after = settleEffect(state, ENFORCE, { ok: true, ledger: aLedger({ restored: 10 }) }, T0);
    expect(after.effects.slice(0, -1)).toEqual(letters.map((kind) => letter(kind)));
    expect(letters.reduce((now, kind) => settleEffect(now, letter(kind), OK, T0), after)).toMatchObject({
      stage: 'in_force',
      clocks: after.clocks,
      undelivered: [],
    });
  });

  test('confirms a preservation beside its report, and only the report ends the reporting', () => {
    const kinds = ['report_of_effect', 'preservation_confirmation'] as const;
    const submission = aSubmission({ state: 'approved', letters: [...kinds] });
    const state = approved([ENFORCE], { stage: 'enforcement', submission });
    const after = settleEffect(state, ENFORCE, { ok: true, ledger: aLedger({ applied: 10 }) }, T0);
    expect(after.effects.slice(0, -1)).toEqual(kinds.map((kind) => letter(kind)));
    const confirmed = settleEffect(after, letter('preservation_confirmation'), OK, T0);
    expect([confirmed.stage, met(confirmed)]).toEqual(['reporting', met(after)]);
    expect(settleEffect(confirmed, letter('report_of_effect'), OK, T0).stage).toBe('in_force');
  });

  test('leaves the comply clock open after a clarification, and meets it by later enforcement', () => {
    const ledger = aLedger({ byAction: { clarify: 10 } });
    const before = approved([letter('clarification'), letter('report_of_effect')], { ledger });
    const sent = settleEffect(before, letter('clarification'), OK, T0);
    const settled = settleEffect(sent, letter('report_of_effect'), OK, T0);
    expect(settled).toMatchObject({ stage: 'in_force', outcome: null });
    expect(met(settled)).toEqual(['inform']);
    const removed = { ...settled, stage: 'enforcement' as const, effects: [ENFORCE] };
    const outcome = { ok: true as const, ledger: aLedger({ applied: 10 }) };
    expect(met(settleEffect(removed, ENFORCE, outcome, T0 + HOUR))).toEqual(['comply', 'inform']);
  });

  describe('settleEffect: submission without a report of effect', () => {
    const answeredBy = (
      letters: LetterKind[],
      byAction: LedgerCounts['byAction'],
      patch: Partial<NoticeState> = {},
    ) => {
      const submission = aSubmission({ state: 'approved', letters, enforced: 0 });
      const start = approved(letters.map(letter), { submission, ledger: aLedger({ byAction }), ...patch });
      return letters.reduce((state, kind) => settleEffect(state, letter(kind), OK, T0), start);
    };

    test('leaves reporting after a clarification only, with the inform clock open', () => {
      const after = answeredBy(['clarification'], { clarify: 10 });
      expect(after).toMatchObject({ stage: 'in_force', outcome: null, effects: [] });
      expect(met(after)).toEqual([]);
      expect(after.unrecorded).toMatchObject([{ action: 'came_into_force' }]);
    });

    test('meets the inform clock and sets the outcome by the letter that refuses all targets', () => {
      const after = answeredBy(['push_back'], { push_back: 10 });
      expect(after).toMatchObject({ stage: 'in_force', outcome: 'refused' });
      expect(met(after)).toEqual(['comply', 'inform']);
    });

    test('waits for both letters if it refuses some targets and asks about others', () => {
      const letters: LetterKind[] = ['push_back', 'clarification'];
      const submission = aSubmission({ state: 'approved', letters, enforced: 0 });
      const ledger = aLedger({ byAction: { push_back: 4, clarify: 6 } });
      const one = settleEffect(approved(letters.map(letter), { submission, ledger }), letter('push_back'), OK, T0);
      expect(one).toMatchObject({ stage: 'reporting' });
      const both = settleEffect(one, letter('clarification'), OK, T0);
      expect(both).toMatchObject({ stage: 'in_force' });
      expect(met(both)).toEqual(['inform']);
    });
  });

  test('meets a paused comply clock too, except in notices from before schema version 5', () => {
    const clocks = [aClock({ id: 'comply', state: 'paused', dueAtMs: null, pausedAtMs: T0 })];
    const done = settleEffect(
      approved([ENFORCE], { stage: 'enforcement', clocks }),
      ENFORCE,
      { ok: true, ledger: aLedger({ applied: 10 }) },
      T0 + HOUR,
    );
    expect(done.clocks[0]).toMatchObject({ state: 'met', metAtMs: T0 + HOUR });
  });

  test('changes the outcome from complied after a restoration, except in notices from before schema version 5', () => {
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

  test('records a refused enforcement with its reason', () => {
    const after = settleEffect(
      approved([ENFORCE], { stage: 'enforcement' }),
      ENFORCE,
      { ok: false, reason: 'No approvals.' },
      T0,
    );
    expect(after.unrecorded).toMatchObject([{ action: 'enforcement_refused', detail: { reason: 'No approvals.' } }]);
    expect(met(after)).toEqual([]);
  });

  test('pages ops and counsel about an unproven approval, but not about other refusals', () => {
    const pages = (unproven: { unproven?: true }) =>
      settleEffect(approved([ENFORCE]), ENFORCE, { ok: false, reason: 'x', ...unproven }, T0).effects.filter(
        ({ type }) => type === 'page_ops',
      );
    expect(pages({ unproven: true })).toMatchObject([{ about: 'approval_unproven', to: ['ops', 'counsel'] }]);
    expect(pages({})).toEqual([]);
  });

  test('leaves the comply clock open if data have to be disclosed', () => {
    const state = approved([letter('push_back')], { submission: aSubmission({ state: 'approved', disclosed: 1 }) });
    expect(met(settleEffect(state, letter('push_back'), OK, T0))).toEqual([]);
  });

  test('counts the answer to a notice without targets as its report', () => {
    const state = approved([letter('status_update')], { ledger: aLedger({ targets: 0, byAction: {} }) });
    const after = settleEffect(state, letter('status_update'), OK, T0);
    expect(met(after)).toEqual(['comply', 'inform']);
    expect(after.stage).toBe('in_force');
  });

  test.each(['resolve_targets', 'prove_effect'] as const)(
    'keeps version and queue unchanged after %s, whatever the result',
    (type) => {
      const effect = { key: 'k', type, submission: 1 } as Effect;
      for (const outcome of [OK, GAVE_UP]) {
        expect(settleEffect(approved([effect]), effect, outcome, T0)).toMatchObject({ version: 1, effects: [] });
      }
    },
  );

  describe('settleEffect: duty to restore', () => {
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

    test('stays open while something is in force, unless the document names only a part', () => {
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

  describe('settleEffect: repair', () => {
    const RETRY: Effect = { key: `${NOTICE_ID}:1:retry:c`, type: 'retry', submission: 1, repair: 'c' };
    const SKIP: Effect = { key: `${NOTICE_ID}:1:skip:c`, type: 'skip', repair: 'c' };
    const inForce = (effects: Effect[]) =>
      approved(effects, { stage: 'in_force', outcome: 'partly_complied', ledger: aLedger({ applied: 9, failed: 1 }) });

    test('meets the comply clock, corrects outcome and report, and reads back after the last target succeeds', () => {
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
      ['of a notice with a pending report', { outcome: null, stage: 'reporting' }, aLedger({ applied: 10 })],
    ])('sends no second report after a repair %s', (_, patch, ledger) => {
      const after = settleEffect({ ...inForce([RETRY]), ...patch }, RETRY, { ok: true, ledger }, T0);
      expect(after.effects).toMatchObject([{ type: 'prove_effect' }]);
      expect(after.effects).toHaveLength(1);
    });

    test('leaves the comply clock open if the repair fails again', () => {
      const after = settleEffect(inForce([RETRY]), RETRY, { ok: true, ledger: aLedger({ applied: 9, failed: 1 }) }, T0);
      expect(after.outcome).toBe('partly_complied');
      expect(met(after)).toEqual([]);
    });

    test('records a repair refused for its approvals, and changes nothing else', () => {
      const after = settleEffect(inForce([RETRY]), RETRY, { ok: false, reason: 'The digests differ.' }, T0);
      expect(after).toMatchObject({ stage: 'in_force', submission: { state: 'approved' }, effects: [] });
      expect(after.unrecorded).toMatchObject([{ action: 'retry_refused', detail: { reason: 'The digests differ.' } }]);
    });

    test('meets the comply clock when the last failed target is given up, which stays failed', () => {
      const ledger = aLedger({ applied: 9, failed: 1, skipped: 1 });
      const after = settleEffect(inForce([SKIP]), SKIP, { ok: true, ledger }, T0);
      expect(after.ledger).toMatchObject({ failed: 1, skipped: 1 });
      expect(met(after)).toEqual(['comply']);
    });

    test('leaves the comply clock open if fewer targets are given up than failed', () => {
      const ledger = aLedger({ applied: 7, failed: 3, skipped: 2 });
      expect(met(settleEffect(inForce([SKIP]), SKIP, { ok: true, ledger }, T0))).toEqual([]);
    });
  });
});
