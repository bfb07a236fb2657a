import { describe, expect, test } from '@jest/globals';
import { aBareClock, aClock, aCommand, ASHA, CARO, DAY, NOTICE_ID, RAVI, RITA, T0 } from '../../../support/builders.js';
import { accept, refusal, inReview, inApproval, inForce } from '../../../support/applied.js';

const CHANNEL = ['unverified', 'rejected'] as const;

describe('confirm_deadline', () => {
  const entered = aBareClock({ confirmed: false, enteredBy: RITA.id });

  test('rejects the person who entered the deadline and accepts another', () => {
    expect(refusal(inReview({ clocks: [entered] }), aCommand('confirm_deadline', {}, { actor: RITA }))).toBe(
      'four_eyes',
    );
    expect(
      accept(inReview({ clocks: [entered] }), aCommand('confirm_deadline', {}, { actor: RAVI })).clocks[0]?.confirmed,
    ).toBe(true);
  });

  test('rejects a deadline that is already confirmed or does not exist', () => {
    expect(refusal(inReview({ clocks: [aBareClock()] }), aCommand('confirm_deadline'))).toBe('illegal_transition');
    expect(refusal(inReview(), aCommand('confirm_deadline'))).toBe('not_found');
  });
});

describe('acknowledge_escalation', () => {
  const fired = aClock();
  fired.escalation = fired.escalation.map((level) => ({
    ...level,
    firedAtMs: T0,
    pages: level.page ? 1 : 0,
    pagedAtMs: level.page ? T0 : null,
  }));
  const state = inReview({ clocks: [fired] });

  test('accepts a person with a role of the level, or counsel, and rejects others', () => {
    expect(
      accept(state, aCommand('acknowledge_escalation', { level: 2 }, { actor: ASHA })).clocks[0]?.escalation[1]
        ?.acknowledgedBy,
    ).toBe('asha');
    expect(refusal(state, aCommand('acknowledge_escalation', { level: 4 }, { actor: RITA }))).toBe('forbidden');
    expect(refusal(state, aCommand('acknowledge_escalation', { level: 1 }, { actor: CARO }))).toBeNull();
  });

  test('acknowledges only the named level', () => {
    const after = accept(state, aCommand('acknowledge_escalation', { level: 3 }, { actor: ASHA }));
    expect(after.clocks[0]?.escalation.map(({ acknowledgedBy }) => acknowledgedBy)).toEqual([null, null, 'asha', null]);
    expect(after.unrecorded.map(({ action }) => action)).toEqual(['acknowledge_escalation', 'page_acknowledged']);
  });

  test('rejects a repeated acknowledgement, a level that has not fired and a level that does not exist', () => {
    const once = accept(state, aCommand('acknowledge_escalation', { level: 1 }));
    expect(refusal(once, aCommand('acknowledge_escalation', { level: 1 }, { actor: RAVI }))).toBe('illegal_transition');
    expect(refusal(inReview({ clocks: [aClock()] }), aCommand('acknowledge_escalation'))).toBe('illegal_transition');
    expect(refusal(state, aCommand('acknowledge_escalation', { level: 9 }))).toBe('not_found');
    expect(refusal(state, aCommand('acknowledge_escalation', { clock: 'none' }))).toBe('not_found');
  });

  test('rejects a person without the role as forbidden before it checks whether the level has fired', () => {
    expect(
      refusal(inReview({ clocks: [aClock()] }), aCommand('acknowledge_escalation', { level: 4 }, { actor: RITA })),
    ).toBe('forbidden');
  });
});

describe('dialogue with the authority', () => {
  test('sends a letter immediately on a dialogue request, and starts the authority’s reply clock', () => {
    const after = accept(inReview(), aCommand('request_dialogue'));
    expect(after.effects).toMatchObject([{ key: `${NOTICE_ID}:dialogue:1`, letter: 'dialogue_request' }]);
    expect(after.clocks).toMatchObject([{ kind: 'reply', owner: 'authority', state: 'running' }]);
    expect(accept(after, aCommand('request_dialogue')).effects.map(({ key }) => key)).toEqual([
      `${NOTICE_ID}:dialogue:1`,
      `${NOTICE_ID}:dialogue:2`,
    ]);
  });

  test('meets the reply clock when an outcome is recorded, and rejects an outcome without a request', () => {
    const after = accept(accept(inReview(), aCommand('request_dialogue')), aCommand('record_dialogue'), T0 + DAY);
    expect(after.clocks).toMatchObject([{ state: 'met', metAtMs: T0 + DAY }]);
    expect(refusal(inReview(), aCommand('record_dialogue'))).toBe('illegal_transition');
  });

  test('keeps our clocks and the authority’s apart: an outcome or decision meets only the clock of its own side', () => {
    const ours = aBareClock({ id: 'ours', kind: 'reply' });
    const after = accept(
      accept(inReview({ clocks: [ours] }), aCommand('request_dialogue')),
      aCommand('record_dialogue'),
    );
    expect(after.clocks.map(({ state }) => state)).toEqual(['running', 'met']);
    const theirs = aBareClock({ kind: 'decide', owner: 'authority' });
    expect(accept(inApproval({ clocks: [theirs] }), aCommand('approve')).clocks[0]?.state).toBe('running');
  });

  test.each(CHANNEL)('rejects a dialogue request on a notice that is %s', (authenticity) => {
    expect(refusal(inReview({ authenticity }), aCommand('request_dialogue'))).toBe('illegal_transition');
  });
});

describe('authority_act', () => {
  const clocks = [aBareClock({ kind: 'authority', owner: 'authority' })];

  test('meets the clock that waits for a confirmation, and leaves it running on another act', () => {
    expect(accept(inForce({ clocks }), aCommand('authority_act')).clocks[0]?.state).toBe('met');
    expect(accept(inForce({ clocks }), aCommand('authority_act', { as: 'reminds' })).clocks[0]?.state).toBe('running');
  });

  test('is forbidden to people', () => {
    expect(refusal(inForce(), aCommand('authority_act', {}, { actor: CARO }))).toBe('forbidden');
  });
});
