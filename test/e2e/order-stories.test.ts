import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { accounts, followNotice, receive } from '../support/orders.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';
import { readAsEverybody, type Seen } from '../support/stories/everybody.js';
import { visitPortal, type PortalVisitor } from '../features/portal/support/portal-visitor.js';

let desk: RunningDesk;
let portal: PortalVisitor;
let admin: pg.Client;
beforeAll(async () => {
  desk = await startDesk();
  portal = await visitPortal(desk, 'in-meity');
  admin = new pg.Client({ connectionString: desk.adminDatabase() });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await desk?.discard();
});

type Story = ReturnType<typeof followNotice> & { id: string; number: string };

async function begin(patch: object = {}): Promise<Story> {
  const { body, status } = await receive(desk, { targets: accounts(2, 'story'), ...patch });
  if (status !== 201) throw new Error(JSON.stringify(body));
  const story = { ...followNotice(desk, body.id), id: body.id, number: body.number };
  await story.notifyOwners();
  return story;
}

async function seen(story: Story, holds: (all: Seen) => boolean): Promise<Seen> {
  await eventually(() => readAsEverybody(desk, null, story.id), holds, 60_000);
  return readAsEverybody(desk, portal, story.id);
}

const ENDS = {
  withdrawn: async ({ id }: Story) => {
    await receive(desk, {
      kind: 'revocation',
      regime: undefined,
      orderedDeadline: undefined,
      targets: [],
      relatesTo: [{ notice: id, as: 'revokes' }],
    });
  },
  lapsed: async ({ id }: Story) => {
    // The order named this end from the start; the desk's clock cannot be moved here.
    await admin.query('update notice set effective_until = now() where id = $1', [id]);
  },
  stayed: async ({ id }: Story) => {
    await receive(desk, {
      kind: 'court_order',
      orderedDeadline: undefined,
      targets: undefined,
      targetsFollow: true,
      relatesTo: [{ notice: id, as: 'stays' }],
    });
  },
} as const;
type End = keyof typeof ENDS;
const ENDED = Object.keys(ENDS) as End[];

const PORTAL: Record<End, string> = { withdrawn: 'Withdrawn', lapsed: 'Lapsed', stayed: 'Stayed' };
const CLOCKS: Record<End, string> = { withdrawn: 'cancelled', lapsed: 'cancelled', stayed: 'paused' };

/** What every reader sees of an order that ended before it was enforced, whatever its stage. */
function expectStopped(all: Seen, end: End, decide = CLOCKS[end]): void {
  expect(all.queue).toMatchObject({ orderStatus: end });
  expect(all.notice).toMatchObject({ orderStatus: end, applied: 0 });
  expect(all.clocks).toMatchObject({ comply: CLOCKS[end], decide });
  expect(all.alerts).toContain('order_not_in_effect');
  expect(all.portal).toBe(PORTAL[end]);
  expect(all.owners).toEqual([]);
  expect(all.letters).not.toContain('report_of_effect');
  expect(all.unsupported).toEqual([]);
}

const stopped = (story: Story, end: End, decide = CLOCKS[end]) =>
  seen(
    story,
    ({ queue, clocks }) => queue.orderStatus === end && clocks['comply'] === CLOCKS[end] && clocks['decide'] === decide,
  );

const pauseAll = () => desk.call('ops', 'POST', '/v1/ops/enforcement/pause', { reason: 'A story.' });
async function resumeAll() {
  expect(await desk.call('ops', 'POST', '/v1/ops/enforcement/resume', { reason: 'It goes on.' })).toMatchObject({
    status: 200,
  });
}

describe.each(ENDED)('order that is %s', (end) => {
  test('before triage: is shown as such to every reader and cannot be enforced', async () => {
    const story = await begin();
    await ENDS[end](story);
    expectStopped(await stopped(story, end), end);
    await story.command('reviewer', 'triage');
    await story.decide({ all: true }, 'withhold');
    const refused = await desk.call('reviewer', 'POST', `/v1/notices/${story.id}/submit`, {});
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:notice-desk:problem:order-not-in-effect' } });
    const all = await stopped(story, end);
    expectStopped(all, end);
    expect(all.submit).toBe('order');
  });

  test('in review: cannot be submitted as drafted, but can be pushed back', async () => {
    const story = await begin();
    await story.command('reviewer', 'triage');
    await story.decide({ all: true }, 'withhold');
    await ENDS[end](story);
    expectStopped(await stopped(story, end), end);
    await story.decide({ all: true }, 'push_back');
    await story.submit();
    await story.approve();
    await story.approve('counsel');
    const all = await seen(story, ({ letters }) => letters.includes('push_back'));
    expect(all.notice).toMatchObject({ applied: 0, orderStatus: end });
    expect(all.letters).not.toContain('report_of_effect');
  });

  test('during approval: cannot be approved any more', async () => {
    const story = await begin();
    await story.decide({ all: true }, 'withhold');
    await story.submit();
    await ENDS[end](story);
    const all = await stopped(story, end);
    expectStopped(all, end);
    expect(all.notice.stage).toBe('approval');
    expect(all.risks?.[0]).toBe('order_not_in_effect');
    const { submission } = (await desk.call('approver', 'GET', `/v1/notices/${story.id}`)).body;
    expect(submission.mayApprove.ok).toBe(false);
    const body = { submission: submission.number, digest: submission.digest };
    const refused = await desk.call('approver', 'POST', `/v1/notices/${story.id}/approve`, body);
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:notice-desk:problem:order-not-in-effect' } });
  });

  test('between approval and enforcement: sends no call to the platform', async () => {
    expect((await pauseAll()).status).toBe(200);
    const story = await begin();
    try {
      await story.decide({ all: true }, 'withhold');
      await story.submit();
      await story.approve();
      await ENDS[end](story);
      // The decision was already made.
      expectStopped(await stopped(story, end, 'met'), end, 'met');
    } finally {
      await resumeAll();
    }
    if (end === 'stayed') {
      // It waits, and goes on once the stay is lifted.
      expect((await seen(story, ({ notice }) => notice.stage === 'enforcement')).owners).toEqual([]);
      await receive(desk, {
        kind: 'court_order',
        orderedDeadline: undefined,
        targets: undefined,
        targetsFollow: true,
        relatesTo: [{ notice: story.id, as: 'lifts_stay' }],
      });
      const done = await seen(story, ({ notice, owners }) => notice.applied === 2 && owners.length === 2);
      expect(done).toMatchObject({
        notice: { orderStatus: 'in_effect' },
        clocks: { comply: 'met' },
        portal: 'Answered',
      });
      return;
    }
    const back = ({ alerts, notice }: Seen) => alerts.includes('enforcement_refused') && notice.stage === 'review';
    expectStopped(await seen(story, back), end, 'met');
  });

  test('after enforcement: starts a restoration clock and notifies owners after the restoration', async () => {
    const story = await begin();
    await story.decide({ all: true }, 'withhold');
    await story.submit();
    await story.approve();
    await seen(story, ({ notice, owners }) => notice.applied === 2 && owners.length === 2);
    await ENDS[end](story);
    const owing = await seen(
      story,
      ({ clocks, queue, unsupported }) =>
        clocks['reinstate'] === 'running' && queue.orderStatus === end && unsupported.length > 0,
    );
    const because = { withdrawn: 'revoked', lapsed: 'expired', stayed: 'stayed' }[end];
    expect(owing).toMatchObject({ portal: PORTAL[end], unsupported: [because], clocks: { comply: 'met' } });
    expect(owing.alerts).toContain('restore_due');
    const cause = { withdrawn: 'order_revoked', lapsed: 'order_lapsed', stayed: 'unilateral' }[end];
    const opened = await story.command('reviewer2', 'reinstate', {
      select: { all: true },
      cause,
      note: 'The order has ended.',
    });
    if (opened.submission.approvalsNeeded > 0) await story.approve();
    const restored = await seen(story, ({ notice, owners }) => notice.restored === 2 && owners.length === 4);
    expect(restored).toMatchObject({
      notice: { applied: 0, outcome: 'restored' },
      clocks: { reinstate: 'met' },
      unsupported: [],
    });
    expect(restored.owners.filter((subject) => subject.includes('no longer restricted'))).toHaveLength(2);
    expect(restored.alerts).not.toContain('restore_due');
  });
});

test('enforces an order that counsel upholds, and lists that risk first for approvers', async () => {
  const story = await begin();
  await ENDS.withdrawn(story);
  await stopped(story, 'withdrawn');
  await story.command('counsel', 'uphold-order', { reason: 'The withdrawal refers to another order.' });
  await story.decide({ all: true }, 'withhold');
  await story.submit();
  const waiting = await seen(story, ({ risks }) => risks !== null);
  expect(waiting.risks?.[0]).toBe('order_not_in_effect');
  expect(waiting.alerts).not.toContain('order_not_in_effect');
  await story.approve();
  await seen(story, ({ notice }) => notice.applied === 2);
});
