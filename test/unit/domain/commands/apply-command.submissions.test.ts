import { describe, expect, test } from '@jest/globals';
import { applyCommand } from '../../../../domain/commands/apply-command.js';
import {
  aClock,
  aCommand,
  ADIL,
  aFrozen,
  aPerson,
  aRefusal,
  aRestoration,
  aState,
  ASHA,
  aSubmission,
  AUTHORITY,
  CARO,
  CHEN,
  HOUR,
  NOTICE_ID,
  T0,
  theFourClocks,
} from '../../../support/builders.js';
import { SYSTEM } from '../../../../domain/people/actor.js';
import { accept, refusal, inReview, inApproval, inForce } from '../../../support/applied.js';

const CHANNEL = ['unverified', 'rejected'] as const;

describe('submit', () => {
  test('opens an approval with the frozen ledger', () => {
    const after = accept(inReview(), aCommand('submit'));
    expect(after).toMatchObject({
      stage: 'approval',
      submission: { number: 1, state: 'open', by: 'rita', approverSlots: ['approver'], approvals: [], from: 'review' },
      ledger: { byAction: { withhold: 10 } },
      effects: [],
    });
  });

  test('asks for triage first', () => {
    expect(refusal(aState(), aCommand('submit'))).toBe('illegal_transition');
  });

  test('rejects a second submission while one is open', () => {
    expect(refusal(inApproval(), aCommand('submit', { frozen: aFrozen({ number: 2 }) }))).toBe('illegal_transition');
  });

  test.each(['enforcement', 'reporting'] as const)('is rejected in %s', (stage) => {
    expect(refusal(aState({ stage }), aCommand('submit'))).toBe('illegal_transition');
  });

  test.each(CHANNEL)('rejects an action on targets of a notice that is %s, but accepts a push back', (authenticity) => {
    expect(refusal(inReview({ authenticity }), aCommand('submit'))).toBe('illegal_transition');
    expect(refusal(inReview({ authenticity }), aCommand('submit', { frozen: aRefusal() }))).toBeNull();
  });

  test('requires a verified signer for a disclosure', () => {
    const frozen = aFrozen({ enforced: 0, acting: 1, disclosed: 1, approverSlots: ['approver', 'counsel'] });
    expect(refusal(inReview(), aCommand('submit', { frozen }))).toBe('illegal_transition');
    expect(refusal(inReview({ authenticity: 'signer_verified' }), aCommand('submit', { frozen }))).toBeNull();
  });
});

describe('approve', () => {
  test('is rejected for a disclosure while the law gives another authority time to object', () => {
    const floor = {
      ...aClock({ form: 'floor', kind: 'comply', dueAtMs: T0 + 240 * HOUR }),
      guards: 'disclosure' as const,
    };
    const at = { authenticity: 'signer_verified' as const, clocks: [floor] };
    const waiting = (disclosed: number) => inApproval({ ...at, submission: aSubmission({ disclosed, enforced: 0 }) });
    expect(applyCommand(waiting(1), aCommand('approve'), T0 + HOUR)).toMatchObject({
      ok: false,
      rejection: { code: 'illegal_transition', cure: expect.stringContaining('The law forbids disclosure before') },
    });
    expect(refusal(waiting(0), aCommand('approve'))).toBeNull();
    expect(applyCommand(waiting(1), aCommand('approve'), T0 + 240 * HOUR).ok).toBe(true);
  });

  test('starts enforcement and meets the decide clock on the last approval', () => {
    const after = accept(inApproval({ clocks: theFourClocks() }), aCommand('approve'), T0 + HOUR);
    expect(after).toMatchObject({
      stage: 'enforcement',
      submission: { state: 'approved', approvals: [{ by: 'asha', atMs: T0 + HOUR }] },
      effects: [{ key: `${NOTICE_ID}:1:enforce`, type: 'enforce', submission: 1 }],
    });
    expect(after.clocks.map(({ state }) => state)).toEqual(['running', 'met', 'running', 'running']);
    expect(after.unrecorded.map(({ version, ordinal, action }) => [version, ordinal, action])).toEqual([
      [2, 0, 'approve'],
      [2, 1, 'clock_met'],
    ]);
  });

  test.each([
    ['approver first', ASHA, CARO],
    ['counsel first', CARO, ASHA],
    ['counsel twice over', CARO, CHEN],
  ])('requires two people for two approver slots: %s', (_fact, first, second) => {
    const state = inApproval({ submission: aSubmission({ approverSlots: ['approver', 'counsel'] }) });
    const once = accept(state, aCommand('approve', {}, { actor: first }));
    expect(once).toMatchObject({ stage: 'approval', submission: { state: 'open' }, effects: [] });
    expect(refusal(once, aCommand('approve', {}, { actor: first }))).toBe('four_eyes');
    expect(accept(once, aCommand('approve', {}, { actor: second }))).toMatchObject({ stage: 'enforcement' });
  });

  test('rejects an approval for an approver slot already filled, and names the open one', () => {
    const state = inApproval({ submission: aSubmission({ approverSlots: ['approver', 'counsel'] }) });
    const once = accept(state, aCommand('approve'));
    expect(applyCommand(once, aCommand('approve', {}, { actor: ADIL }), T0)).toMatchObject({
      rejection: { code: 'forbidden', cure: expect.stringContaining('counsel') },
    });
  });

  test('rejects the author of the submission, whatever their roles', () => {
    for (const roles of [['counsel'], ['approver'], ['reviewer'], []] as const) {
      expect(refusal(inApproval(), aCommand('approve', {}, { actor: aPerson('rita', [...roles]) }))).toBe('four_eyes');
    }
  });

  test('rejects approval by the system or an authority', () => {
    expect(refusal(inApproval(), aCommand('approve', {}, { actor: SYSTEM }))).toBe('forbidden');
    expect(refusal(inApproval(), aCommand('approve', {}, { actor: AUTHORITY }))).toBe('forbidden');
  });

  test('moves an approved refusal that needs no enforcement to reporting, with its letters', () => {
    const frozen = aRefusal({ approverSlots: ['approver'], letters: ['push_back', 'user_notice'] });
    const after = accept(accept(inReview(), aCommand('submit', { frozen })), aCommand('approve'));
    expect(after.stage).toBe('reporting');
    expect(after.effects.map(({ key }) => key)).toEqual([
      `${NOTICE_ID}:1:letter:push_back`,
      `${NOTICE_ID}:1:letter:user_notice`,
    ]);
  });

  test('moves an approved submission that needs neither enforcement nor letters straight to in force', () => {
    const frozen = aRefusal({ approverSlots: ['approver'], letters: [] });
    expect(accept(accept(inReview(), aCommand('submit', { frozen })), aCommand('approve')).stage).toBe('in_force');
  });

  test('sends no report of effect before enforcement has finished', () => {
    const after = accept(inApproval(), aCommand('approve'));
    expect(after.effects.map(({ type }) => type)).toEqual(['enforce']);
  });
});

describe('return', () => {
  test('voids the approvals and returns the notice to its previous stage', () => {
    const once = accept(
      inApproval({ submission: aSubmission({ approverSlots: ['approver', 'counsel'] }) }),
      aCommand('approve'),
    );
    expect(accept(once, aCommand('return', {}, { actor: CARO }))).toMatchObject({
      stage: 'review',
      submission: { state: 'returned', approvals: [] },
    });
  });

  test('leaves the notice in force after a restoration is returned, also after close and reopen', () => {
    let state = accept(inForce(), aCommand('reinstate'));
    state = accept(state, aCommand('return', { submission: 2 }));
    expect(state.stage).toBe('in_force');
    state = accept(accept(state, aCommand('close')), aCommand('reopen'));
    expect(state.stage).toBe('in_force');
  });

  test('lets the author of a returned submission approve the next one by another author', () => {
    let state = accept(inApproval({ submission: aSubmission({ by: CARO.id }) }), aCommand('return'));
    state = accept(state, aCommand('submit', { frozen: aFrozen({ number: 2 }) }));
    expect(refusal(state, aCommand('approve', { submission: 2 }, { actor: CARO }))).toBeNull();
  });

  test('is rejected if no such submission is open', () => {
    expect(refusal(inReview(), aCommand('return'))).toBe('illegal_transition');
    expect(refusal(inApproval(), aCommand('return', { submission: 2 }))).toBe('illegal_transition');
  });
});

describe('reinstate', () => {
  test('requires approval by another person before it is enforced', () => {
    const after = accept(inForce(), aCommand('reinstate'));
    expect(after).toMatchObject({
      stage: 'approval',
      submission: { purpose: 'restoration', state: 'open', from: 'in_force' },
      effects: [],
    });
    expect(accept(after, aCommand('approve', { submission: 2, digest: 'sha256:two' }))).toMatchObject({
      stage: 'enforcement',
      effects: [{ type: 'enforce', submission: 2 }],
    });
  });

  test('starts enforcement immediately if the author may act alone', () => {
    const frozen = aRestoration({ approverSlots: [], cause: 'order_lapsed' });
    expect(accept(inForce(), aCommand('reinstate', { frozen }))).toMatchObject({
      stage: 'enforcement',
      submission: { state: 'approved', approvals: [] },
      effects: [{ type: 'enforce', submission: 2 }],
    });
  });

  test.each(['triage', 'review', 'enforcement'] as const)('is rejected in %s', (stage) => {
    expect(refusal(aState({ stage }), aCommand('reinstate'))).toBe('illegal_transition');
  });
});
