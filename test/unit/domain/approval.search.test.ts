import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../../domain/people/actor.js';
import { applyCommand } from '../../../domain/commands/apply-command.js';
import type { Command, FrozenSubmission } from '../../../domain/commands/command.js';
import type { EffectOutcome } from '../../../domain/commands/effect.js';
import { ratifySlots } from '../../../domain/submissions/emergency.js';
import { openNotice, type Approval, type NoticeState } from '../../../domain/notices/notice-state.js';
import { settleEffect } from '../../../domain/commands/settle-effect.js';
import type { Role } from '../../../domain/people/permission.js';
import type { ApproverSlot } from '../../../domain/submissions/submission.js';
import { aClock, aFrozen, aLedger, aNotice, HOUR, T0 } from '../../support/builders.js';

/**
 * Every path of four people through the core of approval, breadth first to exhaustion or to a depth. The invariants are
 * checked again here from the approvals alone, without the code under test.
 */
interface World {
  state: NoticeState;
  /** Current roles; they change during a submission. */
  roles: Role[][];
  away: { person: number; substitute: number } | null;
}

const PEOPLE = [0, 1, 2, 3];
const ROLES: Role[][] = [['reviewer', 'approver'], ['approver'], ['counsel'], ['reviewer', 'counsel']];
const id = (person: number) => `person-${person}`;
const buildDigest = (number: number) => `sha256:${number}`;

function buildActor({ roles, away }: World, person: number): Actor {
  const actor: Actor = { kind: 'person', id: id(person), name: `Person ${person}`, roles: roles[person] ?? [] };
  if (away === null || away.substitute !== person) return actor;
  return { ...actor, actsFor: [{ id: id(away.person), name: '', roles: roles[away.person] ?? [] }] };
}

/** An approval records no roles except those the person had then, and those of the person they are a delegate of. */
function checkRoles({ roles, away, state: before }: World, person: number, { submission }: NoticeState): void {
  const approval = submission?.approvals.at(-1);
  if (approval === undefined || before.submission?.approvals.length === submission?.approvals.length) return;
  const delegated = away?.substitute === person ? (roles[away.person] ?? []) : [];
  const may = new Set([
    ...(roles[person] ?? []),
    ...delegated.filter((role) => role === 'approver' || role === 'counsel'),
  ]);
  expect(approval.roles.filter((role) => !may.has(role))).toEqual([]);
}

type Move = { what: string; to: (world: World) => World | null };

function commanding(what: string, person: number, body: (world: World) => Pick<Command, 'name' | 'body'> | null): Move {
  return {
    what: `${what} by ${person}`,
    to: (world) => {
      const drawn = body(world);
      if (drawn === null) return null;
      const command = { id: `c-${world.state.version}`, actor: buildActor(world, person), ...drawn } as Command;
      const decided = applyCommand(world.state, command, T0);
      if (!decided.ok) return null;
      checkRoles(world, person, decided.value);
      return { ...world, state: { ...decided.value, unrecorded: [], processed: [] } };
    },
  };
}

function never({ what, to }: Move): Move {
  return {
    what,
    to: (world) => {
      if (to(world) !== null) throw new Error(`taken: ${what}\n${JSON.stringify(world.state.submission)}`);
      return null;
    },
  };
}

function listMoves({ approverSlots, emergency }: { approverSlots: ApproverSlot[]; emergency: boolean }): Move[] {
  const frozen = (number: number): FrozenSubmission =>
    aFrozen({
      number,
      digest: buildDigest(number),
      approverSlots: emergency ? ['approver'] : approverSlots,
      ...(emergency ? { emergency: { approverSlots } } : {}),
    });
  const submission = ({ state }: World) => state.submission;
  return PEOPLE.flatMap((person) => [
    commanding('submit', person, (world) => {
      const number = (submission(world)?.number ?? 0) + 1;
      return number > 3 ? null : { name: 'submit', body: { frozen: frozen(number) } };
    }),
    commanding('approve', person, (world) => {
      const number = submission(world)?.number ?? 1;
      return { name: 'approve', body: { submission: number, digest: buildDigest(number) } };
    }),
    never(
      commanding('approve another digest', person, (world) => {
        const number = submission(world)?.number ?? 1;
        return { name: 'approve', body: { submission: number, digest: buildDigest(number - 1) } };
      }),
    ),
    commanding('return', person, (world) => ({
      name: 'return',
      body: { submission: submission(world)?.number ?? 1, reason: 'x' },
    })),
    commanding('ratify', person, ({ state }) => {
      const number = state.ratification?.submission ?? state.submission?.number ?? 1;
      return { name: 'ratify', body: { submission: number, digest: buildDigest(number), refuse: false, reason: '' } };
    }),
    commanding('refuse to ratify', person, ({ state }) => {
      const number = state.ratification?.submission ?? 1;
      return { name: 'ratify', body: { submission: number, digest: buildDigest(number), refuse: true, reason: 'x' } };
    }),
  ]).concat(
    ending('enforcement ends', true),
    ending('enforcement is refused', false),
    { what: 'role of 1 grows', to: (world) => ({ ...world, roles: with1(world, ['counsel']) }) },
    { what: 'role of 1 goes', to: (world) => ({ ...world, roles: with1(world, ['reviewer']) }) },
    ...[
      { person: 1, substitute: 3 },
      { person: 2, substitute: 0 },
      { person: 0, substitute: 1 },
      { person: 2, substitute: 1 },
    ].map((away) => ({
      what: `${away.substitute} stands in for ${away.person}`,
      to: (world: World) => ({ ...world, away }),
    })),
    { what: 'all are back', to: (world) => ({ ...world, away: null }) },
  );
}

/** The end of a running enforcement, or its refusal when the record differs from what was approved. */
function ending(what: string, ok: boolean): Move {
  return {
    what,
    to: (world) => {
      const effect = world.state.effects.find(({ type }) => type === 'enforce');
      if (effect === undefined) return null;
      const outcome: EffectOutcome = ok
        ? { ok, ledger: aLedger({ applied: 10 }) }
        : { ok, reason: 'digests do not match' };
      const state = settleEffect(world.state, effect, outcome, T0);
      // Letters do not matter here, and would split one state into two.
      return { ...world, state: { ...state, stage: ok ? 'in_force' : state.stage, unrecorded: [], effects: [] } };
    },
  };
}

function with1({ roles }: World, changed: Role[]): Role[][] {
  return roles.map((held, person) => (person === 1 ? changed : held));
}

/** Approvals count the roles of their moment, so the search key includes them. */
function serializeWorld({ state, roles, away }: World): string {
  const { submission, ratification, stage, effects } = state;
  return JSON.stringify(
    [stage, submission, ratification, effects.map(({ key }) => key), roles[1], away],
    (key, value) => (key === 'commandId' ? undefined : value),
  );
}

/** Whether each approval can have its own approver slot, computed without the code under test. */
function fills(approverSlots: readonly ApproverSlot[], approvals: readonly Approval[]): boolean {
  if (approvals.length !== approverSlots.length) return false;
  const counsel = approverSlots.filter((slot) => slot === 'counsel').length;
  const able = approvals.filter(({ roles }) => roles.includes('counsel')).length;
  const others = approvals.every(({ roles }) => roles.includes('approver') || roles.includes('counsel'));
  return others && able >= counsel;
}

function check({ state }: World, path: () => string): void {
  const { submission, ratification, effects } = state;
  const enforced = effects.filter((effect) => effect.type === 'enforce');
  for (const { submission: number } of enforced) {
    if (submission?.number !== number) continue;
    const { approvals, approverSlots, by, digest } = submission;
    const eyes = approvals.flatMap((approval) => [approval.by, ...(approval.for ?? []).map((absent) => absent.id)]);
    const sound =
      submission.state === 'approved' &&
      digest === buildDigest(number) &&
      fills(approverSlots, approvals) &&
      !eyes.includes(by) &&
      new Set(eyes).size === eyes.length;
    if (!sound) throw new Error(`enforced without its approvals: ${path()}\n${JSON.stringify(submission)}`);
    if (submission.emergency !== undefined && ratification?.submission !== number)
      throw new Error(`an emergency without a duty to ratify: ${path()}`);
  }
  if (ratification?.state !== 'ratified') return;
  const { approvals, approverSlots, author, onCall } = ratification;
  const people = approvals.map(({ by }) => by);
  const sound =
    fills(approverSlots, approvals) &&
    new Set(people).size === people.length &&
    !people.includes(author) &&
    !people.includes(onCall);
  if (!sound || people.length === 0) throw new Error(`ratified without its approvals: ${path()}`);
}

/** Visits everything reachable; returns the number of states, and whether the search was exhaustive. */
function search(start: World, moves: readonly Move[], depth: number) {
  const seen = new Map<string, { from: string | null; what: string }>([
    [serializeWorld(start), { from: null, what: 'start' }],
  ]);
  let front = [start];
  let enforced = 0;
  let ratified = 0;
  const pathTo = (key: string): string => {
    const step = seen.get(key);
    return step?.from == null ? 'start' : `${pathTo(step.from)} → ${step.what}`;
  };
  const visit = (world: World, { what, to }: Move): World[] => {
    const reached = to(world);
    const key = reached === null ? null : serializeWorld(reached);
    if (reached === null || key === null || seen.has(key)) return [];
    seen.set(key, { from: serializeWorld(world), what });
    check(reached, () => pathTo(key));
    if (reached.state.effects.some(({ type }) => type === 'enforce')) enforced += 1;
    if (reached.state.ratification?.state === 'ratified') ratified += 1;
    return [reached];
  };
  for (let at = 0; at < depth && front.length > 0; at += 1) {
    front = front.flatMap((world) => moves.flatMap((move) => visit(world, move)));
  }
  return { worlds: seen.size, enforced, ratified, exhausted: front.length === 0 };
}

function aStart(): World {
  const hour = aClock({ kind: 'comply', basis: 'order', dueAtMs: T0 + HOUR });
  const state: NoticeState = {
    ...openNotice(aNotice({ clocks: [hour], acknowledge: false })),
    effects: [],
    stage: 'review',
  };
  return { state, roles: ROLES, away: null };
}

describe('exhaustive search of what four people can do', () => {
  test.each<[string, ApproverSlot[], boolean]>([
    ['one approver', ['approver'], false],
    ['approver and counsel', ['approver', 'counsel'], false],
    ['an emergency that needs one approver', ['approver'], true],
    ['an emergency that needs approver and counsel', ['approver', 'counsel'], true],
  ])('never enforces without the required approvals: %s', (_what, approverSlots, emergency) => {
    const { worlds, enforced, ratified, exhausted } = search(aStart(), listMoves({ approverSlots, emergency }), 60);
    expect(worlds).toBeGreaterThan(1_000);
    expect(enforced).toBeGreaterThan(100);
    expect(ratified > 0).toBe(emergency);
    expect(exhausted).toBe(true);
  });
});

describe('approver slots of a ratification', () => {
  test('requires the slots left open by the emergency approval, and at least one more person', () => {
    expect(ratifySlots(['approver'], ['approver'])).toEqual(['approver']);
    expect(ratifySlots(['approver', 'counsel'], ['approver'])).toEqual(['counsel']);
    expect(ratifySlots(['approver', 'counsel'], ['counsel'])).toEqual(['approver']);
  });
});
