import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accounts, allPages, followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type DeskAnswer, type RunningDesk } from '../support/running-desk.js';

const NOTICES = 24;
const SECOND = 1_000;

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.discard());

interface Page {
  webhookId: string;
  receivedAt: string;
  body: DeskAnswer['body'];
}

const NO_PAGE: Page = { webhookId: '', receivedAt: '', body: {} };

/** What the pager simulator has received: the newest 1,000, oldest first. */
async function pages(): Promise<Page[]> {
  const { platform, platformToken } = desk.file();
  const response = await fetch(`${platform}/_pager`, { headers: { authorization: `Bearer ${platformToken}` } });
  return ((await response.json()) as { items: Page[] }).items.toReversed();
}

const pagesFor = async (reason: string) => (await pages()).filter(({ body }) => body.reason === reason);

const readiness = async (): Promise<Record<string, unknown>> => {
  const { status, body } = await desk.call(null, 'GET', '/readyz');
  const states = body.parts.map(({ name, state }: { name: string; state: string }) => [name, state]);
  return { status, ...Object.fromEntries(states) };
};

const openAlerts = async (kind: string) =>
  (await desk.call('ops', 'GET', `/v1/ops/alerts?kind=${kind}`)).body.items as DeskAnswer['body'][];

async function receiveMany(count: number, within: string): Promise<string[]> {
  const ids: string[] = [];
  let sent = 0;
  const send = async () => {
    while (sent < count) {
      sent += 1;
      const { status, body } = await receive(desk, { orderedDeadline: { within }, targets: accounts(1) });
      expect(status).toBe(201);
      ids.push(body.id);
    }
  };
  await Promise.all(Array.from({ length: 6 }, send));
  return ids;
}

/**
 * A time to comply of at least two minutes, whose first escalation step (half of it) falls after all orders have been
 * received and read.
 */
async function roomyDeadline(): Promise<string> {
  const [tried, began] = [12, Date.now()];
  await receiveMany(tried, 'PT26H');
  const wantedMs = 2 * NOTICES * ((Date.now() - began) / tried) + 20 * SECOND;
  return `PT${Math.max(120, Math.ceil((2 * wantedMs) / SECOND))}S`;
}

interface Step {
  level: number;
  at: string;
  firedAt: string | null;
}
interface Clock {
  id: string;
  kind: string;
  state: string;
  dueAt: string;
  escalation: Step[];
}

const complyClock = async (id: string): Promise<Clock> =>
  (await followNotice(desk, id).list('clocks')).find(({ kind }: Clock) => kind === 'comply');

async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const one = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: 4 }, one));
}

describe('Temporal server frozen for two minutes while 24 clocks fall due', () => {
  test('is paged by the watchdog within 60 seconds, and every escalation step fires once afterwards', async () => {
    const ids = await receiveMany(NOTICES, await roomyDeadline());
    for (const id of ids) {
      await eventually(followNotice(desk, id).read, ({ workflow }) => workflow.started === true);
    }
    const clocks = new Map<string, Clock>();
    await forEach(ids, async (id) => void clocks.set(id, await complyClock(id)));
    const steps = [...clocks.values()].flatMap(({ escalation }) => escalation);
    const firstMs = Math.min(...steps.map(({ at }) => Date.parse(at)));
    const lastMs = Math.max(...[...clocks.values()].map(({ dueAt }) => Date.parse(dueAt)));
    expect(steps.filter(({ firedAt }) => firedAt !== null)).toEqual([]);
    expect((await readiness())['watchdog']).toBe('up');
    await sleep(Math.max(0, firstMs - 5 * SECOND - Date.now()));
    expect(await pagesFor('engine_silent')).toEqual([]);

    const pid = Number(/\d+/.exec(readFileSync(join(desk.home, 'temporal.pid'), 'utf8'))?.[0]);
    const frozenAt = Date.now();
    expect(frozenAt).toBeLessThan(firstMs);
    process.kill(pid, 'SIGSTOP');
    try {
      const [page = NO_PAGE] = await eventually(
        () => pagesFor('engine_silent'),
        (sent) => sent.length > 0,
        120 * SECOND,
      );
      expect(Date.parse(page.receivedAt) - firstMs).toBeLessThanOrEqual(60 * SECOND);
      expect(Date.parse(page.body.oldestDueAt)).toBe(firstMs);
      // The clocks to comply that were due at its last check, and our own deadlines that end with them.
      const lookedAt = Date.parse(page.receivedAt) - 15 * SECOND;
      const due = [...clocks.values()].filter(({ escalation }) =>
        escalation.some(({ at }) => Date.parse(at) <= lookedAt),
      );
      expect(due.length).toBeGreaterThan(0);
      expect(page.body.overdue).toBeGreaterThanOrEqual(due.length);
      expect(page.body.clocks).toHaveLength(Math.min(20, page.body.overdue));
      expect(JSON.stringify(page.body)).not.toMatch(/section 69A|in-meity|F\.1/);
      expect(await openAlerts('engine_silent')).toMatchObject([{ notice: null }]);
      expect(await readiness()).toMatchObject({ status: 503, engine: 'down', registry: 'up', watchdog: 'up' });
      await sleep(Math.max(0, frozenAt + 120 * SECOND - Date.now(), lastMs + SECOND - Date.now()));
      expect(Date.now()).toBeGreaterThan(lastMs);
      expect(await pagesFor('engine_silent')).toHaveLength(1);
    } finally {
      process.kill(pid, 'SIGCONT');
    }

    await forEach(ids, async (id) => {
      await eventually(
        () => complyClock(id),
        ({ state, escalation }) => state === 'missed' && escalation.every(({ firedAt }) => firedAt !== null),
        90 * SECOND,
      );
    });
    await eventually(
      () => openAlerts('engine_silent'),
      (open) => open.length === 0,
      60 * SECOND,
    );
    await eventually(readiness, ({ status, engine }) => status === 200 && engine === 'up');
    const recovered = await eventually(
      () => pagesFor('recovered'),
      (sent) => sent.some(({ body }) => body.of === 'engine_silent'),
    );
    expect(recovered.filter(({ body }) => body.of === 'engine_silent')).toHaveLength(1);

    await forEach(ids, async (id) => {
      const { id: clock, escalation } = clocks.get(id) as Clock;
      const timeline = await followNotice(desk, id).all('timeline');
      const entriesOf = (action: string) =>
        timeline.filter((entry) => entry.action === action && entry.detail.clock === clock);
      expect(entriesOf('clock_missed')).toHaveLength(1);
      const fired = entriesOf('escalation_fired').flatMap(({ detail }) => detail.levels);
      expect(fired).toEqual(escalation.map(({ level }) => level));
    });
  });

  test('has every escalation mail sent once, and every page under one key with the same text', async () => {
    await eventually(
      () => openAlerts('clock_missed'),
      (open) => open.length > 0,
    );
    // All messages have been sent when two checks a few seconds apart see the same.
    const mails = async () => (await allPages(desk, 'ops', '/v1/outbox')).map(({ messageId }) => messageId as string);
    let before = -1;
    const sent = await eventually(
      async () => {
        await sleep(3 * SECOND);
        const now = await mails();
        const settled = now.length === before;
        before = now.length;
        return { settled, now };
      },
      ({ settled }) => settled,
      120 * SECOND,
    );
    expect(sent.now.length).toBeGreaterThanOrEqual(NOTICES);
    expect(new Set(sent.now).size).toBe(sent.now.length);
    // On an overloaded machine an answer may be late, and the page is sent again: its key marks it as the same.
    const ofSteps = (await pages()).filter(({ webhookId }) => /:page:\d+:1$/.test(webhookId));
    expect(new Set(ofSteps.map(({ webhookId }) => webhookId)).size).toBe(NOTICES);
    expect(new Set(ofSteps.map(({ webhookId, body }) => JSON.stringify([webhookId, body]))).size).toBe(NOTICES);
  });
});

describe('watchdog after kill -9', () => {
  test('is restarted within 30 seconds and pages nothing a second time', async () => {
    const before = (await desk.pidOf('watchdog')) as number;
    process.kill(before, 'SIGKILL');
    await eventually(
      () => desk.pidOf('watchdog'),
      (pid) => pid !== undefined && pid !== before,
      30 * SECOND,
    );
    await eventually(readiness, ({ watchdog }) => watchdog === 'up');
    expect(await pagesFor('engine_silent')).toHaveLength(1);
  });
});
