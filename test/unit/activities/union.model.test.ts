import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { checkDrift } from '../../../activities/check-drift.js';
import { createPace } from '../../../activities/pace.js';
import type { PlatformClient } from '../../../activities/platform-client.js';
import { PlatformUnavailable } from '../../../activities/platform-connection.js';
import { isFinal } from '../../../activities/platform-messages.js';
import { createPlatformActivities } from '../../../activities/platform.js';
import {
  applyOperations,
  createPlatformSchema,
  findOperations,
  readState,
  resolveTargets,
} from '../../../desk/doubles/platform-store.js';
import type { Operation } from '../../../desk/doubles/platform-messages.js';
import type { TargetType } from '../../../domain/target/target.js';
import { openDatabase } from '../../../registry/db.js';
import { readExpected } from '../../../registry/enforcement/proofs.js';
import { insertRepair } from '../../../registry/enforcement/repairs.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import {
  aNotice,
  anActivity,
  anApprovedDecision,
  anApprovedRestoration,
  startRegistry,
  type Registry,
} from '../../support/registry-fixture.js';

/** Sequences of steps; `MODEL_RUNS` asks for another number than the gate's. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 180);
const ITEMS = 4;
const COUNTRIES = ['DE', 'FR', 'IN', 'US'];

/** One target of an order: an item under one of its two names. */
interface Named {
  item: number;
  name: 0 | 1;
}

interface Support {
  item: number;
  countries: readonly string[];
  everywhere: boolean;
}

/** What ought to be: each order with what it holds, by target number. A plain union, computed anew each time. */
interface Model {
  orders: { supports: Map<number, Support>; restorations: number }[];
}

interface Real {
  prefix: string;
  orders: string[];
  ids: string[];
}

type Step = fc.AsyncCommand<Model, Real>;

let started: Registry;
let registry: Registry;
let losesAnswer = false;

beforeAll(async () => {
  started = await startRegistry();
  // Nothing here outlives the test: waiting for the disk at each commit would only cost sequences.
  const url = `${started.url}?options=${encodeURIComponent('-c synchronous_commit=off')}`;
  registry = { ...started, db: openDatabase({ url }), pool: new pg.Pool({ connectionString: url, max: 4 }) };
  // A connection that is being closed may still hear the server stop.
  registry.pool.on('error', () => undefined);
  await createPlatformSchema(registry.pool);
});
afterAll(async () => {
  await registry.db.destroy();
  await registry.pool.end();
  await started.stop();
});

/** The double's store without its door. An item goes by two names; an answer may be lost after the work was done. */
const platform: PlatformClient = {
  resolve: (targets) =>
    resolveTargets(
      registry.pool,
      targets.map(({ type, locator }) => ({ type: type as TargetType, locator: locator.replace(/-alias$/, '') })),
    ),
  async operate(operations) {
    const results = await applyOperations(registry.pool, operations as Operation[]);
    if (losesAnswer) {
      losesAnswer = false;
      throw new PlatformUnavailable('The answer was lost.', { carriedOut: 'unknown' });
    }
    return new Map(results.filter(isFinal as never).map((result) => [result.key, result as never]));
  },
  findOperations: async (keys) => {
    const found = await findOperations(registry.pool, keys);
    return new Map(keys.map((key) => [key, (found.get(key) ?? null) as never]));
  },
  state: async (ids) => new Map((await readState(registry.pool, ids)).map((state) => [state.id, state])),
  tell: async () => new Map(),
  close: async () => undefined,
};

const activities = () =>
  createPlatformActivities({
    db: registry.enforcement,
    platform,
    verifier: APPROVAL_KEYS.verifier(),
    pace: createPace(),
    activity: anActivity(),
  });

function unionOf({ orders }: Model, item: number): { countries: string[]; everywhere: boolean } {
  const supports = orders.flatMap((order) => [...order.supports.values()]).filter((support) => support.item === item);
  return {
    countries: [...new Set(supports.flatMap(({ countries }) => countries))].sort(),
    everywhere: supports.some(({ everywhere }) => everywhere),
  };
}

/** After each step registry and platform say the same as the plain union. */
async function compare(model: Model, { ids }: Real): Promise<void> {
  const expected = await readExpected(registry.db, ids);
  const states = await readState(registry.pool, ids);
  for (const [item, id] of ids.entries()) {
    const union = unionOf(model, item);
    expect({ item, ...expected.get(id), countries: expected.get(id)?.countries.toSorted() }).toEqual({
      item,
      ...union,
      busy: false,
    });
    expect({ item, ...states[item] }).toEqual({ item, id, ...union });
  }
}

class Order implements Step {
  readonly targets: Named[];
  readonly countries: string[] | 'everywhere';
  readonly lost: boolean;

  constructor(targets: Named[], countries: string[] | 'everywhere', lost: boolean) {
    this.targets = targets;
    this.countries = countries;
    this.lost = lost;
  }

  check = () => true;

  async run(model: Model, real: Real): Promise<void> {
    const everywhere = this.countries === 'everywhere';
    const countries = this.countries === 'everywhere' ? [] : this.countries;
    const locators = this.targets.map(({ item, name }) => `@${real.prefix}${item}${name === 0 ? '' : '-alias'}`);
    const noticeId = await aNotice(registry, locators);
    const decision = everywhere ? { lane: 'remove_law' as const } : { lane: 'withhold' as const, countries };
    await anApprovedDecision(registry, { noticeId, decisions: [decision] });
    losesAnswer = this.lost;
    expect(await activities().enforce({ noticeId, submission: 1 })).toMatchObject({ ok: true });
    real.orders.push(noticeId);
    const supports = this.targets.map(({ item }, index) => [index + 1, { item, countries, everywhere }] as const);
    model.orders.push({ supports: new Map(supports), restorations: 0 });
    await compare(model, real);
  }

  toString = () =>
    `order(${JSON.stringify(this.targets)}, ${String(this.countries)}${this.lost ? ', answer lost' : ''})`;
}

class Restore implements Step {
  readonly order: number;
  readonly share: number[];
  readonly lost: boolean;

  constructor(order: number, share: number[], lost: boolean) {
    this.order = order;
    this.share = share;
    this.lost = lost;
  }

  private chosen(model: Model): { order: Model['orders'][number]; at: number; targets: number[] } | null {
    const at = this.order % Math.max(1, model.orders.length);
    const order = model.orders[at];
    const targets = [...(order?.supports.keys() ?? [])].filter((no) => this.share.includes(no));
    return order === undefined || targets.length === 0 ? null : { order, at, targets };
  }

  check = (model: Readonly<Model>) => this.chosen(model) !== null;

  async run(model: Model, real: Real): Promise<void> {
    const chosen = this.chosen(model);
    if (chosen === null) return;
    const { order, at, targets } = chosen;
    order.restorations += 1;
    const noticeId = real.orders[at] ?? '';
    const number = order.restorations + 1;
    await anApprovedRestoration(registry, { noticeId, number, targets });
    losesAnswer = this.lost;
    expect(await activities().enforce({ noticeId, submission: number })).toMatchObject({ ok: true });
    losesAnswer = false;
    for (const no of targets) order.supports.delete(no);
    await compare(model, real);
  }

  toString = () => `restore(order ${this.order}, targets ${String(this.share)}${this.lost ? ', answer lost' : ''})`;
}

/** The platform forgets an item; the next look finds it, and a retry by each order that holds it mends it. */
class Lose implements Step {
  readonly item: number;

  constructor(item: number) {
    this.item = item;
  }

  check = (model: Readonly<Model>) => {
    const { countries, everywhere } = unionOf(model, this.item);
    return everywhere || countries.length > 0;
  };

  async run(model: Model, real: Real): Promise<void> {
    await registry.pool.query('delete from platform_double.effect where id = $1', [real.ids[this.item]]);
    const look = () => checkDrift({ db: registry.db, platform, settleMs: 0 }, { sample: 1_000 });
    expect((await look()).notices).toBeGreaterThan(0);
    for (const [at, { supports }] of model.orders.entries()) {
      for (const [no, { item }] of supports) {
        if (item === this.item) await this.retry(real.orders[at] ?? '', no);
      }
    }
    expect((await look()).notices).toBe(0);
    await compare(model, real);
  }

  private async retry(noticeId: string, no: number): Promise<void> {
    const repair = { id: uuidv7(), noticeId, action: 'retry' as const, reason: 'Lost.', by: { id: 'o', name: 'Ops' } };
    const chosen = await registry.db.transaction().execute((trx) => insertRepair(trx, repair, no));
    expect(chosen).toMatchObject({ count: 1 });
    await activities().enforce({ noticeId, submission: chosen?.submission ?? 0, repair: repair.id });
  }

  toString = () => `lose(item ${this.item})`;
}

const named = fc.record({ item: fc.nat(ITEMS - 1), name: fc.constantFrom<0 | 1>(0, 1) });
const countries = fc.subarray(COUNTRIES, { minLength: 1 });
const targets = fc.uniqueArray(named, { minLength: 1, maxLength: 5, selector: ({ item, name }) => item * 2 + name });
const lost = fc.boolean();
const orders = fc
  .tuple(targets, fc.oneof({ weight: 3, arbitrary: countries }, fc.constant('everywhere' as const)), lost)
  .map((parts) => new Order(...parts) as Step);
const restorations = fc
  .tuple(fc.nat(9), fc.subarray([1, 2, 3, 4, 5], { minLength: 1 }), lost)
  .map((parts) => new Restore(...parts) as Step);
const losses = fc.nat(ITEMS - 1).map((item) => new Lose(item) as Step);

test('whatever overlaps, is restored in part, goes by two names or is lost: registry and platform are the plain union', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.commands([orders, restorations, orders, restorations, losses], { maxCommands: 8 }),
      async (steps) => {
        run += 1;
        const prefix = `model${run}x`;
        const resolved = await resolveTargets(
          registry.pool,
          Array.from({ length: ITEMS }, (_, item) => ({ type: 'account' as const, locator: `@${prefix}${item}` })),
        );
        const real: Real = { prefix, orders: [], ids: resolved.map(({ id }) => id) };
        await fc.asyncModelRun(() => ({ model: { orders: [] }, real }), steps);
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 600_000);
