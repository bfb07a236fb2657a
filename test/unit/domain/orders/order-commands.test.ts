import { describe, expect, test } from '@jest/globals';
import { applyCommand } from '../../../../domain/commands/apply-command.js';
import { openNotice, type NoticeState } from '../../../../domain/notices/notice-state.js';
import { IN_EFFECT } from '../../../../domain/orders/order-status.js';
import { SYSTEM } from '../../../../domain/people/actor.js';
import {
  A_WITHDRAWN_ORDER,
  aClock,
  aCommand,
  aFrozen,
  aLedger,
  aNotice,
  ASHA,
  aSubmission,
  CARO,
  HOUR,
  RITA,
  T0,
} from '../../../support/builders.js';

const clocks = () => [
  aClock({ id: 'comply', kind: 'comply' }),
  aClock({ id: 'decide', kind: 'decide', basis: 'policy' }),
  aClock({ id: 'inform', kind: 'inform' }),
  aClock({ id: 'acknowledge', kind: 'acknowledge' }),
];
const inReview = (patch: Partial<NoticeState> = {}): NoticeState => ({
  ...openNotice(aNotice({ clocks: clocks() })),
  stage: 'review',
  ...patch,
});

function accept(state: NoticeState, command: Parameters<typeof applyCommand>[1], atMs = T0 + HOUR): NoticeState {
  const decided = applyCommand(state, command, atMs);
  if (!decided.ok) throw new Error(decided.rejection.cure);
  return decided.value;
}

const withdraw = (state: NoticeState) =>
  accept(state, aCommand('order_status_changed', { order: A_WITHDRAWN_ORDER }, { actor: SYSTEM }));
const mapStates = ({ clocks: all }: NoticeState) => Object.fromEntries(all.map(({ id, state }) => [id, state]));

describe('order_status_changed', () => {
  test('cancels our open clocks to comply, decide and inform, and names them in its entry', () => {
    const after = withdraw(inReview());
    expect(mapStates(after)).toEqual({
      comply: 'cancelled',
      decide: 'cancelled',
      inform: 'cancelled',
      acknowledge: 'running',
    });
    expect(after.unrecorded.at(-1)).toMatchObject({
      action: 'order_status_changed',
      detail: { status: 'withdrawn', from: 'in_effect', stopped: ['comply', 'decide', 'inform'], restarted: [] },
    });
  });

  test('keeps the inform clock running if a restriction is in force', () => {
    expect(mapStates(withdraw(inReview({ ledger: aLedger({ applied: 3 }) })))).toMatchObject({ inform: 'running' });
  });

  test('leaves missed and met clocks unchanged', () => {
    const ended = [aClock({ id: 'comply', state: 'missed' }), aClock({ id: 'decide', kind: 'decide', state: 'met' })];
    expect(mapStates(withdraw(inReview({ clocks: ended })))).toEqual({ comply: 'missed', decide: 'met' });
  });

  test('restarts the cancelled clocks when the order is in effect again', () => {
    const back = aCommand('order_status_changed', { order: IN_EFFECT }, { actor: SYSTEM });
    const after = accept(withdraw(inReview()), { ...back, id: '018f0000-0000-7000-8000-0000000000ff' });
    expect(after.clocks.map(({ cancelledByOrder: flag, ...clock }) => ({ ...clock, flag }))).toEqual(
      clocks().map((clock) => ({ ...clock, flag: undefined })),
    );
  });

  test('cancels the clock of a duty to restore once its cause has ended', () => {
    const stayed = { ...A_WITHDRAWN_ORDER, status: 'stayed' as const };
    const duty = aClock({ id: 'reinstate', kind: 'reinstate' });
    const state = inReview({ clocks: [duty], order: stayed });
    const back = aCommand('order_status_changed', { order: IN_EFFECT, ended: ['reinstate'] }, { actor: SYSTEM });
    expect(mapStates(accept(state, back))).toEqual({ reinstate: 'cancelled' });
  });

  test('is forbidden to people, and rejected if the order already has that status', () => {
    expect(applyCommand(inReview(), aCommand('order_status_changed', {}, { actor: CARO }), T0)).toMatchObject({
      ok: false,
      rejection: { code: 'forbidden' },
    });
    const again = aCommand('order_status_changed', { order: A_WITHDRAWN_ORDER }, { actor: SYSTEM });
    expect(applyCommand(withdraw(inReview()), again, T0)).toMatchObject({
      ok: false,
      rejection: { code: 'illegal_transition' },
    });
  });

  test('applies the order status to clocks that triage opens later', () => {
    const triage = aCommand('triage', { regime: { id: 'EU-TCO', version: '1', clocks: clocks() } }, { actor: RITA });
    const after = accept(withdraw(inReview({ clocks: [] })), { ...triage, id: '018f0000-0000-7000-8000-0000000000fe' });
    expect(mapStates(after)).toMatchObject({ comply: 'cancelled', decide: 'cancelled', acknowledge: 'running' });
  });
});

describe('submit and approve under an ended order', () => {
  const submit = (acting: number) =>
    aCommand('submit', { frozen: aFrozen({ acting, enforced: acting }) }, { actor: RITA });

  test('reject an enforced action on an order that is not in effect', () => {
    const state = withdraw(inReview());
    expect(applyCommand(state, submit(1), T0)).toMatchObject({ ok: false, rejection: { code: 'order_not_in_effect' } });
    const waiting = { ...withdraw(inReview()), stage: 'approval' as const, submission: aSubmission() };
    expect(applyCommand(waiting, aCommand('approve', {}, { actor: ASHA }), T0)).toMatchObject({
      ok: false,
      rejection: { code: 'order_not_in_effect' },
    });
  });

  test('accept a submission that enforces nothing', () => {
    expect(applyCommand(withdraw(inReview()), submit(0), T0).ok).toBe(true);
  });

  test('accept an enforced action after counsel upholds the order, until its status changes again', () => {
    const upheld = accept(withdraw(inReview()), aCommand('uphold_order', {}, { actor: CARO }));
    expect(applyCommand(upheld, submit(1), T0).ok).toBe(true);
    const lapsed = { ...A_WITHDRAWN_ORDER, status: 'lapsed' as const, because: '2021-02-02T00:00:00.000Z' };
    const changed = aCommand('order_status_changed', { order: lapsed }, { actor: SYSTEM });
    const later = accept(upheld, { ...changed, id: '018f0000-0000-7000-8000-0000000000fd' });
    expect(applyCommand(later, submit(1), T0)).toMatchObject({ rejection: { code: 'order_not_in_effect' } });
  });
});

describe('uphold_order', () => {
  test('is forbidden to everybody but counsel', () => {
    for (const actor of [RITA, ASHA])
      expect(applyCommand(withdraw(inReview()), aCommand('uphold_order', {}, { actor }), T0)).toMatchObject({
        ok: false,
        rejection: { code: 'forbidden' },
      });
  });

  test('is rejected for an order in effect, and a second time for the same cause', () => {
    const inEffect = aCommand('uphold_order', { order: IN_EFFECT }, { actor: CARO });
    expect(applyCommand(inReview(), inEffect, T0).ok).toBe(false);
    const upheld = accept(withdraw(inReview()), aCommand('uphold_order', {}, { actor: CARO }));
    const again = { ...aCommand('uphold_order', {}, { actor: CARO }), id: '018f0000-0000-7000-8000-0000000000fc' };
    expect(applyCommand(upheld, again, T0).ok).toBe(false);
  });
});

describe('close after withdrawal of the order', () => {
  test('gives the outcome withdrawn to a withdrawn notice without decisions', () => {
    const state = withdraw(inReview({ clocks: [] }));
    const closed = accept(state, aCommand('close', { reason: 'Withdrawn.', override: true }, { actor: CARO }));
    expect(closed.outcome).toBe('withdrawn');
  });
});
