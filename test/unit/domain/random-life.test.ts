import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { SYSTEM, type Actor } from '../../../domain/people/actor.js';
import { applyCommand } from '../../../domain/commands/apply-command.js';
import type { Command, CommandName, FrozenSubmission } from '../../../domain/commands/command.js';
import { COMMAND_TABLE } from '../../../domain/commands/command-table.js';
import { isEventAction } from '../../../domain/event.js';
import { AUTHENTICITIES } from '../../../domain/notices/notice.js';
import { MAX_SLEEP_MS } from '../../../domain/clocks/clock.js';
import { fireDueClocks, wakeAtMs } from '../../../domain/clocks/fire-clocks.js';
import { openNotice, type NoticeState } from '../../../domain/notices/notice-state.js';
import { recorded } from '../../../domain/notices/projection.js';
import { putTogether } from '../../../domain/notices/put-together.js';
import { asRecorded } from '../../support/as-recorded.js';
import { settleEffect } from '../../../domain/commands/settle-effect.js';
import { IN_EFFECT, mayCarryOut } from '../../../domain/orders/order-status.js';
import { isVerified, listVerifiers } from '../../../domain/notices/sender.js';
import {
  A_WITHDRAWN_ORDER,
  aBareClock,
  aClock,
  aCommand,
  ADIL,
  aFrozen,
  anEscalation,
  aLedger,
  aNotice,
  aRefusal,
  aRestoration,
  ASHA,
  CARO,
  DAY,
  HOUR,
  MINUTE,
  OMAR,
  RAVI,
  RITA,
  T0,
  theFourClocks,
} from '../../support/builders.js';
import { runs } from '../../support/jest/cases.js';

type Step =
  | { do: 'command'; name: CommandName; by: Actor; turn: number }
  | { do: 'wait'; ms: number }
  | { do: 'settle'; nth: number; ok: boolean };

const people = fc.constantFrom(RITA, RAVI, ASHA, ADIL, CARO, OMAR);
/** Commands that advance a life occur more often than those that only add to it. */
const names = fc.constantFrom<CommandName>(
  ...([
    'triage',
    'triage',
    'verify_sender',
    'verify_sender',
    'submit',
    'approve',
    'approve',
    'submit',
    'approve',
    'reinstate',
    'return',
    'close',
    'reopen',
  ] as const),
  ...(['claim', 'release', 'assign', 'confirm_deadline', 'acknowledge_escalation', 'request_dialogue'] as const),
  ...([
    'record_dialogue',
    'link',
    'annotate',
    'uphold_order',
    'order_status_changed',
    'authority_act',
    'authority_replied',
    'pause',
    'resume',
    'extend',
    'move_clock',
  ] as const),
  'repair',
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('command' as const), name: names, by: people, turn: fc.nat(1_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, MINUTE, 5 * MINUTE, HOUR, 7 * HOUR, DAY),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), nth: fc.nat(5), ok: fc.boolean() }) },
);

/** A body that fits the state where possible, so that random lives get somewhere. */
function toCommand(state: NoticeState, { name, by, turn }: Step & { do: 'command' }, serial: number): Command {
  const number = (state.submission?.number ?? 0) + 1;
  const numbered = { number, digest: `sha256:${number}` };
  const frozen: FrozenSubmission =
    turn % 3 === 0 ? aRefusal(numbered) : aFrozen({ ...numbered, letters: ['push_back', 'user_notice'] });
  const waiting = { submission: state.submission?.number ?? 1, digest: state.submission?.digest ?? '' };
  const clock = state.clocks[turn % Math.max(1, state.clocks.length)]?.id ?? 'none';
  const rest = { id: `0190${String(serial).padStart(32, '0')}`, actor: by };
  switch (name) {
    case 'triage': {
      const fresh = theFourClocks(T0 + turn).map((one) => ({ ...one, id: `${one.id}-${serial}` }));
      const regime = turn % 4 === 0 ? { id: `R-${turn}`, version: '1', clocks: fresh } : null;
      return aCommand('triage', { authenticity: AUTHENTICITIES[turn % 4] ?? null, regime }, rest);
    }
    case 'verify_sender':
      return aCommand('verify_sender', { outcome: turn % 5 === 0 ? 'denied' : 'confirmed' }, rest);
    case 'submit':
      return aCommand('submit', { frozen }, rest);
    case 'reinstate':
      return aCommand(
        'reinstate',
        { frozen: aRestoration({ ...numbered, approverSlots: turn % 2 === 0 ? [] : ['approver'] }) },
        rest,
      );
    case 'approve':
      return aCommand('approve', waiting, rest);
    case 'ratify':
      return aCommand('ratify', { ...waiting, refuse: turn % 5 === 0 }, rest);
    case 'return':
      return aCommand('return', { submission: waiting.submission }, rest);
    case 'acknowledge_escalation':
      return aCommand('acknowledge_escalation', { clock, level: 1 + (turn % 4) }, rest);
    case 'pause':
    case 'resume':
    case 'extend':
    case 'move_clock': {
      const { revision = 0, startsAtMs = T0, dueAtMs = null } = state.clocks.find(({ id }) => id === clock) ?? {};
      const toMs = name === 'pause' ? null : (dueAtMs ?? T0 + 30 * HOUR) + turn * MINUTE;
      const escalation = toMs === null ? [] : anEscalation(startsAtMs, toMs);
      const atMs = T0 + turn * MINUTE;
      return aCommand(
        name,
        { clock, revision: turn % 9 === 0 ? revision + 1 : revision, dueAtMs: toMs, escalation, atMs },
        {
          ...rest,
          actor: name === 'move_clock' ? SYSTEM : by,
        },
      );
    }
    case 'users_notified':
      return aCommand('users_notified', { notified: turn, gone: 0 }, { ...rest, actor: SYSTEM });
    case 'add_targets': {
      const { targets, undecided } = state.ledger;
      const ledger = { ...state.ledger, targets: targets + (turn % 3), undecided: undecided + (turn % 3) };
      return aCommand('add_targets', { upload: serial, accepted: turn % 3, ledger }, { ...rest, actor: SYSTEM });
    }
    case 'order_status_changed': {
      const order = turn % 2 === 0 ? IN_EFFECT : { ...A_WITHDRAWN_ORDER, because: `document-${turn % 3}` };
      return aCommand('order_status_changed', { order }, { ...rest, actor: SYSTEM });
    }
    case 'uphold_order':
      return aCommand('uphold_order', { order: state.order ?? IN_EFFECT }, rest);
    case 'confirm_deadline':
      return aCommand('confirm_deadline', { clock }, rest);
    case 'request_dialogue':
      return aCommand(
        'request_dialogue',
        { replyClock: aBareClock({ id: `reply-${serial}`, kind: 'reply', owner: 'authority' }) },
        rest,
      );
    case 'repair':
      return aCommand('repair', { action: turn % 2 === 0 ? 'retry' : 'skip', submission: number - 1 }, rest);
    case 'close':
      return aCommand('close', { override: by === CARO }, rest);
    case 'claim':
    case 'release':
    case 'assign':
    case 'record_dialogue':
    case 'link':
    case 'annotate':
    case 'reopen':
    case 'authority_act':
    case 'authority_replied':
    case 'start_clocks':
      return aCommand(name, {}, rest);
  }
}

interface Life {
  nowMs: number;
  state: NoticeState;
  keys: string[];
}

function live(steps: readonly Step[]): Life {
  const clocks = theFourClocks().map((clock) => ({ ...clock, mayPause: true, mayExtend: true }));
  let state = openNotice(aNotice({ authenticity: 'unverified', acknowledge: false, clocks }));
  let nowMs = T0;
  let serial = 0;
  const keys: string[] = state.effects.map(({ key }) => key);
  const follow = (next: NoticeState) => {
    const known = new Set(state.effects.map(({ key }) => key));
    keys.push(...next.effects.map(({ key }) => key).filter((key) => !known.has(key)));
    for (let version = state.version + 1; version <= next.version; version += 1) {
      expect(next.unrecorded.some((entry) => entry.version === version)).toBe(true);
    }
    expect(next.unrecorded.every(({ action }) => isEventAction(action))).toBe(true);
    if (next.stage !== state.stage) expect(next.version).toBeGreaterThan(state.version);
    expectAnotherApproval(state, next);
    expectInEffect(state, next);
    if (isVerified(next.authenticity)) expect(next.verifiedBy).not.toHaveLength(0);
    state = recorded(next, next.version);
  };
  for (const one of steps) {
    if (one.do === 'wait') {
      nowMs += one.ms;
    } else if (one.do === 'settle') {
      const effect = state.effects[one.nth % Math.max(1, state.effects.length)];
      if (effect === undefined) continue;
      const ledger = aLedger({ applied: 10 });
      follow(settleEffect(state, effect, one.ok ? { ok: true, ledger } : { ok: false, reason: 'gave up' }, nowMs));
    } else {
      serial += 1;
      const command = toCommand(state, one, serial);
      const decided = applyCommand(state, command, nowMs);
      if (decided.ok) {
        expect(decided.value.version).toBe(state.version + 1);
        expect([state.stage, ...(COMMAND_TABLE[command.name].leadsTo ?? [])]).toContain(decided.value.stage);
        follow(decided.value);
      } else {
        expect(decided.rejection.cure).toMatch(/\.$/);
      }
    }
    const fired = fireDueClocks(state, nowMs);
    if (fired !== state) expect(fired.version).toBe(state.version + 1);
    follow(fired);
    expect(fireDueClocks(state, nowMs)).toBe(state);
    const wakes = wakeAtMs(state, nowMs);
    expect(wakes).toBeGreaterThan(nowMs);
    if (wakes < nowMs + MAX_SLEEP_MS) expect(fireDueClocks(state, wakes)).not.toBe(state);
  }
  return { state, keys, nowMs };
}

/** A submission whose sender was verified by people has an approval of someone else. */
function expectAnotherApproval(before: NoticeState, { submission, verifiedBy }: NoticeState): void {
  if (submission?.state !== 'approved' || before.submission?.state !== 'open') return;
  const verifiers = listVerifiers(submission, verifiedBy);
  expect(verifiers.length === 0 || submission.approvals.some(({ by }) => !verifiers.includes(by))).toBe(true);
}

/** Nothing that acts on a target is approved while the order is not in effect and counsel has not upheld it. */
function expectInEffect(before: NoticeState, { submission, order = IN_EFFECT, uphold }: NoticeState): void {
  if (submission?.state !== 'approved' || before.submission?.state !== 'open') return;
  const acts = submission.purpose === 'decision' && submission.enforced + submission.disclosed > 0;
  expect(!acts || mayCarryOut(order, uphold ?? null)).toBe(true);
}

describe('random notice histories', () => {
  test('never throw, skip a version or leave a change unrecorded', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        live(steps);
      }),
      runs(400),
    );
  });

  test('never use an operation key twice', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 80 }), (steps) => {
        const { keys } = live(steps);
        expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
      }),
      runs(400),
    );
  });

  test('never fire an escalation level early or out of order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        for (const { escalation } of live(steps).state.clocks) {
          const fired = escalation.filter(({ firedAtMs }) => firedAtMs !== null);
          for (const { firedAtMs, atMs } of fired) expect(firedAtMs ?? 0).toBeGreaterThanOrEqual(atMs);
          expect(fired.map(({ level }) => level)).toEqual(escalation.slice(0, fired.length).map(({ level }) => level));
        }
      }),
      runs(200),
    );
  });

  test('give an approved submission one approval for each approver slot, by different people, not the author', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 80 }), (steps) => {
        const { submission } = live(steps).state;
        if (submission?.state !== 'approved') return;
        const approvals = submission.approvals.map(({ by }) => by);
        expect(approvals).toHaveLength(submission.approverSlots.length);
        expect(new Set([submission.by, ...approvals]).size).toBe(approvals.length + 1);
      }),
      runs(400),
    );
  });
});

describe('machine clock that is set back', () => {
  test('fires nothing twice, reverts nothing, and wakes at the intended instants after it is set back an hour', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { state, nowMs } = live(steps);
        expect(fireDueClocks(state, nowMs - HOUR)).toBe(state);
        const asMeant = wakeAtMs(state, nowMs);
        const wakes = wakeAtMs(state, nowMs - HOUR);
        if (wakes < nowMs + 23 * HOUR) expect(wakes).toBe(asMeant);
      }),
      runs(200),
    );
  });
});

describe('state rebuilt from the registry', () => {
  const lives = fc.array(step, { maxLength: 80 });

  test('equals the workflow state after any history', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const { state } = live(steps);
        const { verifiedBy = [], ...rest } = putTogether(asRecorded(state));
        expect({ verifiedBy, ...rest }).toEqual(JSON.parse(JSON.stringify({ verifiedBy: [], ...state })));
      }),
      runs(400),
    );
  });

  test('continues like the workflow: same instants, same actions, same keys', () => {
    fc.assert(
      fc.property(lives, fc.constantFrom(MINUTE, HOUR, DAY, 30 * DAY), (steps, ms) => {
        const { state } = live(steps);
        // An empty list of verifiers and an absent one are equal.
        const again = { verifiedBy: [], ...putTogether(asRecorded(state)) };
        const atMs = T0 + 90 * DAY;
        expect(wakeAtMs(again, atMs)).toBe(wakeAtMs(state, atMs));
        expect(fireDueClocks(again, atMs + ms)).toEqual({ verifiedBy: [], ...fireDueClocks(state, atMs + ms) });
      }),
      runs(200),
    );
  });

  test('throws where nothing was kept beside the rows', () => {
    expect(() => putTogether({ ...asRecorded({ ...openNotice(aNotice()), version: 2 }), unshown: null })).toThrow(
      'does not hold',
    );
  });
});

describe('size of the workflow state', () => {
  test('stays under 8 kB with five clocks and forty commands, whatever the number of targets', () => {
    // given a notice of 100,000 targets with ids of max length
    const id = (index: number) => `018f0000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    const clocks = ['acknowledge', 'decide', 'comply', 'inform', 'user_notice'].map((kind, index) =>
      aClock({ id: id(index), kind: kind as 'comply', dueAtMs: T0 + 36 * HOUR, enteredBy: id(99) }),
    );
    let state = openNotice(aNotice({ clocks, targets: 100_000 }));
    state = { ...state, effects: [] };
    // when forty commands were given, everything fired and two people approved
    for (let index = 0; index < 37; index += 1) {
      const decided = applyCommand(state, aCommand('annotate', {}, { id: id(index) }), T0);
      if (decided.ok) state = recorded(decided.value, decided.value.version);
    }
    for (const command of [
      aCommand('triage', {}, { id: id(37) }),
      aCommand('submit', { frozen: aRefusal() }, { id: id(38) }),
      aCommand('approve', {}, { id: id(39) }),
    ]) {
      const decided = applyCommand(state, command, T0);
      if (!decided.ok) throw new Error(decided.rejection.cure);
      state = recorded(decided.value, decided.value.version);
    }
    state = fireDueClocks(state, T0 + 40 * HOUR);
    state = { ...recorded(state, state.version), effects: [] };
    // then its state is small
    expect(state.processed).toHaveLength(40);
    expect(JSON.stringify(state).length).toBeLessThan(8 * 1024);
  });
});
