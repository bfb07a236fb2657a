import { describe, expect, test } from '@jest/globals';
import { applyCommand } from '../../../domain/commands/apply-command.js';
import type { Command } from '../../../domain/commands/command.js';
import type { NoticeState } from '../../../domain/notices/notice-state.js';
import { contactCalled, listVerifiers } from '../../../domain/notices/sender.js';
import { slotsWithoutAnyone } from '../../../domain/submissions/absent-approver.js';
import { mayApprove } from '../../../domain/submissions/may-approve.js';
import {
  aCommand,
  ADIL,
  aFrozen,
  aLedger,
  aRestoration,
  aState,
  ASHA,
  aSubmission,
  CARO,
  CHEN,
  NOTICE_ID,
  OMAR,
  RITA,
  T0,
} from '../../support/builders.js';

function accept(state: NoticeState, ...commands: Command[]): NoticeState {
  return commands.reduce((before, command) => {
    const decided = applyCommand(before, command, T0);
    if (!decided.ok) throw new Error(`${command.name} was refused: ${JSON.stringify(decided.rejection)}`);
    return decided.value;
  }, state);
}

function refusal(state: NoticeState, command: Command) {
  const decided = applyCommand(state, command, T0);
  return decided.ok ? null : decided.rejection;
}

const inReview = (authenticity: NoticeState['authenticity'] = 'unverified') =>
  aState({ stage: 'review', authenticity }, { acknowledge: false });
const verify = (outcome: 'confirmed' | 'denied' | 'no_answer' = 'confirmed', actor = CARO) =>
  aCommand('verify_sender', { outcome }, { actor });
const acknowledged = ({ effects }: NoticeState) => effects.map(({ key }) => key);

describe('triage: authenticity of the sender', () => {
  test.each([
    ['unverified', 'channel_verified'],
    ['unverified', 'signer_verified'],
    ['channel_verified', 'signer_verified'],
    ['rejected', 'unverified'],
    ['rejected', 'signer_verified'],
  ] as const)('does not change a sender from %s to %s', (from, to) => {
    expect(refusal(inReview(from), aCommand('triage', { authenticity: to }))).toMatchObject({
      code: 'illegal_transition',
      cure: expect.stringContaining('verify-sender'),
    });
  });

  test.each([
    ['signer_verified', 'channel_verified'],
    ['channel_verified', 'unverified'],
    ['unverified', 'rejected'],
    ['unverified', 'unverified'],
  ] as const)('changes a sender from %s to %s', (from, to) => {
    expect(accept(inReview(from), aCommand('triage', { authenticity: to })).authenticity).toBe(to);
  });
});

describe('verify_sender', () => {
  test('verifies the signer on a confirmation, and sends the acknowledgement once', () => {
    const first = accept(inReview(), verify());
    expect(first.authenticity).toBe('signer_verified');
    expect(acknowledged(first)).toEqual([`${NOTICE_ID}:acknowledgement`]);
    const again = accept(first, aCommand('triage', { authenticity: 'unverified' }), verify());
    expect(acknowledged(again)).toHaveLength(1);
  });

  test('rejects the sender on a denial, and sends no acknowledgement', () => {
    const after = accept(inReview('channel_verified'), verify('denied'));
    expect(after.authenticity).toBe('rejected');
    expect(acknowledged(after)).toEqual([]);
    expect(accept(after, verify()).authenticity).toBe('signer_verified');
  });

  test('changes nothing if the authority does not answer, but is recorded', () => {
    const after = accept(inReview(), verify('no_answer'));
    expect(after).toMatchObject({ authenticity: 'unverified', version: 2 });
    expect(after.verifiedBy).toBeUndefined();
    expect(after.unrecorded).toMatchObject([
      { action: 'verify_sender', detail: { outcome: 'no_answer', authenticity: 'unverified' } },
    ]);
  });

  test('is allowed only for reviewers and counsel', () => {
    expect(refusal(inReview(), verify('confirmed', RITA))).toBeNull();
    expect(refusal(inReview(), verify('confirmed', CARO))).toBeNull();
    for (const actor of [ASHA, OMAR])
      expect(refusal(inReview(), verify('confirmed', actor))).toMatchObject({ code: 'forbidden' });
  });

  test('blocks approval of a submitted decision after a denial, but not of a restoration', () => {
    const waiting = (patch = {}) =>
      accept(
        aState({ stage: 'approval', authenticity: 'channel_verified', submission: aSubmission(patch) }),
        verify('denied'),
      );
    expect(refusal(waiting(), aCommand('approve'))).toMatchObject({ code: 'illegal_transition' });
    expect(refusal(waiting({ purpose: 'restoration' }), aCommand('approve'))).toBeNull();
  });
});

describe('person who verified the sender', () => {
  const submitted = (frozen = aFrozen(), state = accept(inReview(), verify())) =>
    accept(state, aCommand('submit', { frozen }));
  const approve = (actor = CARO) => aCommand('approve', {}, { actor });

  test('cannot approve alone if nothing else had proven the sender', () => {
    expect(refusal(submitted(), approve())).toMatchObject({
      code: 'four_eyes',
      cure: expect.stringContaining('You verified the sender'),
    });
    expect(accept(submitted(), approve(ASHA)).submission?.state).toBe('approved');
    expect(accept(submitted(), approve(CHEN)).submission?.state).toBe('approved');
  });

  test('fills one of two approver slots beside another person, in either order', () => {
    const two = () => submitted(aFrozen({ approverSlots: ['approver', 'counsel'] }));
    expect(accept(two(), approve(CARO), approve(ASHA)).submission?.state).toBe('approved');
    expect(accept(two(), approve(ASHA), approve(CARO)).submission?.state).toBe('approved');
  });

  test('cannot fill the last approver slot if the other approver also verified the sender', () => {
    const state = accept(inReview(), verify('confirmed', CARO), verify('confirmed', CHEN));
    const two = accept(submitted(aFrozen({ approverSlots: ['approver', 'counsel'] }), state), approve(CARO));
    expect(refusal(two, approve(CHEN))).toMatchObject({ code: 'four_eyes' });
    expect(accept(two, approve(ADIL)).submission?.state).toBe('approved');
  });

  test('approves alone if a bound channel had proven the sender, except for a disclosure', () => {
    const proven = accept(inReview('channel_verified'), verify());
    expect(accept(submitted(aFrozen(), proven), approve()).submission?.state).toBe('approved');
    const disclosure = aFrozen({ enforced: 0, acting: 1, disclosed: 1, approverSlots: ['counsel'] });
    expect(refusal(submitted(disclosure, proven), approve())).toMatchObject({ code: 'four_eyes' });
  });

  test('still cannot approve alone after triage lowered the authenticity of the sender', () => {
    const lowered = accept(inReview(), verify(), aCommand('triage', { authenticity: 'channel_verified' }));
    expect(refusal(submitted(aFrozen(), lowered), approve())).toMatchObject({ code: 'four_eyes' });
  });

  test('may approve alone after the sender was in doubt and another person verified it', () => {
    const again = accept(
      inReview(),
      verify('confirmed', CARO),
      aCommand('triage', { authenticity: 'unverified' }),
      verify('confirmed', CHEN),
    );
    expect(refusal(submitted(aFrozen(), again), approve(CARO))).toBeNull();
    expect(refusal(submitted(aFrozen(), again), approve(CHEN))).toMatchObject({ code: 'four_eyes' });
  });

  test('approves a restoration, which does not depend on the sender', () => {
    const restored = listVerifiers({ purpose: 'restoration', disclosed: 0 }, [{ id: CARO.id, from: 'unverified' }]);
    expect(restored).toEqual([]);
    const state = accept(
      { ...accept(inReview(), verify()), stage: 'in_force', ledger: aLedger({ applied: 10 }) },
      aCommand('reinstate', { frozen: aRestoration({ approverSlots: ['approver'] }) }),
    );
    expect(
      refusal(
        state,
        aCommand(
          'approve',
          { submission: state.submission?.number ?? 0, digest: state.submission?.digest ?? '' },
          { actor: CARO },
        ),
      ),
    ).toBeNull();
  });

  test('is rejected by mayApprove, with the reason', () => {
    const waiting = {
      by: RITA.id,
      drafters: [],
      approverSlots: ['approver' as const],
      approvals: [],
      verifiers: [CARO.id],
    };
    expect(mayApprove(waiting, CARO)).toMatchObject({
      ok: false,
      why: expect.stringContaining('You verified the sender'),
    });
    expect(mayApprove(waiting, CHEN)).toMatchObject({ ok: true });
  });

  test('leaves the last approver slot without a candidate if alone on duty', () => {
    const present = (...people: (typeof CARO)[]) => people.map(({ id, roles }) => ({ id, roles, actsFor: [] }));
    const waiting = { author: RITA.id, drafters: [], approvals: [], verifiers: [CARO.id, ADIL.id] };
    const one = { ...waiting, approverSlots: ['approver' as const] };
    expect(slotsWithoutAnyone({ ...one, present: present(CARO) })).toEqual(['approver']);
    expect(slotsWithoutAnyone({ ...one, present: present(ADIL, CHEN) })).toEqual([]);
    const two = { ...waiting, approverSlots: ['approver' as const, 'counsel' as const] };
    expect(slotsWithoutAnyone({ ...two, present: present(ADIL, CARO) })).toHaveLength(1);
    expect(slotsWithoutAnyone({ ...two, present: present(ADIL, CARO, ASHA) })).toEqual([]);
    expect(slotsWithoutAnyone({ ...two, present: present(ADIL, CHEN) })).toEqual([]);
  });
});

describe('contactCalled', () => {
  const authority = {
    id: 'au-esafety',
    contacts: [
      { purpose: 'letters' as const, email: 'desk@esafety.example' },
      { purpose: 'callback' as const, phone: '+61 2 9999 0000', validTo: new Date(T0).toISOString() },
      { purpose: 'callback' as const, phone: '+61 2 8888 0000', validFrom: new Date(T0).toISOString() },
    ],
  };

  test.each([
    ['its index', 0, { purpose: 'letters', email: 'desk@esafety.example' }],
    ['its index as text', '2', { purpose: 'callback', phone: '+61 2 8888 0000' }],
    ['its mail address', 'Desk@esafety.example', { purpose: 'letters', email: 'desk@esafety.example' }],
    ['its phone number in another notation', '+61-288880000', { purpose: 'callback', phone: '+61 2 8888 0000' }],
  ])('finds a contact by %s', (_, requested, contact) => {
    expect(contactCalled(authority, requested, T0)).toEqual({ authority: 'au-esafety', ...contact });
  });

  test.each([
    ['that has expired', 1],
    ['that has expired, by its phone number', '+61 2 9999 0000'],
    ['by an index beyond the list', 7],
    ['by an address from the document', 'answers@forger.example'],
  ])('finds no contact %s', (_, requested) => {
    expect(contactCalled(authority, requested, T0)).toBeNull();
  });
});
