/**
 * Records the histories that `replay.test.ts` replays, from real runs on a dev server:
 *
 *   TEMPORAL_CLI_PATH=/path/to/temporal npx jest --testMatch '<rootDir>/test/replay/record.ts'
 *
 * Histories of a released version stay for ever: record again only before a release, or for a new scenario.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, type DataConverter } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { Clock } from '../../domain/clock/clock.js';
import type { Command } from '../../domain/command/command.js';
import { IN_EFFECT } from '../../domain/order/order-status.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { acknowledgementEffect } from '../../domain/letter/letter-effect.js';
import { makeNoticeWorkflowId, type Stage } from '../../domain/notice/notice.js';
import type { NoticeInput, NoticeState } from '../../domain/notice/notice-state.js';
import {
  aBareNotice,
  aClock,
  aCommand,
  aFrozen,
  aLadder,
  aLedger,
  aNotice,
  aRefusal,
  aRestoration,
  ASHA,
  CARO,
  CHEN,
  DAY,
  HOUR,
  OMAR,
  RAVI,
  theFourClocks,
} from '../support/builders.js';
import { bundleWorkflows } from '../support/workflow-harness/index.js';
import { ENFORCEMENT_QUEUE, NOTICE_QUEUE } from '../../worker/queues.js';
import { sealResults } from '../../worker/seal-results.js';
import { type DevServer, startDevServer } from './dev-server.js';
import { sealedConverter } from './sealed.js';
import { createFakeActivities } from './fake-activities.js';

const HISTORIES = fileURLToPath(new URL('./histories/', import.meta.url));

Runtime.install({ logger: new DefaultLogger('ERROR') });

interface Desk {
  start(input: NoticeInput): Promise<Recorded>;
}

interface Recorded {
  handle: WorkflowHandle;
  give(command: Command): Promise<void>;
  until(stage: Stage): Promise<NoticeState>;
  save(name: string, runId?: string): Promise<void>;
}

function toRecorded(client: Client, handle: WorkflowHandle): Recorded {
  return {
    handle,
    async give(command) {
      await handle.executeUpdate('command', { args: [command], updateId: command.id });
    },
    async until(stage) {
      for (let tries = 0; ; tries += 1) {
        const state = await handle.query<NoticeState>('state');
        if (state.stage === stage && state.effects.length === 0) return state;
        if (tries === 400) throw new Error(`${handle.workflowId} is in ${state.stage}, not in ${stage}.`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async save(name, runId) {
      const history = await client.workflow.getHandle(handle.workflowId, runId).fetchHistory();
      await writeFile(`${HISTORIES}${name}.json`, `${historyToJSON(history)}\n`);
    },
  };
}

/** Runs a scenario between a worker's start and its end. */
async function withDesk(
  server: DevServer,
  scenario: (desk: Desk) => Promise<void>,
  dataConverter: DataConverter = {},
): Promise<void> {
  const client = new Client({ connection: server.client, identity: 'desk', dataConverter });
  const activities = createFakeActivities();
  const interceptors = { activity: [sealResults] };
  const common = { connection: server.worker, identity: 'worker', activities, dataConverter, interceptors };
  const notices = await Worker.create({ ...common, taskQueue: NOTICE_QUEUE, workflowBundle: await bundleWorkflows() });
  const enforcement = await Worker.create({ ...common, taskQueue: ENFORCEMENT_QUEUE });
  const desk: Desk = {
    async start(input) {
      const workflowId = makeNoticeWorkflowId(input.noticeId);
      const handle = await client.workflow.start('noticeWorkflow', {
        workflowId,
        taskQueue: NOTICE_QUEUE,
        args: [input],
      });
      return toRecorded(client, handle);
    },
  };
  await enforcement.runUntil(notices.runUntil(scenario(desk)));
}

async function toInForce(notice: Recorded): Promise<void> {
  await notice.give(aCommand('triage'));
  await notice.give(aCommand('claim'));
  await notice.give(aCommand('submit'));
  await notice.give(aCommand('approve'));
  await notice.until('in_force');
}

async function closeAndSave(notice: Recorded, name: string): Promise<void> {
  await notice.give(aCommand('close', { override: true }, { actor: CARO }));
  await notice.handle.result();
  await notice.save(name);
}

/** A clock whose whole ladder fires within four seconds. */
function aShortClock(): Clock {
  const now = Date.now();
  return aClock({ startsAtMs: now, dueAtMs: now + 4_000 });
}

let server: DevServer;
beforeAll(async () => {
  await mkdir(HISTORIES, { recursive: true });
  server = await startDevServer();
});
afterAll(async () => {
  await server.stop();
  await Runtime.instance().shutdown();
});

test('records the main way', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aNotice({ noticeId: 'main-way', clocks: theFourClocks(Date.now()) }));
    await toInForce(notice);
    await closeAndSave(notice, 'main-way');
  });
});

test.each([
  ['sealed-main-way', { schemaVersion: 8 as const }],
  ['sealed-steps', {}],
])('records the main way as it goes sealed: %s', async (name, version) => {
  await withDesk(
    server,
    async (desk) => {
      const notice = await desk.start(aNotice({ noticeId: name, clocks: theFourClocks(Date.now()), ...version }));
      await toInForce(notice);
      await closeAndSave(notice, name);
    },
    sealedConverter(),
  );
});

test('records steps whose results are sealed for them, and answers of somebody else', async () => {
  const scenario = async ({ start }: Desk) => {
    const notice = await start(aNotice({ noticeId: 'unsealed-answers', schemaVersion: 9 }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('submit'));
    await notice.give(aCommand('approve'));
    const { activity } = new Client({ connection: server.client });
    const { workflowId } = notice.handle;
    const waits = async (last: string | null) => {
      for (;;) {
        const { raw } = await notice.handle.describe();
        const id = raw.pendingActivities?.find(({ activityType: type }) => type?.name === 'enforce')?.activityId;
        if (id != null && id !== last) return id;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const first = await waits(null);
    await activity.complete({ workflowId, activityId: first }, { ok: true });
    const second = await waits(first);
    await activity.fail({ workflowId, activityId: second }, ApplicationFailure.nonRetryable('The platform refuses.'));
    await notice.until('in_force');
    await closeAndSave(notice, 'unsealed-answers');
  };
  await withDesk(server, scenario);
}, 60_000);

test('records a minimal notice', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aBareNotice({ noticeId: 'minimal' }));
    await closeAndSave(notice, 'minimal');
  });
});

test('records a push-back', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aNotice({ noticeId: 'push-back', clocks: theFourClocks(Date.now()) }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('submit', { frozen: aRefusal() }));
    await notice.give(aCommand('approve'));
    await expect(notice.give(aCommand('approve'))).rejects.toThrow();
    await notice.give(aCommand('approve', {}, { actor: CARO }));
    await notice.until('in_force');
    await closeAndSave(notice, 'push-back');
  });
});

test('records a returned submission', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aNotice({ noticeId: 'returned' }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('submit'));
    await notice.give(aCommand('return'));
    await notice.give(aCommand('submit', { frozen: aFrozen({ number: 2, digest: 'sha256:two' }) }));
    await notice.give(aCommand('approve', { submission: 2, digest: 'sha256:two' }));
    await notice.until('in_force');
    await closeAndSave(notice, 'returned');
  });
});

test('records an escalation', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aBareNotice({ noticeId: 'escalation', clocks: [aShortClock()] }));
    for (;;) {
      const { clocks } = await notice.until('triage');
      if (clocks[0]?.state === 'missed') break;
    }
    await notice.give(aCommand('acknowledge_escalation', { level: 4 }, { actor: OMAR }));
    await closeAndSave(notice, 'escalation');
  });
});

test('records a restoration and a dialogue', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aNotice({ noticeId: 'restoration', clocks: theFourClocks(Date.now()) }));
    await toInForce(notice);
    const replyClock = aClock({
      id: 'reply',
      kind: 'reply',
      owner: 'authority',
      startsAtMs: Date.now(),
      dueAtMs: Date.now() + 7 * DAY,
    });
    await notice.give(aCommand('request_dialogue', { replyClock }));
    await notice.give(aCommand('record_dialogue'));
    await notice.give(aCommand('reinstate', { frozen: aRestoration({ seats: [], cause: 'order_revoked' }) }));
    await notice.until('in_force');
    await closeAndSave(notice, 'restoration');
  });
});

test('records an effect that is proven, repaired and taken back for a duty', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const notice = await desk.start(
      aNotice({ noticeId: 'repaired-effect', schemaVersion: 3, clocks: theFourClocks(now) }),
    );
    await toInForce(notice);
    await notice.give(aCommand('repair'));
    await notice.until('in_force');
    await notice.give(aCommand('repair', { action: 'skip' }));
    await notice.until('in_force');
    const duty = aClock({ id: 'restore', kind: 'reinstate', startsAtMs: now, dueAtMs: now + DAY });
    await notice.give(aCommand('start_clocks', { clocks: [duty] }));
    await notice.give(aCommand('reinstate', { frozen: aRestoration({ seats: [], cause: 'order_revoked' }) }));
    await notice.until('in_force');
    await closeAndSave(notice, 'repaired-effect');
  });
});

test('records users who are told, which meets their clock, and a closing over what is owed', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const notice = await desk.start(aNotice({ noticeId: 'users-told', clocks: theFourClocks(now) }));
    await toInForce(notice);
    const duty = aClock({ id: 'tell', kind: 'user_notice', startsAtMs: now, dueAtMs: now + DAY });
    await notice.give(aCommand('start_clocks', { clocks: [duty] }));
    await notice.give(aCommand('users_told', { told: 9, gone: 1 }, { actor: SYSTEM }));
    const state = await notice.until('in_force');
    expect(state.clocks.find(({ id }) => id === 'tell')).toMatchObject({ state: 'met' });
    await notice.give(aCommand('close', { override: true, duties: ['appeal'] }, { actor: CARO }));
    await notice.handle.result();
    await notice.save('users-told');
  });
});

test('records a repair that changes what was reported', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aNotice({ noticeId: 'repaired-report', clocks: theFourClocks(Date.now()) }));
    await toInForce(notice);
    await notice.give(aCommand('repair'));
    await notice.until('in_force');
    await closeAndSave(notice, 'corrected-report');
  });
});

test('records a stuck notice that is mended and closed by force', async () => {
  await withDesk(server, async (desk) => {
    const noticeId = 'undeliverable-and-stuck';
    const notice = await desk.start(aNotice({ noticeId, clocks: theFourClocks(Date.now()) }));
    await notice.until('triage');
    const why = { reason: 'It is stuck.' };
    const letters = [acknowledgementEffect(noticeId)];
    await notice.give(aCommand('repair', { action: 'resend', letters, ...why }));
    await notice.until('triage');
    await notice.give(aCommand('repair', { action: 'reassign', to: 'ravi', toName: 'Ravi', ...why }));
    await notice.give(aCommand('repair', { action: 'rebuild', recorded: 12, ...why }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('submit'));
    const asked = { id: 'wish', by: CARO.id, byName: CARO.name, reason: 'Nothing else ends it.' };
    await notice.give(aCommand('repair', { action: 'force_close', asked, ...why }));
    await notice.handle.result();
    await notice.save('forced-end');
  });
});

test('records lists that come after their notice', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aBareNotice({ noticeId: 'added-targets', kind: 'blocking_order' }));
    await notice.give(aCommand('add_targets', { upload: 1, accepted: 15 }));
    await notice.until('triage');
    await notice.give(aCommand('triage'));
    await notice.give(
      aCommand('add_targets', { upload: 2, accepted: 5, ledger: aLedger({ targets: 20, undecided: 20 }) }),
    );
    await notice.until('review');
    await closeAndSave(notice, 'added-targets');
  });
});

test('records letters that could not be delivered', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aNotice({ noticeId: 'undeliverable-letters', clocks: theFourClocks(Date.now()) }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('submit'));
    await notice.give(aCommand('approve'));
    await notice.until('reporting');
    await closeAndSave(notice, 'undeliverable-letters');
  });
});

test('records clocks that are moved', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const clock = aClock({ startsAtMs: now, dueAtMs: now + DAY, mayPause: true, mayExtend: true });
    const notice = await desk.start(aBareNotice({ noticeId: 'moved-clocks', clocks: [clock] }));
    const to = (round: number, dueAtMs: number) => ({ round, dueAtMs, ladder: aLadder(now, dueAtMs), atMs: now });
    await notice.give(aCommand('pause', { atMs: now }));
    await notice.give(aCommand('resume', to(1, now + 2 * DAY)));
    await notice.give(aCommand('extend', { ...to(2, now + 3 * DAY), paper: { document: 'a'.repeat(64) } }));
    await notice.give(aCommand('confirm_deadline', {}, { actor: ASHA }));
    await notice.give(aCommand('move_clock', to(3, Date.now() + 3_000)));
    for (;;) {
      const { clocks } = await notice.until('triage');
      if (clocks[0]?.state === 'missed') break;
    }
    await closeAndSave(notice, 'moved-clocks');
  });
});

/** Both ways of telling of steps that are late together: one page each in the first version, one in all since. */
test.each([
  ['late-steps-first-version', { schemaVersion: 1 as const }],
  ['late-steps', {}],
])('records %s', async (name, version) => {
  await withDesk(server, async (desk) => {
    const startsAtMs = Date.now() - 2 * DAY;
    const clock = aClock({ startsAtMs, dueAtMs: startsAtMs + DAY });
    const notice = await desk.start(aBareNotice({ noticeId: name, clocks: [clock], ...version }));
    await notice.until('triage');
    await closeAndSave(notice, name);
  });
});

/** A letter is under way when the notice closes and its duty to preserve runs out: the sixth version went on looking. */
test.each([
  ['closed-awaiting-letter-sixth-version', { schemaVersion: 6 as const }],
  ['closed-awaiting-letter', {}],
])('records %s', async (name, version) => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const kept = aClock({ id: 'kept', kind: 'preserve', startsAtMs: now, dueAtMs: now + 1_000, ladder: [] });
    const notice = await desk.start(aNotice({ noticeId: `slow-${name}`, targets: 0, clocks: [kept], ...version }));
    await closeAndSave(notice, name);
  });
});

test('records an emergency that is ratified', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const hour = aClock({ basis: 'order', startsAtMs: now, dueAtMs: now + HOUR });
    const notice = await desk.start(aNotice({ noticeId: 'emergency', clocks: [hour] }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('submit', { frozen: aFrozen({ emergency: { seats: ['approver', 'counsel'] } }) }));
    await notice.give(aCommand('approve'));
    const duty = aClock({ id: 'ratification', kind: 'house', basis: 'house', startsAtMs: now, dueAtMs: now + DAY });
    await notice.give(aCommand('start_clocks', { clocks: [{ ...duty, ratifies: 1 }] }));
    await notice.until('in_force');
    await expect(notice.give(aCommand('ratify', {}, { actor: ASHA }))).rejects.toThrow();
    await notice.give(aCommand('ratify', {}, { actor: CARO }));
    await closeAndSave(notice, 'emergency');
  });
});

test('records a sender who is checked, and whoever confirmed them not approving alone', async () => {
  await withDesk(server, async (desk) => {
    const sender = { authenticity: 'unverified', acknowledge: false } as const;
    const notice = await desk.start(aNotice({ noticeId: 'checked-sender', ...sender }));
    await expect(notice.give(aCommand('triage', { authenticity: 'signer_verified' }))).rejects.toThrow();
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('verify_sender', { outcome: 'no_answer' }));
    await notice.give(aCommand('verify_sender', {}, { actor: CARO }));
    await notice.give(aCommand('submit', { frozen: aFrozen() }));
    await expect(notice.give(aCommand('approve', {}, { actor: CARO }))).rejects.toThrow();
    await notice.give(aCommand('approve'));
    await notice.until('in_force');
    await closeAndSave(notice, 'checked-sender');
  });
});

/** After a submission that only asks, the seventh version waits for a report; since the eighth there is none to wait for. */
test.each([
  ['question', 'reporting', { schemaVersion: 7 as const }],
  ['question-without-report', 'in_force', {}],
] as const)('records %s, which stops a clock, and a claim that counsel takes over', async (name, stage, version) => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const clocks = [aClock({ id: 'clock-comply', startsAtMs: now, dueAtMs: now + DAY, mayPause: true, ladder: [] })];
    const notice = await desk.start(aNotice({ noticeId: name, clocks, ...version }));
    await notice.give(aCommand('claim'));
    await expect(notice.give(aCommand('triage', {}, { actor: RAVI }))).rejects.toThrow();
    await expect(notice.give(aCommand('submit'))).rejects.toThrow();
    await notice.give(aCommand('claim', {}, { actor: CHEN }));
    await notice.give(aCommand('triage', {}, { actor: CHEN }));
    const asked = aLedger({ byLane: { clarify: 10 } });
    const question = aFrozen({ enforced: 0, acting: 0, letters: ['clarification'], ledger: asked });
    await notice.give(aCommand('submit', { frozen: question }, { actor: CHEN }));
    await notice.give(aCommand('approve'));
    await notice.until(stage);
    await notice.give(aCommand('pause', { atMs: now + 1 }, { actor: SYSTEM }));
    await notice.give(aCommand('annotate'));
    await closeAndSave(notice, name);
  });
});

test('records an answer that resumes the clock, is rejected by another person, and comes again', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const clocks = [aClock({ id: 'clock-comply', startsAtMs: now, dueAtMs: now + DAY, mayPause: true, ladder: [] })];
    const notice = await desk.start(aNotice({ noticeId: 'answered-question', clocks }));
    await notice.give(aCommand('triage'));
    const asked = aLedger({ byLane: { clarify: 10 } });
    const question = aFrozen({ enforced: 0, acting: 0, letters: ['clarification'], ledger: asked });
    await notice.give(aCommand('submit', { frozen: question }));
    await notice.give(aCommand('approve'));
    await notice.until('in_force');
    await notice.give(aCommand('pause', { atMs: now + 1 }, { actor: SYSTEM }));
    const to = (round: number) => ({ round, dueAtMs: now + 2 * DAY, ladder: aLadder(now, now + 2 * DAY) });
    for (const round of [1, 3]) {
      const reply = { kind: 'reply' as const, owner: 'authority' as const, startsAtMs: now, dueAtMs: now + 7 * DAY };
      await notice.give(aCommand('start_clocks', { clocks: [aClock({ id: `reply-${round}`, ladder: [], ...reply })] }));
      await notice.give(aCommand('authority_replied', { reply: round }));
      await notice.give(aCommand('resume', { ...to(round), atMs: now + round + 1, reply: round }, { actor: SYSTEM }));
      if (round === 1) await notice.give(aCommand('pause', { round: 2, atMs: now + 3, reply: 1 }, { actor: RAVI }));
    }
    await notice.give(aCommand('submit', { frozen: aFrozen({ number: 2, digest: 'sha256:two' }) }));
    await notice.give(aCommand('approve', { submission: 2, digest: 'sha256:two' }));
    await notice.until('in_force');
    await closeAndSave(notice, 'answered-question');
  });
});

test('records an order that is withdrawn, upheld, in effect again, and withdrawn once it is in force', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aNotice({ noticeId: 'order-status', clocks: theFourClocks(Date.now()) }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('order_status_changed'));
    await expect(notice.give(aCommand('submit'))).rejects.toThrow();
    await notice.give(aCommand('uphold_order'));
    await notice.give(aCommand('submit'));
    await notice.give(aCommand('order_status_changed', { order: IN_EFFECT }));
    await notice.give(aCommand('approve'));
    await notice.until('in_force');
    await notice.give(aCommand('order_status_changed'));
    await notice.give(aCommand('reinstate', { frozen: aRestoration({ seats: [], cause: 'order_revoked' }) }));
    await notice.until('in_force');
    await closeAndSave(notice, 'order-status');
  });
});

test('records what was restored and is no longer complied with, and a paused clock that is met', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const clocks = [aClock({ id: 'clock-comply', startsAtMs: now, dueAtMs: now + DAY, mayPause: true, ladder: [] })];
    const notice = await desk.start(aNotice({ noticeId: 'restored', clocks }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('pause', { atMs: now + 1 }, { actor: SYSTEM }));
    await notice.give(aCommand('submit'));
    await notice.give(aCommand('approve'));
    const { clocks: met, outcome } = await notice.until('in_force');
    expect([met[0]?.state, outcome]).toEqual(['met', 'complied']);
    await notice.give(aCommand('reinstate', { frozen: aRestoration({ seats: [], cause: 'order_revoked' }) }));
    expect(await notice.until('in_force')).toMatchObject({ outcome: 'restored' });
    await closeAndSave(notice, 'restored');
  });
});

test('records a notice whose clocks run again after it was taken up again', async () => {
  await withDesk(server, async (desk) => {
    const input = aBareNotice({ noticeId: 'reopened-clocks', clocks: theFourClocks(Date.now()) });
    const notice = await desk.start(input);
    await notice.give(aCommand('close', { override: true }, { actor: CARO }));
    await notice.handle.result();
    const before = await notice.handle.query<NoticeState>('state');
    const again = await desk.start({
      ...input,
      resume: { ...before, unrecorded: [], processed: [] },
      reopen: aCommand('reopen') as Command & { name: 'reopen' },
    });
    await again.until('review');
    await closeAndSave(again, 'reopened-clocks');
  });
});

test('records a notice taken up again', async () => {
  await withDesk(server, async (desk) => {
    const input = aBareNotice({ noticeId: 'reopened' });
    const notice = await desk.start(input);
    const before = await notice.until('triage');
    await notice.give(aCommand('close'));
    await notice.handle.result();
    const resume: NoticeState = { ...before, version: 2, stage: 'closed' };
    const again = await desk.start({ ...input, resume, reopen: aCommand('reopen') as Command & { name: 'reopen' } });
    await again.until('review');
    await again.give(aCommand('annotate'));
    await closeAndSave(again, 'reopened');
  });
});

test('records a notice that continues as new', async () => {
  const eager = await startDevServer(['limit.historyCount.suggestContinueAsNew=40']);
  try {
    await withDesk(eager, async (desk) => {
      const notice = await desk.start(aNotice({ noticeId: 'continued', clocks: theFourClocks(Date.now()) }));
      const first = (await notice.handle.describe()).runId;
      while ((await notice.handle.describe()).runId === first) await notice.give(aCommand('annotate'));
      await toInForce(notice);
      await notice.save('continued-first-run', first);
      await notice.give(aCommand('close', { override: true }, { actor: CARO }));
      await notice.handle.result();
      await notice.save('continued-last-run');
    });
  } finally {
    await eager.stop();
  }
});
