import { describe, expect, test } from '@jest/globals';
import { slotsWithoutAnyone, type ApproverAvailability } from '../../../domain/submissions/absent-approver.js';
import { applyCommand } from '../../../domain/commands/apply-command.js';
import type { Clock } from '../../../domain/clocks/clock.js';
import { allowsEmergency, doubtEmergency } from '../../../domain/submissions/emergency.js';
import type { NoticeState, Ratification } from '../../../domain/notices/notice-state.js';
import { isWiderThanOrder } from '../../../domain/notices/scope.js';
import { listRisks, findApproverSlots } from '../../../domain/submissions/submission.js';
import { aClock, aCommand, ADIL, aFrozen, ASHA, aState, CARO, HOUR, MINUTE, T0 } from '../../support/builders.js';

const HOUR_CLOCK = aClock({ kind: 'comply', basis: 'order', dueAtMs: T0 + HOUR });
const EMERGENCY = aFrozen({ emergency: { approverSlots: ['approver', 'counsel'] } });
const OPEN: Ratification = {
  submission: 1,
  digest: 'sha256:one',
  author: 'rita',
  onCall: 'asha',
  stoodFor: [],
  drafters: [],
  approverSlots: ['counsel'],
  approvals: [],
  state: 'open',
  openedAtMs: T0,
  settledAtMs: null,
};

function decided(state: NoticeState, ...commands: Parameters<typeof applyCommand>[1][]): NoticeState {
  return commands.reduce((before, command) => {
    const answer = applyCommand(before, command, T0);
    if (!answer.ok) throw new Error(answer.rejection.cure);
    return answer.value;
  }, state);
}

describe('allowsEmergency', () => {
  test('requires a running, confirmed comply clock of our own by law or order, due within an hour', () => {
    expect(allowsEmergency(HOUR_CLOCK)).toBe(true);
    expect(allowsEmergency({ ...HOUR_CLOCK, basis: 'law' })).toBe(true);
    const others: Partial<Clock>[] = [
      { dueAtMs: T0 + HOUR + MINUTE },
      { dueAtMs: null },
      { basis: 'policy' },
      { state: 'missed' },
      { state: 'met' },
      { state: 'paused' },
      { confirmed: false },
      { kind: 'decide' },
      { owner: 'authority' },
      { form: 'floor' },
    ];
    for (const patch of others) expect([patch, allowsEmergency({ ...HOUR_CLOCK, ...patch })]).toEqual([patch, false]);
  });
});

describe('doubtEmergency', () => {
  const line = (no: number, action: string, grounds: string[]) => ({ no, action: action as 'withhold', grounds });

  test('accepts interim withholding only, beside refusals, and requires at least one action', () => {
    expect(doubtEmergency([line(1, 'withhold', ['emergency_interim'])])).toBeNull();
    expect(
      doubtEmergency([line(1, 'withhold', ['emergency_interim']), line(2, 'push_back', ['overbroad'])]),
    ).toBeNull();
    expect(doubtEmergency([line(1, 'withhold', ['legal_basis_met'])])).toContain('1 are not');
    expect(
      doubtEmergency([line(1, 'withhold', ['emergency_interim']), line(2, 'remove_rules', ['own_rules'])]),
    ).toContain('1 are not');
    expect(doubtEmergency([line(1, 'push_back', ['overbroad'])])).toContain('No action is to be enforced');
  });
});

describe('emergency submission', () => {
  test('is rejected without a clock that allows it, or while another awaits ratification', () => {
    const submit = aCommand('submit', { frozen: EMERGENCY });
    expect(applyCommand(aState({ stage: 'review' }), submit, T0)).toMatchObject({ ok: false });
    const waiting = aState({ stage: 'review', clocks: [HOUR_CLOCK], ratification: OPEN });
    expect(applyCommand(waiting, submit, T0)).toMatchObject({ ok: false, rejection: { code: 'illegal_transition' } });
    const again = aState({ stage: 'review', clocks: [HOUR_CLOCK], ratification: { ...OPEN, state: 'ratified' } });
    expect(applyCommand(again, submit, T0)).toMatchObject({ ok: true });
  });

  test('is rejected if it has more than one approver slot', () => {
    const two = aCommand('submit', {
      frozen: aFrozen({ approverSlots: ['approver', 'counsel'], emergency: { approverSlots: ['approver'] } }),
    });
    expect(applyCommand(aState({ stage: 'review', clocks: [HOUR_CLOCK] }), two, T0)).toMatchObject({ ok: false });
  });

  test('is ratified by an approver if counsel approved it', () => {
    const state = decided(
      aState({ stage: 'review', clocks: [HOUR_CLOCK] }),
      aCommand('submit', { frozen: EMERGENCY }),
      aCommand('approve', {}, { actor: CARO }),
    );
    expect(state.ratification).toMatchObject({ onCall: CARO.id, approverSlots: ['approver'], state: 'open' });
    expect(decided(state, aCommand('ratify', {}, { actor: ADIL })).ratification).toMatchObject({ state: 'ratified' });
  });

  test('starts a ratification clock for its own submission and none for another', () => {
    const state = decided(
      aState({ stage: 'review', clocks: [HOUR_CLOCK] }),
      aCommand('submit', { frozen: EMERGENCY }),
      aCommand('approve'),
    );
    const clock = aClock({ id: 'ratification', kind: 'policy', basis: 'policy', ratifies: 1 });
    const running = decided(state, aCommand('start_clocks', { clocks: [clock] }));
    expect(running.clocks.at(-1)).toMatchObject({ state: 'running' });
    const other = aClock({ id: 'other', kind: 'policy', basis: 'policy', ratifies: 7 });
    expect(decided(state, aCommand('start_clocks', { clocks: [other] })).clocks).toHaveLength(1);
  });
});

describe('delegate', () => {
  const frozen = aFrozen({ approverSlots: ['approver', 'counsel'] });
  const waiting = () => decided(aState({ stage: 'review' }), aCommand('submit', { frozen }));
  const away = { id: CARO.id, name: CARO.name, roles: CARO.roles };
  const delegate = { ...ASHA, actsFor: [away] };

  test('uses the delegated role only if their own does not suffice, and the approval records it', () => {
    const own = decided(waiting(), aCommand('approve', {}, { actor: delegate }));
    expect(own.submission?.approvals).toMatchObject([{ by: ASHA.id, roles: ['approver'] }]);
    expect(own.submission?.approvals[0]).not.toHaveProperty('for');
    const delegated = decided(
      waiting(),
      aCommand('approve', {}, { actor: ADIL }),
      aCommand('approve', {}, { actor: delegate }),
    );
    expect(delegated.submission).toMatchObject({
      state: 'approved',
      approvals: [{ by: ADIL.id }, { by: ASHA.id, for: [{ id: CARO.id }] }],
    });
  });

  test('cannot give a second approval for the same person', () => {
    const mine = aCommand('approve', {}, { actor: CARO });
    const theirs = { ...aCommand('approve', {}, { actor: { ...aPersonWithout(), actsFor: [away] } }) };
    const twice = applyCommand(decided(waiting(), mine), theirs, T0);
    expect(twice).toMatchObject({ ok: false, rejection: { code: 'four_eyes' } });
    const back = applyCommand(decided(waiting(), theirs), mine, T0);
    expect(back).toMatchObject({ ok: false, rejection: { code: 'four_eyes' } });
  });

  test('cannot approve on behalf of the author', () => {
    const author = { id: 'rita', name: 'rita Demo', roles: ['counsel' as const] };
    const actor = { ...aPersonWithout(), actsFor: [author] };
    expect(applyCommand(waiting(), aCommand('approve', {}, { actor }), T0)).toMatchObject({
      ok: false,
      rejection: { code: 'four_eyes' },
    });
  });

  test('gets the absent person’s right to approve or return, but not to ratify or give other commands', () => {
    const actor = { ...aPersonWithout(), actsFor: [away] };
    for (const name of ['submit', 'close', 'reopen', 'ratify', 'confirm_deadline'] as const) {
      expect(applyCommand(waiting(), aCommand(name, {}, { actor }), T0)).toMatchObject({
        ok: false,
        rejection: { code: 'forbidden' },
      });
    }
    expect(applyCommand(waiting(), aCommand('return', {}, { actor }), T0)).toMatchObject({ ok: true });
  });

  function aPersonWithout() {
    return { kind: 'person' as const, id: 'nora', name: 'nora Demo', roles: [] };
  }
});

describe('slotsWithoutAnyone: approver slots without a candidate', () => {
  const person = (
    id: string,
    roles: ('approver' | 'counsel' | 'reviewer')[],
    actsFor: ApproverAvailability['present'][number]['actsFor'] = [],
  ) => ({
    id,
    roles,
    actsFor,
  });
  const waiting = (
    present: ApproverAvailability['present'],
    approvals: ApproverAvailability['approvals'] = [],
  ): ApproverAvailability => ({
    author: 'a',
    drafters: ['d'],
    approverSlots: ['approver', 'counsel'],
    approvals,
    verifiers: [],
    present,
  });

  test('counts no person twice, and neither the author nor anybody who has approved', () => {
    expect(slotsWithoutAnyone(waiting([person('b', ['approver']), person('c', ['counsel'])]))).toEqual([]);
    expect(slotsWithoutAnyone(waiting([person('b', ['approver', 'counsel'])]))).toHaveLength(1);
    expect(slotsWithoutAnyone(waiting([person('b', ['approver']), person('a', ['counsel'])]))).toEqual(['counsel']);
    const approval = [{ by: 'c', roles: ['counsel' as const], stoodFor: [] }];
    expect(slotsWithoutAnyone(waiting([person('c', ['counsel'])], approval))).toEqual(['approver']);
    expect(slotsWithoutAnyone(waiting([person('c', ['counsel']), person('e', ['counsel'])]))).toEqual([]);
  });

  test('does not count a person who drafted a decision', () => {
    expect(slotsWithoutAnyone(waiting([person('b', ['approver']), person('d', ['counsel'])]))).toEqual(['counsel']);
  });

  test('counts a delegate for the absent person’s role, but only once', () => {
    const c = { id: 'c', name: '', roles: ['counsel' as const] };
    expect(slotsWithoutAnyone(waiting([person('b', ['approver']), person('s', ['reviewer'], [c])]))).toEqual([]);
    expect(slotsWithoutAnyone(waiting([person('s', ['approver'], [c])]))).toHaveLength(1);
  });
});

describe('risks of a submission', () => {
  const plain = { purpose: 'decision' as const, cause: null, byAction: { withhold: 1 }, protectedActing: 0 };

  test('lists risks in table order, and adds counsel for wider scope only if the settings ask for it', () => {
    const all = {
      ...plain,
      byAction: { disclose: 1, withhold: 2_000 },
      protectedActing: 1,
      widerThanOrder: 1,
      departs: true,
      emergency: true,
    };
    expect(listRisks(all)).toEqual([
      'emergency',
      'disclosure',
      'protected',
      'mass',
      'wider_than_order',
      'departs_from_precedent',
    ]);
    expect(listRisks({ ...plain, byAction: { push_back: 1 } })).toEqual(['refusal_of_all']);
    expect(findApproverSlots({ ...plain, widerThanOrder: 5, departs: true, emergency: true })).toEqual(['approver']);
    expect(findApproverSlots({ ...plain, widerThanOrder: 5 }, { widerScope: 'counsel' })).toEqual([
      'approver',
      'counsel',
    ]);
    expect(listRisks({ ...all, purpose: 'restoration', cause: 'own_error' })).toEqual([]);
  });

  test('counts removal by law as wider than any list of countries, and removal under our own rules never', () => {
    expect(isWiderThanOrder(['IN'], { action: 'remove_law', countries: [] })).toBe(true);
    expect(isWiderThanOrder(['IN'], { action: 'remove_rules', countries: [] })).toBe(false);
    expect(isWiderThanOrder(['IN', 'DE'], { action: 'withhold', countries: ['DE'] })).toBe(false);
    expect(isWiderThanOrder(['IN'], { action: 'withhold', countries: ['DE', 'IN'] })).toBe(true);
  });
});
