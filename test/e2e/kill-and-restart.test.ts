import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { accounts, allPages, followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.discard());

async function platformState(id: string): Promise<string[]> {
  const rows = await allPages(desk, 'reviewer', `/v1/notices/${id}/targets`);
  const { body } = await desk.platform('/state', { ids: rows.map(({ platformId }) => platformId) });
  return body.results.map(
    (result: { countries: string[]; everywhere: boolean }, index: number) =>
      `${rows[index].no} ${result.countries.join('+')} ${result.everywhere}`,
  );
}

describe('desk after kill -9', () => {
  test('reaches the same state after a kill during enforcement as without one', async () => {
    const targets = accounts(3000, 'kill');
    const { body } = await receive(desk, { targets });
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'triage');
    await notice.decide({ targets: Array.from({ length: 2000 }, (_, index) => index + 1) }, 'withhold');
    await notice.decide({ targets: Array.from({ length: 1000 }, (_, index) => index + 2001) }, 'remove_rules');
    await notice.submit();
    // Replies are lost after the operation was done, and each is slow: the kill falls in between.
    await desk.platform('/_double/faults', { seed: 7, applyThenDrop: 0.3, delayMs: 300 });
    await notice.approve('approver');
    await notice.approve('counsel');
    await sleep(1200);
    await desk.killAll();
    await desk.start();
    await desk.platform('/_double/faults', { seed: 7, applyThenDrop: 0, delayMs: 0 });

    const after = await notice.reaches('in_force');
    expect(after.counts).toMatchObject({ applied: 3000, failed: 0, restored: 0 });
    const state = await platformState(body.id);
    expect(state.filter((line) => line.endsWith(' IN false'))).toHaveLength(2000);
    expect(state.filter((line) => line.endsWith('  true'))).toHaveLength(1000);
    const { body: progress } = await desk.call('reviewer', 'GET', `/v1/notices/${body.id}/enforcement`);
    expect(progress.applied + progress.already).toBe(3000);
    expect(progress).toMatchObject({ total: 3000, pending: 0, failed: 0, refused: 0 });
  });

  test('loses no acknowledged notice when every process is killed during intake', async () => {
    const acknowledged: string[] = [];
    let sending = true;
    const clients = Array.from({ length: 4 }, async () => {
      while (sending) {
        try {
          const { status, body } = await receive(desk);
          if (status === 201) acknowledged.push(body.id);
        } catch {
          return; // the desk is gone
        }
      }
    });
    await eventually(
      async () => acknowledged.length,
      (count) => count > 10,
    );
    await desk.killAll();
    sending = false;
    await Promise.all(clients);
    await desk.start();
    for (const id of acknowledged) {
      const kept = await eventually(
        () => desk.call('reviewer', 'GET', `/v1/notices/${id}`),
        ({ body }) => body.workflow?.started === true,
      );
      expect(kept.status).toBe(200);
    }
    const last = followNotice(desk, acknowledged.at(-1) ?? '');
    await last.command('reviewer', 'triage');
    await eventually(
      () => last.list('letters'),
      (items) => items[0]?.state === 'sent',
      60_000,
    );
  });

  test('restarts a killed worker, which then continues its work', async () => {
    process.kill((await desk.pidOf('worker')) as number, 'SIGKILL');
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await eventually(
      () => notice.list('letters'),
      (items) => items[0]?.state === 'sent',
      60_000,
    );
  });
});

describe('unreliable platform', () => {
  /** The long form takes more than a minute and is run by hand: `FIRE=long`. */
  const IS_LONG = process.env['FIRE'] === 'long';
  const ACTIONS = IS_LONG ? 2_800 : 1_100;
  /** Shares of the operations at which the sending process is killed. */
  const KILLS = IS_LONG ? [0.1, 0.25, 0.4, 0.55, 0.7] : [0.2, 0.5];
  /** Each page is done in part, a sixth of the replies is lost, one request in seven is answered with 429 or 503. */
  const FIRE = { seed: 7, newPerRequest: 150, applyThenDrop: 1 / 6, tooMany: 1 / 14, unavailable: 1 / 14 };

  async function effects(): Promise<string[]> {
    const { platform, platformToken } = desk.file();
    const answer = await fetch(`${platform}/_double/journal`, {
      headers: { authorization: `Bearer ${platformToken}` },
    });
    const { results } = (await answer.json()) as { results: { id: string; status: string }[] };
    return results.filter(({ status }) => status === 'applied').map(({ id }) => id);
  }

  test('carries out every action of a long order once, although its sender was killed on the way', async () => {
    const { body } = await receive(desk, { targets: accounts(ACTIONS, 'fire') });
    const notice = followNotice(desk, body.id);
    await eventually(notice.read, ({ workflow }) => workflow.started === true);
    await notice.command('reviewer', 'triage');
    await notice.decide({ all: true }, 'withhold');
    await notice.submit();
    const before = (await effects()).length;
    await desk.platform('/_double/faults', FIRE);
    await notice.approve('approver');
    await notice.approve('counsel');
    for (const share of KILLS) {
      await eventually(effects, (done) => done.length - before >= share * ACTIONS);
      const pid = await eventually(
        () => desk.pidOf('enforcement'),
        (found) => found !== undefined,
      );
      process.kill(pid as number, 'SIGKILL');
    }
    const { counts } = await eventually(notice.read, ({ counts: { applied } }) => applied === ACTIONS, 240_000);
    await desk.platform('/_double/faults', {});
    expect(counts).toMatchObject({ applied: ACTIONS, failed: 0 });
    const done = (await effects()).slice(before);
    expect(done).toHaveLength(ACTIONS);
    expect(new Set(done).size).toBe(ACTIONS);
  });
});
