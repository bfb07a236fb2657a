import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRateLimiter } from '../../../platforms/rate-limiter.js';
import { PlatformUnavailable } from '../../../platforms/connection.js';
import type { PlatformClient } from '../../../platforms/client.js';
import type { FinalResult } from '../../../platforms/messages.js';
import { createPlatformActivities } from '../../../activities/platform.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { handles, withEnforcement } from '../../support/enforcement-fixture.js';
import { aNotice, anActivity, anApprovedDecision, type Registry } from '../../support/registry-fixture.js';
import { runs } from '../../support/jest/cases.js';

let registry: Registry;
withEnforcement((started) => ([registry] = [started]));

const ACTIONS = 150;
const REQUEST_MS = 100;
const OPERATION_MS = 1;
const LATE_MS = 2_000;

type Fault = 'dropped before' | 'dropped after' | 'error' | 'part' | 'later' | 'slow' | 'none';
const FAULTS = ['dropped before', 'dropped after', 'error', 'part', 'later', 'slow'] as const;

interface Nature {
  capacity: number;
  /** The faults of ten requests, repeated in a new order each time. */
  deck: Fault[];
  retryAfterMs: number;
  seed: number;
}

/** At most six requests in ten have a fault. */
const nature: fc.Arbitrary<Nature> = fc.record({
  capacity: fc.constantFrom(1, 7, 60, 1_000),
  deck: fc
    .array(fc.constantFrom(...FAULTS), { minLength: 0, maxLength: 6 })
    .map((faults): Fault[] => [...faults, ...Array.from({ length: 10 - faults.length }, () => 'none' as const)]),
  retryAfterMs: fc.constantFrom(50, 1_000, 4_000),
  seed: fc.nat(),
});

/** A platform in simulated time, with the given faults. */
function worstPlatform({ capacity, deck, retryAfterMs, seed }: Nature) {
  const done = new Map<string, FinalResult>();
  const effects = new Map<string, number>();
  const time = { now: 0, ofPages: 0, requested: 0 };
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, at: random() }))
      .sort((one, other) => one.at - other.at)
      .map(({ item }) => item);
  let coming: Fault[] = [];
  const next = (): Fault => {
    if (coming.length === 0) coming = shuffled(deck);
    return coming.pop() ?? 'none';
  };
  const meet = (items: number): Fault => {
    const fault = next();
    const takes = REQUEST_MS + items * OPERATION_MS;
    time.now += takes;
    if (fault === 'slow') [time.now, time.requested] = [time.now + LATE_MS, time.requested + LATE_MS];
    if (fault === 'none' || fault === 'slow' || fault === 'part' || fault === 'error') time.ofPages += takes;
    if (fault === 'later') {
      time.requested += retryAfterMs;
      throw new PlatformUnavailable('Later.', { carriedOut: 'no', retryAfterMs });
    }
    if (fault === 'dropped before') throw new PlatformUnavailable('Cut.', { carriedOut: 'unknown' });
    return fault;
  };
  const client: PlatformClient = {
    async resolve(targets) {
      if (meet(targets.length) === 'dropped after') throw new PlatformUnavailable('Cut.', { carriedOut: 'unknown' });
      return targets.map(({ locator }) => ({ id: `id:${locator}`, exists: true, owner: null, protectedClass: null }));
    },
    async operate(operations) {
      const fault = meet(operations.length);
      let left = fault === 'part' || fault === 'error' ? Math.ceil(capacity / 2) : capacity;
      const results = operations.flatMap(({ key }): FinalResult[] => {
        const before = done.get(key);
        if (before !== undefined) return [{ ...before, status: 'already' }];
        if (left-- <= 0) return [];
        const result: FinalResult = { key, status: 'applied', receipt: `r:${key}` };
        done.set(key, result);
        effects.set(key, (effects.get(key) ?? 0) + 1);
        return [result];
      });
      if (fault === 'dropped after') throw new PlatformUnavailable('Cut.', { carriedOut: 'unknown' });
      return new Map(shuffled(results).map((result) => [result.key, result]));
    },
    findOperations: async (keys) => new Map(keys.map((key) => [key, done.get(key) ?? null])),
    state: async () => new Map(),
    sendMessages: async () => new Map(),
    content: async () => undefined,
    close: async () => undefined,
  };
  const clock = {
    now: () => time.now,
    async wait(ms: number) {
      time.now += ms;
    },
  };
  return { client, clock, time, effects };
}

/** Enforces the order attempt by attempt, as Temporal retries it, with the delay that each attempt requests. */
async function carryOut(noticeId: string, platform: ReturnType<typeof worstPlatform>): Promise<number> {
  const pace = createRateLimiter(undefined, platform.clock);
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const { enforce } = createPlatformActivities({
      db: registry.enforcement,
      platform: platform.client,
      verifier: APPROVAL_KEYS.verifier(),
      pace,
      activity: anActivity(attempt),
    });
    const outcome = await enforce({ noticeId, submission: 1 }).catch((error: unknown) => error);
    if (typeof outcome === 'object' && outcome !== null && 'ledger' in outcome) return attempt;
    if (!isPending(outcome)) throw outcome;
    platform.time.now += outcome.nextRetryDelay;
  }
  throw new Error('never done');
}

function isPending(outcome: unknown): outcome is { nextRetryDelay: number } {
  return outcome instanceof Error && 'type' in outcome && outcome.type === 'PlatformPending';
}

describe('enforcement on the worst platform', () => {
  let orders = 0;

  test('applies each effect once under any mix of partial answers, errors and delays, in proportionate effort', async () => {
    await fc.assert(
      fc.asyncProperty(nature, async (one) => {
        const noticeId = await aNotice(registry, handles(`worst${(orders += 1)}-`, ACTIONS));
        await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
        const platform = worstPlatform(one);
        await carryOut(noticeId, platform);
        expect([...platform.effects.values()].every((times) => times === 1)).toBe(true);
        expect(platform.effects.size).toBe(ACTIONS);
        const { now, ofPages, requested } = platform.time;
        expect(now).toBeLessThanOrEqual(3 * ofPages + requested);
      }),
      runs(12),
    );
  });
});
