import { describe, expect, test } from '@jest/globals';
import { applyCommand } from '../../../../domain/commands/apply-command.js';
import type { Command } from '../../../../domain/commands/command.js';
import { CLAIM_MS, type NoticeState, PROCESSED_LIMIT } from '../../../../domain/notices/notice-state.js';
import {
  aBareClock,
  aClock,
  aCommand,
  aState,
  ASHA,
  CARO,
  DAY,
  HOUR,
  IRIS,
  OMAR,
  RAVI,
  RITA,
  T0,
  theFourClocks,
} from '../../../support/builders.js';
import { SYSTEM } from '../../../../domain/people/actor.js';
import { accept, refusal, inReview, inApproval, inForce } from '../../../support/applied.js';

describe('applyCommand', () => {
  test('adds exactly one version and one entry with the name, id, actor and comment of the command', () => {
    const command = aCommand('annotate', {}, { comment: 'For the file.' });
    const after = accept(inReview(), command, T0 + 5);
    expect(after.version).toBe(2);
    expect(after.unrecorded).toEqual([
      {
        version: 2,
        ordinal: 0,
        atMs: T0 + 5,
        actor: RITA,
        action: 'annotate',
        detail: { text: 'A note.', audience: 'internal', comment: 'For the file.' },
        commandId: command.id,
      },
    ]);
    expect(after.processed).toEqual([{ id: command.id, version: 2 }]);
  });

  test('does not mutate the given state', () => {
    const state = Object.freeze(inApproval({ clocks: theFourClocks() }));
    const before = structuredClone(state);
    accept(state, aCommand('approve'));
    expect(state).toEqual(before);
  });

  test('remembers the last forty processed commands', () => {
    let state = inReview();
    for (let index = 0; index < PROCESSED_LIMIT + 5; index += 1)
      state = accept(state, aCommand('annotate', {}, { id: `c${index}` }));
    expect(state.processed).toHaveLength(PROCESSED_LIMIT);
    expect(state.processed[0]).toEqual({ id: 'c5', version: 7 });
  });

  test('explains a rejection in a sentence that ends in a full stop', () => {
    const decided = applyCommand(inReview(), aCommand('reopen'), T0);
    expect(decided).toEqual({
      ok: false,
      rejection: { code: 'illegal_transition', cure: 'Only a closed notice can be reopened.' },
    });
  });
});

describe('applyCommand: order of checks', () => {
  const wrong = { submission: 9, digest: 'sha256:other' };

  test('checks authorship before permission', () => {
    expect(refusal(inApproval(), aCommand('approve', wrong, { actor: RITA, expectedVersion: 99 }))).toBe('four_eyes');
  });

  test('checks permission before version', () => {
    expect(refusal(inApproval(), aCommand('approve', wrong, { actor: RAVI, expectedVersion: 99 }))).toBe('forbidden');
    expect(refusal(aState({ stage: 'closed' }), aCommand('annotate', {}, { actor: IRIS, expectedVersion: 99 }))).toBe(
      'forbidden',
    );
  });

  test('checks version before stage', () => {
    const decided = applyCommand(aState({ stage: 'closed' }), aCommand('annotate', {}, { expectedVersion: 99 }), T0);
    expect(decided).toMatchObject({ rejection: { code: 'version_conflict', currentVersion: 1 } });
  });

  test('checks stage before content', () => {
    expect(refusal(inApproval(), aCommand('approve', wrong))).toBe('illegal_transition');
    expect(refusal(inApproval(), aCommand('approve', { digest: 'sha256:other' }))).toBe('digest_mismatch');
  });

  test('accepts a command with the current version', () => {
    expect(refusal(inReview({ version: 7 }), aCommand('annotate', {}, { expectedVersion: 7 }))).toBeNull();
  });

  test('rejects every command but reopen on a closed notice', () => {
    const closed = inForce({ stage: 'closed', dialogues: 1 });
    const names = [
      'triage',
      'claim',
      'assign',
      'submit',
      'reinstate',
      'link',
      'annotate',
      'close',
      'record_dialogue',
      'confirm_deadline',
    ] as const;
    for (const name of names)
      expect([name, refusal(closed, aCommand(name, {}, { actor: CARO }))]).toEqual([name, 'illegal_transition']);
    expect(refusal(closed, aCommand('reopen'))).toBeNull();
  });
});

describe('triage', () => {
  test('confirms the facts and moves the notice to review', () => {
    const after = accept(aState(), aCommand('triage', { priority: 'high', queue: 'india' }));
    expect(after).toMatchObject({
      stage: 'review',
      priority: 'high',
      queue: 'india',
      authenticity: 'channel_verified',
    });
  });

  test('cancels the running clocks and starts those of a newly chosen regime from the same facts', () => {
    const clocks = [
      aClock({ id: 'old', kind: 'comply' }),
      aClock({ id: 'done', kind: 'acknowledge', state: 'met', metAtMs: T0 }),
    ];
    const fresh = [aClock({ id: 'new', kind: 'comply' }), aClock({ id: 'ack', kind: 'acknowledge' })];
    const after = accept(
      aState({ clocks }),
      aCommand('triage', { regime: { id: 'IN-69A', version: '2009-10-27', clocks: fresh } }),
    );
    expect(after.regime).toEqual({ id: 'IN-69A', version: '2009-10-27' });
    expect(after.clocks.map(({ id, state }) => [id, state])).toEqual([
      ['old', 'cancelled'],
      ['done', 'met'],
      ['new', 'running'],
      ['ack', 'met'],
    ]);
  });

  test('restarts the clocks of the same regime from corrected facts', () => {
    const fresh = theFourClocks(T0 + DAY).map((clock) => ({ ...clock, id: `${clock.id}-anew` }));
    const regime = { ...aState().regime, clocks: fresh };
    const after = accept(aState({ clocks: theFourClocks() }), aCommand('triage', { regime }));
    expect(after.clocks.slice(0, 4).map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => 'cancelled'));
    expect(after.clocks.slice(4)).toEqual(fresh);
  });

  test('leaves the clocks unchanged if no regime is given', () => {
    const clocks = theFourClocks();
    expect(accept(aState({ clocks }), aCommand('triage')).clocks).toEqual(clocks);
  });

  test.each(['approval', 'enforcement', 'reporting', 'in_force'] as const)('is rejected in %s', (stage) => {
    expect(refusal(aState({ stage }), aCommand('triage'))).toBe('illegal_transition');
  });
});

describe('claim, release and assign', () => {
  test('keeps other people out by a claim until the claim expires', () => {
    const claimed = accept(inReview(), aCommand('claim'));
    expect(claimed).toMatchObject({ assignee: 'rita', claimedUntilMs: T0 + CLAIM_MS });
    expect(refusal(claimed, aCommand('claim', {}, { actor: RAVI }), T0 + CLAIM_MS - 1)).toBe('illegal_transition');
    expect(accept(claimed, aCommand('claim', {}, { actor: RAVI }), T0 + CLAIM_MS).assignee).toBe('ravi');
  });

  test('renews a claim for its holder', () => {
    const claimed = accept(inReview(), aCommand('claim'));
    expect(accept(claimed, aCommand('claim'), T0 + HOUR).claimedUntilMs).toBe(T0 + HOUR + CLAIM_MS);
  });

  const findCure = (state: NoticeState, command: Command) => {
    const decided = applyCommand(state, command, T0);
    return decided.ok ? null : decided.rejection.cure;
  };

  test.each(['triage', 'submit'] as const)(
    'rejects %s by another person during a claim, and names the holder',
    (name) => {
      const claimed = accept(inReview(), aCommand('claim'));
      for (const actor of [RAVI, CARO]) {
        expect(refusal(claimed, aCommand(name, {}, { actor }))).toBe('illegal_transition');
        expect(findCure(claimed, aCommand(name, {}, { actor }))).toMatch(`${RITA.name} has claimed this notice`);
      }
      expect(refusal(claimed, aCommand(name))).toBeNull();
      expect(refusal(claimed, aCommand(name, {}, { actor: RAVI }), T0 + CLAIM_MS)).toBeNull();
    },
  );

  test('reserves an assigned notice for its assignee', () => {
    const assigned = accept(inReview(), aCommand('assign', { to: 'ravi', toName: 'Ravi' }));
    expect(findCure(assigned, aCommand('triage'))).toMatch('Ravi has claimed this notice');
    expect(refusal(assigned, aCommand('triage', {}, { actor: RAVI }))).toBeNull();
  });

  test('rejects assigning a claimed notice to oneself except by counsel, and lets others hand it over', () => {
    const claimed = accept(inReview(), aCommand('claim'));
    expect(refusal(claimed, aCommand('assign', { to: 'ravi' }, { actor: RAVI }))).toBe('illegal_transition');
    expect(refusal(claimed, aCommand('assign', { to: 'ravi' }, { actor: ASHA }))).toBeNull();
    expect(refusal(claimed, aCommand('assign', { to: 'caro' }, { actor: CARO }))).toBeNull();
    expect(refusal(claimed, aCommand('assign', { to: 'rita' }))).toBeNull();
  });

  test('lets counsel take over a claimed notice, and records the previous assignee', () => {
    const claimed = accept(inReview(), aCommand('claim'));
    const reassigned = accept(claimed, aCommand('claim', {}, { actor: CARO }));
    expect(reassigned).toMatchObject({ assignee: 'caro', holder: CARO.name });
    expect(reassigned.unrecorded.at(-1)?.detail).toMatchObject({ from: 'rita' });
  });

  test('lets other people act after a claim is released', () => {
    const released = accept(accept(inReview(), aCommand('claim')), aCommand('release'));
    expect(released).not.toHaveProperty('holder');
    expect(refusal(released, aCommand('triage', {}, { actor: RAVI }))).toBeNull();
  });

  test('allows only the holder or counsel to release a claim', () => {
    const claimed = accept(inReview(), aCommand('claim'));
    expect(refusal(claimed, aCommand('release', {}, { actor: RAVI }))).toBe('illegal_transition');
    expect(accept(claimed, aCommand('release')).assignee).toBeNull();
    expect(accept(claimed, aCommand('release', {}, { actor: CARO })).assignee).toBeNull();
    expect(refusal(inReview(), aCommand('release'))).toBe('illegal_transition');
  });

  test('lets ops assign a claimed notice to another person', () => {
    const claimed = accept(inReview(), aCommand('claim'));
    expect(accept(claimed, aCommand('assign', { to: 'ravi' }, { actor: OMAR })).assignee).toBe('ravi');
  });
});

describe('close and reopen', () => {
  test('rejects close while user notices or appeals are open, unless counsel overrides it on record', () => {
    const duties = ['user_notice', 'appeal'] as const;
    const command = (patch: object, by: Partial<Command> = {}) =>
      aCommand('close', { duties: [...duties], ...patch }, by);
    const refused = applyCommand(inForce(), command({}), T0);
    expect(refused).toMatchObject({
      rejection: { code: 'illegal_transition', cure: expect.stringContaining('requires user notices') },
    });
    expect(refusal(inForce(), command({ override: true }))).toBe('forbidden');
    const closed = accept(inForce(), command({ override: true }, { actor: CARO }));
    expect(closed.stage).toBe('closed');
    expect(closed.unrecorded.at(-1)).toMatchObject({ action: 'close', detail: { owed: duties } });
  });

  test('meets the user-notice clock when the platform has notified users, and records it on the timeline', () => {
    const clocks = [aBareClock({ id: 'notified', kind: 'user_notice' }), aBareClock({ id: 'other', kind: 'inform' })];
    const after = accept(inForce({ clocks }), aCommand('users_notified', { notified: 4, gone: 1 }, { actor: SYSTEM }));
    expect(after.clocks).toMatchObject([{ id: 'notified', state: 'met', metAtMs: T0 }, { state: 'running' }]);
    expect(after.unrecorded.map(({ action }) => action)).toEqual(['users_notified', 'clock_met']);
    expect(refusal(inForce({ clocks }), aCommand('users_notified', { notified: 4, gone: 1 }))).toBe('forbidden');
  });

  test('rejects close while own clocks are unmet, missed ones included, unless counsel overrides it', () => {
    for (const state of ['running', 'paused', 'missed'] as const) {
      const notice = inReview({ clocks: [aBareClock({ state })] });
      expect(refusal(notice, aCommand('close'))).toBe('illegal_transition');
      expect(refusal(notice, aCommand('close', { override: true }))).toBe('forbidden');
      expect(refusal(notice, aCommand('close', { override: true }, { actor: CARO }))).toBeNull();
    }
  });

  test('closes despite open clocks of the authority, and cancels them', () => {
    const after = accept(inForce({ clocks: [aBareClock({ owner: 'authority' })] }), aCommand('close'));
    expect(after.clocks[0]?.state).toBe('cancelled');
  });

  test('keeps a missed clock as missed when the notice closes, met late or not', () => {
    const clocks = [
      aBareClock({ id: 'late', state: 'missed', metAtMs: T0 + DAY }),
      aBareClock({ id: 'never', state: 'missed' }),
    ];
    const after = accept(inReview({ clocks }), aCommand('close', { override: true }, { actor: CARO }));
    expect(after.clocks).toEqual(clocks);
  });

  test('rejects close during a submission or enforcement, even with an override by counsel', () => {
    expect(refusal(inApproval(), aCommand('close', { override: true }, { actor: CARO }))).toBe('illegal_transition');
    expect(refusal(aState({ stage: 'enforcement' }), aCommand('close', { override: true }, { actor: CARO }))).toBe(
      'illegal_transition',
    );
  });

  test('derives the outcome of a closed notice from its ledger, or void for a rejected sender', () => {
    expect(accept(inForce(), aCommand('close')).outcome).toBe('complied');
    expect(accept(inReview({ authenticity: 'rejected' }), aCommand('close')).outcome).toBe('void');
    expect(accept(aState({}, { targets: 0 }), aCommand('close')).outcome).toBeNull();
  });

  test('keeps letters queued on close, and drops staff mails and pages', () => {
    const state = accept(accept(inReview(), aCommand('request_dialogue')), aCommand('record_dialogue'));
    const effects = [
      ...state.effects,
      { key: 'k', type: 'mail_staff' as const, clock: 'c', levels: [1], to: ['reviewer' as const], missed: false },
    ];
    expect(accept({ ...state, effects }, aCommand('close')).effects.map(({ type }) => type)).toEqual(['send_letter']);
  });

  test('reopens a notice in force if it was, otherwise in review, and only by counsel', () => {
    expect(accept(accept(inForce(), aCommand('close')), aCommand('reopen')).stage).toBe('in_force');
    expect(accept(accept(inReview(), aCommand('close')), aCommand('reopen')).stage).toBe('review');
    expect(refusal(accept(inReview(), aCommand('close')), aCommand('reopen', {}, { actor: ASHA }))).toBe('forbidden');
  });
});
