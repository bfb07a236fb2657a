import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accounts, anOrder, followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.discard());

const openKinds = async (id: string): Promise<string[]> => {
  const { body } = await desk.call('ops', 'GET', '/v1/ops/alerts?limit=200');
  return body.items.filter(({ notice }: { notice: string }) => notice === id).map(({ kind }: { kind: string }) => kind);
};

const readSteps = async (id: string) => (await desk.call('ops', 'GET', `/v1/notices/${id}/steps`)).body;

const isRetried = ({ attempt, lastError }: { attempt: number; lastError: string | null }) =>
  attempt > 2 && lastError !== null;

describe('outage', () => {
  test('of the mail server raises an alert, does not block the notice, and resolves', async () => {
    await desk.platform('/_mail/faults', { down: true });
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'triage');
    await notice.decide({ all: true }, 'withhold');
    await notice.submit();
    await notice.approve();
    await eventually(notice.read, ({ counts }) => counts.applied === 3);
    await eventually(
      () => openKinds(body.id),
      (kinds) => kinds.includes('mail_outage'),
      40_000,
    );
    await desk.platform('/_mail/faults', { down: false });
    await notice.reaches('in_force');
    await eventually(
      () => openKinds(body.id),
      (kinds) => !kinds.includes('mail_outage'),
      60_000,
    );
    const clocks = await notice.list('clocks');
    expect(clocks.find(({ kind }: { kind: string }) => kind === 'inform').state).toBe('met');
  });

  test('of the platform raises an alert, does not block other work on the notice, and resolves', async () => {
    await desk.platform('/_double/faults', { seed: 1, down: true });
    const { body } = await receive(desk, { targets: accounts(50) });
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'triage');
    await notice.decide({ all: true }, 'withhold');
    await notice.submit();
    await notice.approve();
    await eventually(
      () => openKinds(body.id),
      (kinds) => kinds.includes('platform_outage'),
      60_000,
    );
    const { reached, items } = await eventually(
      () => readSteps(body.id),
      (steps) => steps.items.some(isRetried),
    );
    expect(reached).toBe(true);
    const { running, lastError, nextAt } = items.find(isRetried);
    expect(lastError).toMatch(/^Platform(Pending|Unavailable)$/);
    expect(running || Date.parse(nextAt) > Date.now() - 60_000).toBe(true);
    await notice.command('reviewer', 'annotate', { text: 'The platform is away.' });
    await desk.platform('/_double/faults', { seed: 1 });
    const after = await notice.reaches('in_force');
    expect(after.counts.applied).toBe(50);
    await eventually(
      () => openKinds(body.id),
      (kinds) => !kinds.includes('platform_outage'),
      30_000,
    );
  });

  test('of Temporal lets intake accept a notice, which starts when Temporal is back', async () => {
    const pid = Number(/\d+/.exec(readFileSync(join(desk.home, 'temporal.pid'), 'utf8'))?.[0]);
    process.kill(pid, 'SIGSTOP');
    try {
      const received = await receive(desk);
      expect([received.status, received.body.workflow.started]).toEqual([201, false]);
      expect(await readSteps(received.body.id)).toEqual({ reached: false, items: [] });
      const command = await desk.call('reviewer', 'POST', `/v1/notices/${received.body.id}/claim`, {});
      expect([command.status, command.body.type]).toEqual([503, 'urn:notice-desk:problem:engine-unavailable']);
      expect(command.headers.get('retry-after')).toBe('5');
      expect(command.body.detail).toContain('recorded');
      const next = await desk.call('reviewer', 'POST', `/v1/notices/${received.body.id}/triage`, {});
      expect([next.status, next.body.detail]).toEqual([503, expect.stringContaining('will be executed')]);
      process.kill(pid, 'SIGCONT');
      const started = await eventually(
        () => desk.call('reviewer', 'GET', `/v1/notices/${received.body.id}`),
        ({ body }) => body.workflow.started === true && body.assignee !== null && body.stage === 'review',
        120_000,
      );
      const timeline = await followNotice(desk, received.body.id).all('timeline');
      const actions = timeline.map(({ action }) => action);
      expect(actions.filter((action) => ['claim', 'triage', 'command_refused'].includes(action))).toEqual([
        'claim',
        'triage',
      ]);
      expect(started.body.assignee).not.toBeNull();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  test('of the registry during intake gives 201 or 503 with what was recorded, and never two notices of one', async () => {
    const pid = Number(readFileSync(join(desk.home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const reference = `killed/${randomUUID()}`;
    const orders = Array.from({ length: 60 }, () => ({
      key: randomUUID(),
      order: anOrder({ reference }),
    }));
    const sent = orders.map(({ key, order }) => receive(desk, order, key));
    await Promise.race(sent);
    process.kill(pid, 'SIGKILL');
    const answers = await Promise.all(sent);
    for (const { status, body, headers } of answers) {
      if (status === 201) continue;
      expect([status, body.type]).toEqual([503, 'urn:notice-desk:problem:engine-unavailable']);
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
      expect(body.detail).toMatch(/nothing was recorded|may have been recorded|notice is recorded/);
    }
    expect(answers.some(({ status }) => status === 503)).toBe(true);
    const numbers = new Set<string>();
    for (const [index, { key, order }] of orders.entries()) {
      const again = await eventually(
        () => receive(desk, order, key),
        ({ status }) => status === 201,
        60_000,
      );
      if (answers[index]?.status === 201) expect(again.body).toEqual(answers[index]?.body);
      numbers.add(again.body.number);
    }
    expect(numbers.size).toBe(orders.length);
    const { body } = await desk.call(
      'reviewer',
      'GET',
      `/v1/notices?count=true&limit=1&q=${encodeURIComponent(reference)}`,
    );
    expect(body.total).toBe(orders.length);
  });
});
