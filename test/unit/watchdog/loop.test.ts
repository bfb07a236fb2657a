import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { Db } from '../../../registry/db.js';
import { createDeadMan } from '../../../watchdog/dead-man.js';
import type { Watch } from '../../../watchdog/check.js';
import { createPageRoute } from '../../../watchdog/page-route.js';
import { createRegistrySilence } from '../../../watchdog/registry-silence.js';
import { walkRounds } from '../../../watchdog/loop.js';
import { startPager, SECRET, type PagerFixture } from '../../support/simulators/pager-fixture.js';

const logger = pino({ level: 'silent' });

let pager: PagerFixture;
beforeEach(async () => {
  pager = await startPager();
});
afterEach(() => pager.close());

describe('watchdog: registry that does not answer', () => {
  async function ask(seconds: number, state: { nowMs: number }, isAnswered: boolean, silence: ReturnType<typeof make>) {
    for (let second = 0; second < seconds; second += 5) {
      state.nowMs += 5_000;
      await (isAnswered ? silence.answered() : silence.unanswered());
    }
  }
  const make = (state: { nowMs: number }, route = createPageRoute({ url: pager.url, secret: SECRET })) =>
    createRegistrySilence({ route, logger, now: () => state.nowMs });

  test('is paged within a minute, again every five minutes, and once more when it is back', async () => {
    const state = { nowMs: Date.now() };
    const silence = make(state);
    await ask(10, state, true, silence);
    await ask(30, state, false, silence);
    expect(pager.pages).toEqual([]);
    await ask(20, state, false, silence);
    expect(pager.pages).toMatchObject([{ reason: 'registry_silent', nth: 1, silentSeconds: 35 }]);
    await ask(6 * 60, state, false, silence);
    expect(pager.pages.map(({ nth }) => nth)).toEqual([1, 2]);
    await ask(60, state, true, silence);
    expect(pager.pages.at(-1)).toMatchObject({ reason: 'recovered', of: 'registry_silent' });
    expect(pager.pages).toHaveLength(3);
    await ask(60, state, false, silence);
    expect(pager.pages).toHaveLength(4);
  });

  test('is paged as soon as the pager accepts it, and not at all if the registry is back before', async () => {
    const state = { nowMs: Date.now() };
    const silence = make(state);
    pager.answer(500);
    await ask(60, state, false, silence);
    expect(new Set(pager.attempts).size).toBe(1);
    pager.answer(202);
    await ask(5, state, false, silence);
    expect(pager.pages).toHaveLength(1);
    await ask(5, state, true, silence);
    pager.answer(500);
    await ask(60, state, false, silence);
    await ask(5, state, true, silence);
    pager.answer(202);
    await ask(30, state, true, silence);
    expect(pager.pages.map(({ reason }) => reason)).toEqual(['registry_silent', 'recovered']);
  });
});

describe('watchdog loop', () => {
  async function walk(look: Watch['check'], enough: (calls: string[]) => boolean, giveUpMs = 60_000) {
    const calls: string[] = [];
    const stopping = new AbortController();
    const open = () => {
      calls.push('open');
      return { destroy: async () => void calls.push('destroy') } as unknown as Db;
    };
    const rounds = walkRounds({
      open,
      watch: { check: look },
      silence: {
        answered: async () => void calls.push('answered'),
        unanswered: async () => void calls.push('unanswered'),
      },
      deadMan: { ping: async () => void calls.push('ping') },
      logger,
      onReady: () => calls.push('ready'),
      signal: stopping.signal,
      everyMs: 5,
      giveUpMs,
    });
    for (const until = Date.now() + 10_000; !enough(calls) && Date.now() < until; ) await sleep(5);
    stopping.abort();
    await rounds;
    return calls;
  }
  const times = (calls: string[], what: string) => calls.filter((one) => one === what).length;

  test('reports readiness once, after the first answered check', async () => {
    let looks = 0;
    const look = async () => {
      looks += 1;
      if (looks < 3) throw new Error('connection refused');
      return true;
    };
    const calls = await walk(look, (all) => times(all, 'answered') >= 3);
    expect(calls.slice(0, 5)).toEqual(['open', 'unanswered', 'unanswered', 'answered', 'ready']);
    expect(times(calls, 'ready')).toBe(1);
  });

  test('pings the dead man’s switch only after a check that succeeded', async () => {
    const answers = [true, false];
    const calls = await walk(
      async () => answers.shift() ?? Promise.reject(new Error('away')),
      (all) => times(all, 'unanswered') >= 2,
    );
    expect(times(calls, 'ping')).toBe(1);
    expect(times(calls, 'answered')).toBe(2);
  });

  test('counts a hanging check as unanswered, and starts no second one beside it', async () => {
    let looks = 0;
    const calls = await walk(
      () => {
        looks += 1;
        return new Promise(() => undefined);
      },
      (all) => times(all, 'unanswered') >= 5,
    );
    expect(looks).toBe(1);
    expect(calls).toContain('unanswered');
    expect(calls).not.toContain('destroy');
  });

  test('abandons a check with its connections if it hangs longer than the registry may be silent', async () => {
    let looks = 0;
    const calls = await walk(
      () => {
        looks += 1;
        return looks === 1 ? new Promise(() => undefined) : Promise.resolve(true);
      },
      (all) => times(all, 'answered') >= 1,
      20,
    );
    expect(calls).toContain('destroy');
    expect(calls).toContain('answered');
    expect(times(calls, 'open')).toBe(2);
  });
});

describe('dead man’s switch', () => {
  test('is pinged every half minute, and never without an address', async () => {
    let nowMs = 0;
    const deadMan = createDeadMan({ url: pager.url.replace('/page', '/alive'), logger, now: () => nowMs });
    for (; nowMs <= 60_000; nowMs += 5_000) await deadMan.ping();
    expect(pager.visits).toEqual(['/alive', '/alive', '/alive']);
    await createDeadMan({ url: undefined, logger }).ping();
    expect(pager.visits).toHaveLength(3);
  });

  test('does no harm if it does not answer', async () => {
    await pager.close();
    await expect(createDeadMan({ url: pager.url, logger }).ping()).resolves.toBeUndefined();
    pager = await startPager();
  });
});
