import { SYSTEM, type Actor } from '../../domain/people/actor.js';
import type { Authorship } from '../../domain/commands/authority-to-act.js';
import type { Clock, EscalationLevel } from '../../domain/clocks/clock.js';
import type { Command, CommandBodies, CommandName, FrozenSubmission } from '../../domain/commands/command.js';
import type { SubmittingFacts } from '../../domain/submissions/drafting.js';
import type { LedgerCounts } from '../../domain/targets/ledger.js';
import {
  openNotice,
  SCHEMA_VERSION,
  type NoticeInput,
  type NoticeState,
  type Submission,
} from '../../domain/notices/notice-state.js';
import { IN_EFFECT, type OrderState } from '../../domain/orders/order-status.js';
import type { Role } from '../../domain/people/permission.js';
import { runningClock } from '../../domain/open-clocks/internal-deadline.js';

/** Monday 1 February 2021, 00:00 UTC: the start of every test's time unless stated otherwise. */
export const T0 = Date.UTC(2021, 1, 1);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const NOTICE_ID = '018f0000-0000-7000-8000-000000000001';

export function aPerson(id: string, roles: Role[]): Actor {
  return { kind: 'person', id, name: `${id} Demo`, roles };
}

export const RITA = aPerson('rita', ['reviewer']);
export const RAVI = aPerson('ravi', ['reviewer']);
export const ASHA = aPerson('asha', ['approver']);
export const ADIL = aPerson('adil', ['approver']);
export const CARO = aPerson('caro', ['counsel']);
export const CHEN = aPerson('chen', ['counsel']);
export const OMAR = aPerson('omar', ['ops']);
export const IRIS = aPerson('iris', ['intake']);
export const ADAM = aPerson('adam', ['admin']);
export const AUDREY = aPerson('audrey', ['auditor']);
export const AUTHORITY: Actor = { kind: 'authority', id: 'in-meity', name: 'MeitY', roles: [] };

function aLevel(level: number, percent: number, atMs: number, to: Role[], page: boolean): EscalationLevel {
  return { level, percent, atMs, to, page, firedAtMs: null, acknowledgedBy: null, pages: 0, pagedAtMs: null };
}

export function anEscalation(startsAtMs: number, dueAtMs: number): EscalationLevel[] {
  const at = (percent: number) => startsAtMs + Math.round(((dueAtMs - startsAtMs) * percent) / 100);
  return [
    aLevel(1, 50, at(50), ['reviewer'], false),
    aLevel(2, 75, at(75), ['reviewer', 'approver'], false),
    aLevel(3, 90, at(90), ['approver', 'counsel'], true),
    aLevel(4, 100, at(100), ['counsel', 'ops'], true),
  ];
}

/** A running clock of ours over ten hours with the default escalation policy, `startsAtMs` to `dueAtMs`. */
export function aClock(patch: Partial<Clock> = {}): Clock {
  const startsAtMs = patch.startsAtMs ?? T0;
  const dueAtMs = patch.dueAtMs === undefined ? startsAtMs + 10 * HOUR : patch.dueAtMs;
  const kind = patch.kind ?? 'comply';
  return {
    ...runningClock({
      id: `clock-${kind}`,
      kind,
      owner: 'us',
      startsAtMs,
      dueAtMs,
      escalation: dueAtMs === null ? [] : anEscalation(startsAtMs, dueAtMs),
    }),
    basis: 'law',
    ...patch,
  };
}

export function aBareClock(patch: Partial<Clock> = {}): Clock {
  return aClock({ escalation: [], ...patch });
}

export function theFourClocks(startsAtMs: number = T0): Clock[] {
  return [
    aClock({ id: 'clock-acknowledge', kind: 'acknowledge', startsAtMs, dueAtMs: startsAtMs + 4 * HOUR }),
    aClock({ id: 'clock-decide', kind: 'decide', startsAtMs, dueAtMs: startsAtMs + 24 * HOUR }),
    aClock({ id: 'clock-comply', kind: 'comply', startsAtMs, dueAtMs: startsAtMs + 36 * HOUR }),
    aClock({ id: 'clock-inform', kind: 'inform', startsAtMs, dueAtMs: startsAtMs + 48 * HOUR }),
  ];
}

export function aNotice(patch: Partial<NoticeInput> = {}): NoticeInput {
  return {
    schemaVersion: SCHEMA_VERSION,
    noticeId: NOTICE_ID,
    kind: 'blocking_order',
    authenticity: 'channel_verified',
    regime: { id: 'IN-69A-EMERG', version: '2009-10-27' },
    clocks: [],
    targets: 10,
    acknowledge: true,
    ...patch,
  };
}

/** A notice without pending effects: no clocks, no targets, no acknowledgement. */
export function aBareNotice(patch: Partial<NoticeInput> = {}): NoticeInput {
  return aNotice({ targets: 0, acknowledge: false, kind: 'request', ...patch });
}

export function aState(patch: Partial<NoticeState> = {}, input: Partial<NoticeInput> = {}): NoticeState {
  return { ...openNotice(aNotice(input)), effects: [], ...patch };
}

export function aLedger(patch: Partial<LedgerCounts> = {}): LedgerCounts {
  return { targets: 10, undecided: 0, byAction: { withhold: 10 }, applied: 0, failed: 0, restored: 0, ...patch };
}

export function aFrozen(patch: Partial<FrozenSubmission> = {}): FrozenSubmission {
  return {
    number: 1,
    digest: 'sha256:one',
    purpose: 'decision',
    cause: null,
    drafters: [],
    approverSlots: ['approver'],
    enforced: 10,
    acting: 10,
    disclosed: 0,
    targets: 10,
    letters: ['report_of_effect'],
    ledger: aLedger(),
    ...patch,
  };
}

/** Ten targets refused: no platform operations, a push-back letter, two approvals needed. */
export function aRefusal(patch: Partial<FrozenSubmission> = {}): FrozenSubmission {
  return aFrozen({
    approverSlots: ['approver', 'counsel'],
    enforced: 0,
    acting: 0,
    letters: ['push_back'],
    ledger: aLedger({ byAction: { push_back: 10 } }),
    ...patch,
  });
}

export function aRestoration(patch: Partial<FrozenSubmission> = {}): FrozenSubmission {
  return aFrozen({
    number: 2,
    digest: 'sha256:two',
    purpose: 'restoration',
    cause: 'own_error',
    letters: [],
    ledger: aLedger({ applied: 10 }),
    ...patch,
  });
}

export function submittingFacts(patch: Partial<SubmittingFacts> = {}): SubmittingFacts {
  return {
    stage: 'review',
    held: null,
    repairing: false,
    authenticity: 'channel_verified',
    order: IN_EFFECT,
    uphold: null,
    undecided: 0,
    drafted: null,
    bare: false,
    acting: 1,
    disclosed: 0,
    ...patch,
  };
}

export function aSubmission(patch: Partial<Submission> = {}): Submission {
  const { number, digest, purpose, cause, drafters, approverSlots, enforced, disclosed, letters } = aFrozen();
  return {
    number,
    digest,
    purpose,
    cause,
    state: 'open',
    by: RITA.id,
    drafters,
    approverSlots,
    approvals: [],
    enforced,
    disclosed,
    letters,
    from: 'review',
    ...patch,
  };
}

/** A submission as the four-eyes check sees it; no person verified its sender unless given. */
export function anAuthorship(patch: Partial<Submission> = {}, verifiers: string[] = []): Authorship & Submission {
  return { ...aSubmission(patch), verifiers };
}

const A_MOVE = {
  move: '018f0000-0000-7000-8000-00000000000a',
  clock: 'clock-comply',
  revision: 0,
  dueAtMs: T0 + 20 * HOUR,
  escalation: anEscalation(T0, T0 + 20 * HOUR),
  reason: 'Asked for and given.',
};

export const A_WITHDRAWN_ORDER: OrderState = {
  status: 'withdrawn',
  sinceMs: T0 + HOUR,
  because: '018f0000-0000-7000-8000-000000000002',
  number: 'N-2021-000002',
};

const DEFAULT_BODIES: CommandBodies = {
  triage: { regime: null, authenticity: null, priority: null, queue: null },
  verify_sender: {
    method: 'call_back',
    contact: '+91 11 2430 1851',
    document: null,
    outcome: 'confirmed',
    note: 'Spoke to the desk officer.',
    points: [],
  },
  claim: {},
  release: {},
  assign: { to: 'ravi', toName: 'ravi Demo' },
  submit: { frozen: aFrozen() },
  reinstate: { frozen: aRestoration(), note: '' },
  approve: { submission: 1, digest: 'sha256:one' },
  return: { submission: 1, reason: 'Ground missing.' },
  ratify: { submission: 1, digest: 'sha256:one', refuse: false, reason: '' },
  confirm_deadline: { clock: 'clock-comply' },
  pause: { ...A_MOVE, dueAtMs: null, escalation: [], atMs: T0 + HOUR },
  resume: { ...A_MOVE, revision: 1, atMs: T0 + 2 * HOUR },
  extend: { ...A_MOVE, authorityReference: 'Letter 12/2021', document: { document: 'a'.repeat(64) } },
  move_clock: { ...A_MOVE, rulebookRevision: 1 },
  start_clocks: { clocks: [] },
  users_notified: { notified: 1, gone: 0 },
  add_targets: { upload: 1, accepted: 5, ledger: aLedger({ targets: 15, undecided: 15, byAction: {} }) },
  acknowledge_escalation: { clock: 'clock-comply', level: 1 },
  request_dialogue: {
    with: 'The Minister',
    subject: 'Formal dialogue',
    proposal: 'A meeting this week.',
    replyClock: aBareClock({
      id: 'clock-reply',
      kind: 'reply',
      owner: 'authority',
      basis: 'policy',
      dueAtMs: T0 + 7 * DAY,
    }),
  },
  record_dialogue: { outcome: 'met', minutes: 'They met.' },
  link: { notice: '018f0000-0000-7000-8000-000000000002', number: 'N-2021-000002', as: 'follows' },
  annotate: { text: 'A note.', audience: 'internal' },
  uphold_order: { reason: 'The withdrawal refers to another order.', document: null, order: A_WITHDRAWN_ORDER },
  order_status_changed: { order: A_WITHDRAWN_ORDER, ended: [] },
  repair: { action: 'retry', reason: 'It works again.', submission: 1, target: null, count: 1 },
  close: { reason: 'Done.', override: false },
  reopen: { reason: 'New facts.' },
  authority_act: { notice: '018f0000-0000-7000-8000-000000000002', number: 'N-2021-000002', as: 'confirms' },
  authority_replied: { reply: 1 },
};

const DEFAULT_ACTORS: Partial<Record<CommandName, Actor>> = {
  approve: ASHA,
  return: ASHA,
  ratify: ADIL,
  request_dialogue: ASHA,
  confirm_deadline: ASHA,
  reopen: CARO,
  repair: OMAR,
  authority_act: AUTHORITY,
  authority_replied: SYSTEM,
  order_status_changed: SYSTEM,
  uphold_order: CARO,
  move_clock: SYSTEM,
  start_clocks: SYSTEM,
  add_targets: SYSTEM,
};

let commands = 0;

export function aCommand<Name extends CommandName>(
  name: Name,
  body: Partial<CommandBodies[Name]> = {},
  rest: Partial<Pick<Command, 'id' | 'actor' | 'expectedVersion' | 'comment'>> = {},
): Command {
  commands += 1;
  const id = `command-${String(commands).padStart(4, '0')}`;
  const actor = DEFAULT_ACTORS[name] ?? RITA;
  return { id, name, actor, body: { ...DEFAULT_BODIES[name], ...body }, ...rest } as Command;
}
