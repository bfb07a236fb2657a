import { expect } from '@jest/globals';
import * as fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { checkDrift } from '../../activities/check-drift.js';
import { createRateLimiter } from '../../platforms/rate-limiter.js';
import type { PlatformClient } from '../../platforms/client.js';
import { PlatformUnavailable } from '../../platforms/connection.js';
import { createPlatformActivities } from '../../activities/platform.js';
import { readExpected } from '../../registry/enforcement/proofs.js';
import { insertRepair } from '../../registry/enforcement/repairs.js';
import { APPROVAL_KEYS } from './approval-keys.js';
import { aNotice, anActivity, anApprovedDecision, anApprovedRestoration, type Registry } from './registry-fixture.js';
import { runs as parameters } from './jest/cases.js';

const ITEMS = 4;
const COUNTRIES = ['DE', 'FR', 'IN', 'TR'];
/** Other tests leave some thousand items in the same registry: a smaller sample may miss the lost one. */
const ALL = 1_000_000;

export interface UnionWorld {
  registry: Registry;
  /** Treats `@NAME` and `@NAME-alias` as one item. */
  platform: PlatformClient;
  /** Makes the platform drop the restrictions of an item, as if lifted there. */
  lose(id: string): Promise<void>;
}

interface Named {
  item: number;
  name: 0 | 1;
}

interface Support {
  item: number;
  countries: readonly string[];
  everywhere: boolean;
}

/** The expected state: each order with what it holds, by target number. */
interface Model {
  orders: { supports: Map<number, Support>; restorations: number }[];
}

interface Real {
  world: UnionWorld;
  losing: { next: boolean };
  prefix: string;
  orders: string[];
  ids: string[];
}

type Step = fc.AsyncCommand<Model, Real>;

function createActivities({ world: { registry, platform }, losing }: Real) {
  const operate: PlatformClient['operate'] = async (operations) => {
    const results = await platform.operate(operations);
    if (!losing.next) return results;
    losing.next = false;
    throw new PlatformUnavailable('The answer was lost.', { carriedOut: 'unknown' });
  };
  return createPlatformActivities({
    db: registry.enforcement,
    platform: { ...platform, operate },
    verifier: APPROVAL_KEYS.verifier(),
    pace: createRateLimiter(),
    activity: anActivity(),
  });
}

function computeUnion({ orders }: Model, item: number): { countries: string[]; everywhere: boolean } {
  const supports = orders.flatMap((order) => [...order.supports.values()]).filter((support) => support.item === item);
  return {
    countries: [...new Set(supports.flatMap(({ countries }) => countries))].sort(),
    everywhere: supports.some(({ everywhere }) => everywhere),
  };
}

async function compare(model: Model, { ids, world: { registry, platform } }: Real): Promise<void> {
  const expected = await readExpected(registry.db, ids);
  const states = await platform.state(ids);
  for (const [item, id] of ids.entries()) {
    const union = computeUnion(model, item);
    expect({ item, ...expected.get(id), countries: expected.get(id)?.countries.toSorted() }).toEqual({
      item,
      ...union,
      busy: false,
    });
    const state = states.get(id);
    expect({ item, ...state, countries: state?.countries.toSorted() }).toEqual({ item, id, ...union });
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
    const { registry } = real.world;
    const noticeId = await aNotice(registry, locators);
    const decision = everywhere ? { action: 'remove_law' as const } : { action: 'withhold' as const, countries };
    await anApprovedDecision(registry, { noticeId, decisions: [decision] });
    real.losing.next = this.lost;
    expect(await createActivities(real).enforce({ noticeId, submission: 1 })).toMatchObject({ ok: true });
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
    await anApprovedRestoration(real.world.registry, { noticeId, number, targets });
    real.losing.next = this.lost;
    expect(await createActivities(real).enforce({ noticeId, submission: number })).toMatchObject({ ok: true });
    real.losing.next = false;
    for (const no of targets) order.supports.delete(no);
    await compare(model, real);
  }

  toString = () => `restore(order ${this.order}, targets ${String(this.share)}${this.lost ? ', answer lost' : ''})`;
}

/** The platform loses an item; the next drift check finds it, and a retry by each order that holds it repairs it. */
class Lose implements Step {
  readonly item: number;

  constructor(item: number) {
    this.item = item;
  }

  check = (model: Readonly<Model>) => {
    const { countries, everywhere } = computeUnion(model, this.item);
    return everywhere || countries.length > 0;
  };

  async run(model: Model, real: Real): Promise<void> {
    const { registry, platform, lose } = real.world;
    await lose(real.ids[this.item] ?? '');
    const recheck = () => checkDrift({ db: registry.db, platform, settleMs: 0 }, { sample: ALL });
    expect((await recheck()).notices).toBeGreaterThan(0);
    for (const [at, { supports }] of model.orders.entries()) {
      for (const [no, { item }] of supports) {
        if (item === this.item) await this.retry(real, real.orders[at] ?? '', no);
      }
    }
    expect((await recheck()).notices).toBe(0);
    await compare(model, real);
  }

  private async retry(real: Real, noticeId: string, no: number): Promise<void> {
    const repair = { id: uuidv7(), noticeId, action: 'retry' as const, reason: 'Lost.', by: { id: 'o', name: 'Ops' } };
    const chosen = await real.world.registry.db.transaction().execute((trx) => insertRepair(trx, repair, no));
    expect(chosen).toMatchObject({ count: 1 });
    await createActivities(real).enforce({ noticeId, submission: chosen?.submission ?? 0, repair: repair.id });
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

let sequences = 0;

/**
 * Runs random orders, restorations and losses over the same items under two names, with lost answers: after each step
 * the registry's rows and the platform's state equal a recomputed set union. Returns the number of sequences.
 */
export async function checkUnion(world: UnionWorld, { runs }: { runs: number }): Promise<number> {
  const before = sequences;
  await fc.assert(
    fc.asyncProperty(
      fc.commands([orders, restorations, orders, restorations, losses], { maxCommands: 8 }),
      async (steps) => {
        sequences += 1;
        const prefix = `model${sequences}x`;
        const resolved = await world.platform.resolve(
          Array.from({ length: ITEMS }, (_, item) => ({ type: 'account', locator: `@${prefix}${item}` })),
        );
        const ids = resolved.map(({ id }) => id ?? '');
        const real: Real = { world, losing: { next: false }, prefix, orders: [], ids };
        await fc.asyncModelRun(() => ({ model: { orders: [] }, real }), steps);
      },
    ),
    { ...parameters(1), numRuns: runs, endOnFailure: true },
  );
  return sequences - before;
}
