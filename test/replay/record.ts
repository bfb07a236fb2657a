/**
 * Records the histories that `replay.test.ts` replays, all in one run, from real runs on a dev server:
 *
 *   TEMPORAL_CLI_PATH=/path/to/temporal npx jest --forceExit --testMatch '<rootDir>/test/replay/record.ts'
 *
 * `-t "name of a test"` records one of them. Histories of a released version stay for ever: record again only before a
 * release, or for a new scenario.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Clock } from '../../domain/clocks/clock.js';
import type { Command } from '../../domain/commands/command.js';
import { IN_EFFECT } from '../../domain/orders/order-status.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { acknowledgementEffect } from '../../domain/letters/letter-effect.js';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import type { NoticeState } from '../../domain/notices/notice-state.js';
import {
  aBareNotice,
  aClock,
  aCommand,
  aFrozen,
  anEscalation,
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
import { NOTICE_QUEUE } from '../../client/queues.js';
import { type DevServer, startDevServer } from './dev-server.js';
import { BUILD, NEXT_BUILD } from './histories.js';
import { type Desk, type Recorded, startWorkers, toRecorded, withDesk } from './recording.js';
import { sealedConverter } from './sealed.js';

Runtime.install({ logger: new DefaultLogger('ERROR') });

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

/** A clock whose whole escalation policy fires within four seconds. */
function aShortClock(): Clock {
  const now = Date.now();
  return aClock({ startsAtMs: now, dueAtMs: now + 4_000 });
}

let server: DevServer;
beforeAll(async () => {
  server = await startDevServer();
});
afterAll(async () => {
  await server.stop();
  await Runtime.instance().shutdown();
});

test('records the main path', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aNotice({ noticeId: 'main-way', clocks: theFourClocks(Date.now()) }));
    await toInForce(notice);
    await closeAndSave(notice, 'main-way');
  });
});

test('records the main way with sealed payloads', async () => {
  await withDesk(
    server,
    async (desk) => {
      const notice = await desk.start(aNotice({ noticeId: 'sealed-main-way', clocks: theFourClocks(Date.now()) }));
      await toInForce(notice);
      await closeAndSave(notice, 'sealed-main-way');
    },
    { dataConverter: sealedConverter() },
  );
});

test('records a step that is asked for again because its answers were not sealed for it', async () => {
  const scenario = async ({ start }: Desk) => {
    const notice = await start(aNotice({ noticeId: 'foreign-answers' }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('submit'));
    await notice.give(aCommand('approve'));
    const { activity } = new Client({ connection: server.client, identity: 'somebody else' });
    const { workflowId } = notice.handle;
    const waits = async (last: string | null) => {
      for (;;) {
        const { raw } = await notice.handle.describe();
        const id = raw.pendingActivities?.find(({ activityType: type }) => type?.name === 'enforce')?.activityId;
        if (id != null && id !== last) return id;
        await sleep(50);
      }
    };
    const first = await waits(null);
    await activity.complete({ workflowId, activityId: first }, { ok: true });
    const second = await waits(first);
    const failure = ApplicationFailure.nonRetryable('The platform refuses.');
    failure.stack = ''; // A recording does not contain paths of the machine that made it.
    await activity.fail({ workflowId, activityId: second }, failure);
    await notice.until('in_force');
    await closeAndSave(notice, 'foreign-answers');
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
    await notice.give(aCommand('reinstate', { frozen: aRestoration({ approverSlots: [], cause: 'order_revoked' }) }));
    await notice.until('in_force');
    await closeAndSave(notice, 'restoration');
  });
});

test('records an effect that is proven, repaired and lifted by a restoration duty', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const notice = await desk.start(aNotice({ noticeId: 'repaired-effect', clocks: theFourClocks(now) }));
    await toInForce(notice);
    await notice.give(aCommand('repair'));
    await notice.until('in_force');
    await notice.give(aCommand('repair', { action: 'skip' }));
    await notice.until('in_force');
    const duty = aClock({ id: 'restore', kind: 'reinstate', startsAtMs: now, dueAtMs: now + DAY });
    await notice.give(aCommand('start_clocks', { clocks: [duty] }));
    await notice.give(aCommand('reinstate', { frozen: aRestoration({ approverSlots: [], cause: 'order_revoked' }) }));
    await notice.until('in_force');
    await closeAndSave(notice, 'repaired-effect');
  });
});

test('records user notices that meet their clock, and a closing despite an open appeal', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const notice = await desk.start(aNotice({ noticeId: 'users-notified', clocks: theFourClocks(now) }));
    await toInForce(notice);
    const duty = aClock({ id: 'logEvent', kind: 'user_notice', startsAtMs: now, dueAtMs: now + DAY });
    await notice.give(aCommand('start_clocks', { clocks: [duty] }));
    await notice.give(aCommand('users_notified', { notified: 9, gone: 1 }, { actor: SYSTEM }));
    const state = await notice.until('in_force');
    expect(state.clocks.find(({ id }) => id === 'logEvent')).toMatchObject({ state: 'met' });
    await notice.give(aCommand('close', { override: true, duties: ['appeal'] }, { actor: CARO }));
    await notice.handle.result();
    await notice.save('users-notified');
  });
});

test('records a repair that changes an already reported result', async () => {
  await withDesk(server, async (desk) => {
    const notice = await desk.start(aNotice({ noticeId: 'repaired-report', clocks: theFourClocks(Date.now()) }));
    await toInForce(notice);
    await notice.give(aCommand('repair'));
    await notice.until('in_force');
    await closeAndSave(notice, 'corrected-report');
  });
});

test('records a stuck notice that is repaired and force-closed', async () => {
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
    await notice.give(aCommand('triage', {}, { actor: RAVI }));
    await notice.give(aCommand('submit', {}, { actor: RAVI }));
    const requested = { id: 'wish', by: CARO.id, byName: CARO.name, reason: 'Nothing else ends it.' };
    await notice.give(aCommand('repair', { action: 'force_close', requested, ...why }));
    await notice.handle.result();
    await notice.save('forced-end');
  });
});

test('records target lists added after their notice', async () => {
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

test('records moved clocks', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const clock = aClock({ startsAtMs: now, dueAtMs: now + DAY, mayPause: true, mayExtend: true });
    const notice = await desk.start(aBareNotice({ noticeId: 'moved-clocks', clocks: [clock] }));
    const to = (revision: number, dueAtMs: number) => ({
      revision,
      dueAtMs,
      escalation: anEscalation(now, dueAtMs),
      atMs: now,
    });
    await notice.give(aCommand('pause', { atMs: now }));
    await notice.give(aCommand('resume', to(1, now + 2 * DAY)));
    await notice.give(aCommand('extend', { ...to(2, now + 3 * DAY), document: { document: 'a'.repeat(64) } }));
    await notice.give(aCommand('confirm_deadline', {}, { actor: ASHA }));
    await notice.give(aCommand('move_clock', to(3, Date.now() + 3_000)));
    for (;;) {
      const { clocks } = await notice.until('triage');
      if (clocks[0]?.state === 'missed') break;
    }
    await closeAndSave(notice, 'moved-clocks');
  });
});

test('records steps that are late together', async () => {
  await withDesk(server, async (desk) => {
    const startsAtMs = Date.now() - 2 * DAY;
    const clock = aClock({ startsAtMs, dueAtMs: startsAtMs + DAY });
    const notice = await desk.start(aBareNotice({ noticeId: 'late-steps', clocks: [clock] }));
    await notice.until('triage');
    await closeAndSave(notice, 'late-steps');
  });
});

test('records a closed notice whose last letter is on its way while its duty to preserve ends', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const kept = aClock({ id: 'kept', kind: 'preserve', startsAtMs: now, dueAtMs: now + 1_000, escalation: [] });
    const notice = await desk.start(aNotice({ noticeId: 'slow-letter', targets: 0, clocks: [kept] }));
    await closeAndSave(notice, 'closed-awaiting-letter');
  });
});

test('records an emergency that is ratified', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const hour = aClock({ basis: 'order', startsAtMs: now, dueAtMs: now + HOUR });
    const notice = await desk.start(aNotice({ noticeId: 'emergency', clocks: [hour] }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('triage'));
    await notice.give(
      aCommand('submit', { frozen: aFrozen({ emergency: { approverSlots: ['approver', 'counsel'] } }) }),
    );
    await notice.give(aCommand('approve'));
    const duty = aClock({ id: 'ratification', kind: 'policy', basis: 'policy', startsAtMs: now, dueAtMs: now + DAY });
    await notice.give(aCommand('start_clocks', { clocks: [{ ...duty, ratifies: 1 }] }));
    await notice.until('in_force');
    await expect(notice.give(aCommand('ratify', {}, { actor: ASHA }))).rejects.toThrow();
    await notice.give(aCommand('ratify', {}, { actor: CARO }));
    await closeAndSave(notice, 'emergency');
  });
});

test('records a sender check, and a confirmer who may not approve alone', async () => {
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

test('records a question, which stops a clock, and a claim that counsel takes over', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const clocks = [
      aClock({ id: 'clock-comply', startsAtMs: now, dueAtMs: now + DAY, mayPause: true, escalation: [] }),
    ];
    const notice = await desk.start(aNotice({ noticeId: 'question', clocks }));
    await notice.give(aCommand('claim'));
    await expect(notice.give(aCommand('triage', {}, { actor: RAVI }))).rejects.toThrow();
    await expect(notice.give(aCommand('submit'))).rejects.toThrow();
    await notice.give(aCommand('claim', {}, { actor: CHEN }));
    await notice.give(aCommand('triage', {}, { actor: CHEN }));
    const allClarify = aLedger({ byAction: { clarify: 10 } });
    const question = aFrozen({ enforced: 0, acting: 0, letters: ['clarification'], ledger: allClarify });
    await notice.give(aCommand('submit', { frozen: question }, { actor: CHEN }));
    await notice.give(aCommand('approve'));
    await notice.until('in_force');
    await notice.give(aCommand('pause', { atMs: now + 1 }, { actor: SYSTEM }));
    await notice.give(aCommand('annotate'));
    await closeAndSave(notice, 'question');
  });
});

test('records an answer that resumes the clock, is rejected by another person, and arrives again', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const clocks = [
      aClock({ id: 'clock-comply', startsAtMs: now, dueAtMs: now + DAY, mayPause: true, escalation: [] }),
    ];
    const notice = await desk.start(aNotice({ noticeId: 'answered-question', clocks }));
    await notice.give(aCommand('triage'));
    const allClarify = aLedger({ byAction: { clarify: 10 } });
    const question = aFrozen({ enforced: 0, acting: 0, letters: ['clarification'], ledger: allClarify });
    await notice.give(aCommand('submit', { frozen: question }));
    await notice.give(aCommand('approve'));
    await notice.until('in_force');
    await notice.give(aCommand('pause', { atMs: now + 1 }, { actor: SYSTEM }));
    const to = (revision: number) => ({
      revision,
      dueAtMs: now + 2 * DAY,
      escalation: anEscalation(now, now + 2 * DAY),
    });
    for (const revision of [1, 3]) {
      const reply = { kind: 'reply' as const, owner: 'authority' as const, startsAtMs: now, dueAtMs: now + 7 * DAY };
      await notice.give(
        aCommand('start_clocks', { clocks: [aClock({ id: `reply-${revision}`, escalation: [], ...reply })] }),
      );
      await notice.give(aCommand('authority_replied', { reply: revision }));
      await notice.give(
        aCommand('resume', { ...to(revision), atMs: now + revision + 1, reply: revision }, { actor: SYSTEM }),
      );
      if (revision === 1)
        await notice.give(aCommand('pause', { revision: 2, atMs: now + 3, reply: 1 }, { actor: RAVI }));
    }
    await notice.give(aCommand('submit', { frozen: aFrozen({ number: 2, digest: 'sha256:two' }) }));
    await notice.give(aCommand('approve', { submission: 2, digest: 'sha256:two' }));
    await notice.until('in_force');
    await closeAndSave(notice, 'answered-question');
  });
});

test('records an order that is withdrawn, upheld, in effect again, and withdrawn once in force', async () => {
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
    await notice.give(aCommand('reinstate', { frozen: aRestoration({ approverSlots: [], cause: 'order_revoked' }) }));
    await notice.until('in_force');
    await closeAndSave(notice, 'order-status');
  });
});

test('records a restored order whose outcome changes from complied to restored, and a paused clock that is met', async () => {
  await withDesk(server, async (desk) => {
    const now = Date.now();
    const clocks = [
      aClock({ id: 'clock-comply', startsAtMs: now, dueAtMs: now + DAY, mayPause: true, escalation: [] }),
    ];
    const notice = await desk.start(aNotice({ noticeId: 'restored', clocks }));
    await notice.give(aCommand('triage'));
    await notice.give(aCommand('pause', { atMs: now + 1 }, { actor: SYSTEM }));
    await notice.give(aCommand('submit'));
    await notice.give(aCommand('approve'));
    const { clocks: met, outcome } = await notice.until('in_force');
    expect([met[0]?.state, outcome]).toEqual(['met', 'complied']);
    await notice.give(aCommand('reinstate', { frozen: aRestoration({ approverSlots: [], cause: 'order_revoked' }) }));
    expect(await notice.until('in_force')).toMatchObject({ outcome: 'restored' });
    await closeAndSave(notice, 'restored');
  });
});

test('records a reopened notice whose clocks run again', async () => {
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

test('records a reopened notice', async () => {
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

test('records a notice that sleeps on one release and is woken to move to the next', async () => {
  const other = await startDevServer();
  try {
    const client = new Client({ connection: other.client, identity: 'desk' });
    const endOld = await startWorkers(other, { build: BUILD });
    const handle = await client.workflow.start('noticeWorkflow', {
      workflowId: makeNoticeWorkflowId('moved'),
      taskQueue: NOTICE_QUEUE,
      args: [aNotice({ noticeId: 'moved', clocks: theFourClocks(Date.now()) })],
    });
    const notice = toRecorded(client, handle);
    await notice.give(aCommand('triage'));
    const first = (await handle.describe()).runId;
    const endNew = await startWorkers(other, { build: NEXT_BUILD });
    while ((await handle.describe()).runId === first) {
      await handle.signal('nudge', { callOff: false });
      await sleep(200);
    }
    await endOld();
    await notice.give(aCommand('claim'));
    await notice.give(aCommand('close', { override: true }, { actor: CARO }));
    await handle.result();
    await notice.save('moved-first-run', first);
    await notice.save('moved-last-run');
    await endNew();
  } finally {
    await other.stop();
  }
}, 60_000);
