import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../activities/record.js';
import { isRegistryAct, COMMAND_TABLE, type ActName } from '../../domain/commands/command-table.js';
import type { Command, CommandName } from '../../domain/commands/command.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { openNotice, SCHEMA_VERSION, type NoticeState } from '../../domain/notices/notice-state.js';
import { describeRun, type WorkflowRun } from '../../domain/notices/own-run.js';
import { toProjection } from '../../domain/notices/projection.js';
import { insertAttempt, markAccepted } from '../../registry/notices/commands.js';
import { accept } from '../support/applied.js';
import { A_WITHDRAWN_ORDER, aClock, aCommand, aLedger, aSubmission, HOUR, T0 } from '../support/builders.js';
import { buildClockRow } from '../support/recorder-fixture.js';
import { aNotice, startRegistry, type Registry } from '../support/registry-fixture.js';

/**
 * An attacker who reaches Temporal's port resets a workflow to before a command, or replaces it by a copy. The workflow
 * then reaches the same version without a person's decision. Nothing of that run may reach the registry, whatever the
 * command.
 */
let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

type Build = { clock: string; people: Registry['people'] };
interface Case {
  before?: (build: Build) => Partial<NoticeState>;
  body?: (build: Build) => object;
  system?: true;
}

const clocks =
  (patch: Parameters<typeof aClock>[0]) =>
  ({ clock }: Build): Partial<NoticeState> => ({ clocks: [aClock({ id: clock, ...patch })] });
const ofClock = ({ clock }: Build) => ({ clock });
const waiting = ({ people }: Build): Partial<NoticeState> => ({
  stage: 'approval',
  submission: aSubmission({ by: people.author }),
  ledger: aLedger(),
});
const inForce = ({ people }: Build): Partial<NoticeState> => ({
  stage: 'in_force',
  submission: aSubmission({ by: people.author, state: 'approved' }),
  ledger: aLedger({ applied: 10 }),
});

/** A state in which each command is accepted. A new command does not compile without an entry here. */
const CASES: Record<CommandName, Case> = {
  triage: {},
  verify_sender: { before: () => ({ authenticity: 'unverified' }) },
  claim: {},
  release: { before: ({ people }) => ({ assignee: people.author, claimedUntilMs: T0 + 4 * HOUR }) },
  assign: { body: ({ people }) => ({ to: people.approver }) },
  submit: { before: () => ({ stage: 'review' }) },
  reinstate: { before: inForce },
  approve: { before: waiting },
  return: { before: waiting },
  ratify: {
    before: ({ people }) => ({
      ...inForce({ people, clock: '' }),
      ratification: {
        submission: 1,
        digest: 'sha256:one',
        author: people.author,
        onCall: people.author,
        stoodFor: [],
        drafters: [],
        approverSlots: ['approver'],
        approvals: [],
        state: 'open',
        openedAtMs: T0,
        settledAtMs: null,
      },
    }),
  },
  confirm_deadline: {
    before: (build) => clocks({ confirmed: false, enteredBy: build.people.author })(build),
    body: ofClock,
  },
  acknowledge_escalation: {
    before: ({ clock }) => {
      const fired = aClock({ id: clock });
      return { clocks: [{ ...fired, escalation: fired.escalation.map((level) => ({ ...level, firedAtMs: T0 })) }] };
    },
    body: ofClock,
  },
  pause: { before: clocks({ mayPause: true }), body: ofClock },
  resume: {
    before: clocks({ mayPause: true, state: 'paused', dueAtMs: null, pausedAtMs: T0, revision: 1 }),
    body: ofClock,
  },
  extend: { before: clocks({ mayExtend: true }), body: ofClock },
  request_dialogue: {
    before: () => ({ stage: 'review' }),
    body: ({ clock }) => ({ replyClock: aClock({ id: clock, kind: 'reply', owner: 'authority', escalation: [] }) }),
  },
  record_dialogue: { before: () => ({ stage: 'review', dialogues: 1 }) },
  link: {},
  annotate: {},
  uphold_order: { before: () => ({ order: A_WITHDRAWN_ORDER }) },
  repair: { before: inForce },
  close: { before: () => ({ stage: 'triage', clocks: [] }) },
  reopen: { before: () => ({ stage: 'closed' }) },
  add_targets: {},
  authority_act: {},
  authority_replied: { before: clocks({ kind: 'reply', owner: 'authority' }) },
  move_clock: { body: ofClock },
  order_status_changed: {},
  start_clocks: {},
  users_notified: { before: clocks({ kind: 'user_notice' }), system: true },
};
const NAMES = Object.keys(CASES) as CommandName[];

interface Lived {
  before: NoticeState;
  after: NoticeState;
  command: Command;
  own: WorkflowRun;
}

const newRun = (startedAt = 1): WorkflowRun => {
  const id = uuidv7();
  return { id, originalId: id, continuedFrom: null, startedAt };
};

async function record(state: NoticeState, run: WorkflowRun, commands: readonly Command[]): Promise<void> {
  const behind = { commands, dropped: [], run: describeRun(run, state) };
  await createRecordActivities({ db: registry.worker }).recordTransitions(toProjection(state), behind);
}

/** Makes a command's provenance verifiable: the API's attempt, confirmed by Temporal, or an outbox row. */
async function verify(noticeId: string, command: Command): Promise<Command> {
  if (command.actor.kind !== 'system') {
    await insertAttempt(registry.db, { noticeId, command });
    await markAccepted(registry.db, [command.id]);
    return command;
  }
  const { name, body } = command;
  const { rows } = await registry.pool.query(
    `insert into outbox (notice_id, kind, payload, done_at) values ($1, 'command', $2, now())
      returning outbox_command_id(notice_id, id) as id`,
    [noticeId, JSON.stringify({ name, body })],
  );
  return { ...command, id: rows[0].id };
}

async function live(name: CommandName): Promise<Lived> {
  const noticeId = await aNotice(registry, ['@a', '@b']);
  const build: Build = { clock: uuidv7(), people: registry.people };
  const { before: patch, body, system } = CASES[name];
  const opened = openNotice({
    schemaVersion: SCHEMA_VERSION,
    noticeId,
    kind: 'blocking_order',
    authenticity: 'channel_verified',
    regime: { id: 'POLICY-DEFAULT', version: '1' },
    clocks: [aClock({ id: build.clock })],
    targets: 2,
    acknowledge: false,
  });
  const before: NoticeState = { ...opened, effects: [], ...patch?.(build) };
  for (const clock of before.clocks)
    await registry.db.insertInto('clock').values(buildClockRow(noticeId, clock)).execute();
  if (before.submission !== null) await insertSubmission(noticeId);
  const plain = aCommand(name);
  const { author, approver } = registry.people;
  const { kind, roles } = plain.actor;
  const someone =
    kind === 'person' ? { ...plain.actor, id: roles.includes('reviewer') ? author : approver } : plain.actor;
  const actor = system === true ? SYSTEM : someone;
  const sent = { ...plain, id: uuidv7(), actor, body: { ...plain.body, ...body?.(build) } } as Command;
  const command = await verify(noticeId, sent);
  const own = newRun();
  const after = accept(before, command, T0 + HOUR);
  await record(after, own, [command]);
  return { before, after, command, own };
}

async function insertSubmission(noticeId: string): Promise<void> {
  await registry.pool.query(
    `insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id)
      values ($1, 1, 'decision', 'open', 'sha256:one', $2, '{approver}', '{}', 2, 2, $3)`,
    [noticeId, registry.people.author, uuidv7()],
  );
}

async function readRegistry(noticeId: string): Promise<unknown> {
  const tables = ['clock', 'submission', 'approval', 'target', 'audit_entry', 'command', 'letter'];
  const rows = await Promise.all([
    registry.pool.query('select * from notice where id = $1', [noticeId]),
    ...tables.map((table) =>
      registry.pool.query(`select * from ${table} where notice_id = $1 order by 1, 2`, [noticeId]),
    ),
  ]);
  return rows.map((one) => one.rows);
}

const listAlerts = async (noticeId: string) =>
  (
    await registry.pool.query('select kind, detail from alert where notice_id = $1 and resolved_at is null', [noticeId])
  ).rows.filter(({ kind }) => kind === 'divergence');

test('attacks every command that the workflow decides, and no other', () => {
  const acts = Object.keys(COMMAND_TABLE) as ActName[];
  expect([...NAMES].sort()).toEqual(acts.filter((name) => !isRegistryAct(name)).sort());
});

describe.each(NAMES)('workflow reset to before %s', (name) => {
  test.each([
    ['reset', ({ own }: Lived): WorkflowRun => ({ ...own, id: uuidv7() })],
    ['other_run', (): WorkflowRun => newRun()],
  ])('records nothing from the foreign run (%s), and reports it immediately', async (why, otherRun) => {
    const lived = await live(name);
    const { noticeId } = lived.before;
    const note = await verify(noticeId, annotation());
    const recorded = await readRegistry(noticeId);
    // It reaches the recorded version, and the next one, without the command.
    const run = otherRun(lived);
    const reached = accept({ ...lived.before, stage: 'triage' }, note, T0 + 2 * HOUR);
    await expect(record(reached, run, [note])).rejects.toMatchObject({ type: 'ForeignRun' });
    const beyond = { ...reached, version: reached.version + 1 };
    await expect(record(beyond, run, [note])).rejects.toMatchObject({ type: 'ForeignRun' });
    expect(await readRegistry(noticeId)).toEqual(recorded);
    expect(await listAlerts(noticeId)).toEqual([{ kind: 'divergence', detail: { run: why } }]);
  });

  test('continues to record the run that was not reset', async () => {
    const { after, own } = await live(name);
    const note = await verify(after.noticeId, annotation());
    await record(accept({ ...after, stage: 'triage', unrecorded: [] }, note, T0 + 2 * HOUR), own, [note]);
    expect(await listAlerts(after.noticeId)).toEqual([]);
  });
});

function annotation(): Command {
  const plain = aCommand('annotate');
  return { ...plain, id: uuidv7(), actor: { ...plain.actor, id: registry.people.author } };
}
