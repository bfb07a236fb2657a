import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoName } from '../../desk/simulators/demo-people.js';
import type { ChaosAnswer, ChaosClient } from './client.js';
import { type Dice, throwDice } from './dice.js';
import type { Expected, Journal, Name, OpBodies, OpName } from './journal.js';
import { drawDecisions, drawOrder, type DrawnOrder, toBody, toItemId } from './order.js';

/** Causes that need evidence on record, which never exists here. */
const CLAIMED_CAUSES = ['order_lapsed', 'order_revoked', 'order_annulled', 'emergency_refused', 'appeal_won'];
const OWN_CAUSES = ['own_error', 'unilateral'];
/** Longer than an enforcement's max back-off between kills and faults. */
const FINISHED_WITHIN_MS = 600_000;
/**
 * Some reviewers wait until the platform has identified all targets, through a kill of the process that queries it;
 * some do not.
 */
const TIMEOUT_MS = { patient: 90_000, impatient: 3_000 };

export interface World {
  seed: number;
  client: ChaosClient;
  journal: Journal;
  /** Whether the run still creates work; a life in progress shortens itself when it does not. */
  isOpen: () => boolean;
  saw: (life: number, state: string) => void;
}

/** A command went another way than the life expected. Its journal line has the details. */
export class LifeEnded extends Error {}

/** Runs one order from receipt to its last restoration, with forbidden attempts on its way. */
export async function live(world: World, life: number): Promise<void> {
  const dice = throwDice(world.seed, `life ${life}`);
  const order = drawOrder(dice, { seed: world.seed, life });
  if (order.seeded.length > 0) await world.client.platform('POST', '/_double/targets', { targets: order.seeded });
  const notice = await receive(world, life, order);
  const one = follow(world, { life, notice, dice });
  if (dice.chance(0.15)) await one.reuseKey(order);
  await one.must('triage', 'reviewer', {}, {});
  await one.waitUntilResolved(order);
  await decideAndApprove(one, order);
  const jobs = dice.chance(0.75) ? dice.whole(1, 2) : 0;
  for (let round = 0; round < jobs; round += 1) await restore(one);
}

const buildKey = ({ seed }: World, life: number, step: string) => `chaos-${seed}-${life}-${step}`;

async function receive(world: World, life: number, order: DrawnOrder): Promise<string> {
  const { reference, rows, distinct, items, protectedItems, missing } = order;
  const missingItems = missing.flatMap((no) => items[no - 1] ?? []);
  const { status, body } = await world.client.perform({
    op: 'receive',
    as: 'intake',
    life,
    notice: null,
    body: { reference, rows: rows.length, distinct, items, protectedItems, missingItems },
    path: '/v1/notices',
    send: toBody(order),
    key: buildKey(world, life, 'receive'),
  });
  if (status !== 201) throw new LifeEnded(`The order of life ${life} was not taken: ${status}`);
  return String(body.id);
}

/** Lives have small numbers; orders that are left alone are numbered from here. */
const FIRST_LEFT = 1_000_000;
const ROWS_OF_LEFT = 3;

export async function receiveOnly(
  client: ChaosClient,
  { seed, at, within }: { seed: number; at: number; within?: string | undefined },
): Promise<void> {
  const life = FIRST_LEFT + at;
  const reference = `CHAOS/${seed}/left/${at}`;
  const rows = Array.from(
    { length: ROWS_OF_LEFT },
    (_, no): Name => ({ type: 'account', locator: `@left_${seed}_${at}_${no + 1}` }),
  );
  await client.perform({
    op: 'receive',
    as: 'intake',
    life,
    notice: null,
    body: {
      reference,
      rows: rows.length,
      distinct: rows,
      items: rows.map(toItemId),
      protectedItems: [],
      missingItems: [],
    },
    path: '/v1/notices',
    send: toBody({ reference, rows }, within),
    key: `chaos-${seed}-left-${at}`,
  });
}

type Life = ReturnType<typeof follow>;

function follow(world: World, { life, notice, dice }: { life: number; notice: string; dice: Dice }) {
  const { client, journal } = world;
  const path = `/v1/notices/${notice}`;
  let step = 0;
  const command = async <Op extends OpName>(
    op: Op,
    { as, send, body, expect }: { as: DemoName; send: unknown; body: OpBodies[Op]; expect: Expected },
  ): Promise<ChaosAnswer> => {
    step += 1;
    const key = buildKey(world, life, String(step));
    return client.perform({ op, as, life, notice, expect, body, path: `${path}/${op}`, send, key });
  };
  const read = async (as: DemoName = 'counsel') => (await client.read(as, path)).body;
  return {
    dice,
    world,
    read,
    async must<Op extends OpName>(op: Op, as: DemoName, send: unknown, body: OpBodies[Op]): Promise<ChaosAnswer> {
      const answer = await command(op, { as, send, body, expect: 'ok' });
      if (answer.status !== 200) throw new LifeEnded(`${op} of life ${life}: ${answer.status}`);
      return answer;
    },
    /** Sends a command that must be refused. The life goes on either way. */
    async tries<Op extends OpName>(op: Op, as: DemoName, send: unknown, body: OpBodies[Op]): Promise<void> {
      await command(op, { as, send, body, expect: 'refusal' });
    },
    async reuseKey(order: DrawnOrder): Promise<void> {
      await client.perform({
        op: 'reuse_key',
        as: 'intake',
        life,
        notice,
        expect: 'refusal',
        body: {},
        path: '/v1/notices',
        send: { ...toBody(order), subject: 'Another one' },
        key: buildKey(world, life, 'receive'),
      });
    },
    /** Waits until the platform has identified the targets and records that owners are known from then on. */
    async waitUntilResolved({ distinct, missing }: DrawnOrder): Promise<void> {
      const until = Date.now() + (dice.chance(0.5) ? TIMEOUT_MS.patient : TIMEOUT_MS.impatient);
      while (Date.now() < until) {
        const targets = await client.readAll('reviewer', `${path}/targets`);
        const known = targets.filter(({ platformId }: { platformId: string | null }) => platformId !== null).length;
        if (known === distinct.length - missing.length) {
          journal.ok(journal.invoke({ op: 'reviewed', as: 'harness', life, notice, body: {} }));
          return;
        }
        await sleep(400);
      }
    },
    async changeOwner({ items, distinct }: DrawnOrder, at: number): Promise<void> {
      const item = items[at] ?? '';
      const owner = `owner-${life}-${(step += 1)}`;
      const n = journal.invoke({ op: 'change_owner', as: 'harness', life, notice, body: { item, owner } });
      await client.platform('POST', '/_double/targets', { targets: [{ ...distinct[at], owner }] });
      journal.ok(n);
    },
    async applied(): Promise<number[]> {
      const targets = await client.readAll('reviewer', `${path}/targets?status=applied`);
      return targets.map(({ no }: { no: number }) => no);
    },
    async finishes(submission: number): Promise<void> {
      const until = Date.now() + FINISHED_WITHIN_MS;
      while (Date.now() < until) {
        const [progress, { stage }] = [
          (await client.read('counsel', `${path}/enforcement?submission=${submission}`)).body,
          await read(),
        ];
        world.saw(life, `${submission} ${stage} ${progress.pending} ${progress.finishedAt}`);
        const over = progress.total === 0 || progress.finishedAt !== null;
        if (over && stage !== 'enforcement' && stage !== 'approval') return;
        await sleep(500);
      }
      throw new LifeEnded(`Submission ${submission} of life ${life} did not finish.`);
    },
  };
}

interface Submitted {
  number: number;
  digest: string;
  approvalsNeeded: number;
}

async function decideAndApprove(life: Life, order: DrawnOrder): Promise<void> {
  const { dice } = life;
  const decisions = drawDecisions(dice, order);
  const needsCounsel = order.protectedItems.length > 0 || decisions.every(({ action }) => action !== 'withhold');
  for (const { targets, action, ground, countries } of decisions) {
    const send = { select: { targets }, action, grounds: [ground], ...(action === 'withhold' ? { countries } : {}) };
    await life.must('decide', dice.pick(['reviewer', 'reviewer2'] as const), send, { targets, action, countries });
  }
  // There is only one counsel here: if counsel's approval may be needed, the author must be a reviewer.
  const author = dice.pick<DemoName>(needsCounsel ? ['reviewer', 'reviewer2'] : ['reviewer', 'reviewer2', 'counsel']);
  let submitted = await submit(life, author);
  if (dice.chance(0.25)) {
    const old = submitted;
    // A returned submission's targets are drafts again: some are redecided, or it is resubmitted unchanged.
    await life.must(
      'return',
      'approver',
      { submission: old.number, reason: 'Look again.' },
      { submission: old.number },
    );
    const [first] = decisions;
    if (first !== undefined && first.action === 'withhold') {
      const again = { targets: first.targets, action: 'withhold', countries: ['IN'] };
      const send = {
        select: { targets: again.targets },
        action: again.action,
        grounds: ['legal_basis_met'],
        countries: ['IN'],
      };
      await life.must('decide', 'reviewer', send, again);
    }
    submitted = await submit(life, author);
    const approval = { submission: old.number, digest: old.digest };
    await life.tries('approve', 'approver2', approval, approval);
  }
  await attack(life, author, submitted);
  if (dice.chance(0.35)) {
    for (const at of dice.some([...order.items.keys()], dice.whole(1, 3))) await life.changeOwner(order, at);
  }
  await approve(life, author, submitted);
  await life.finishes(submitted.number);
}

async function submit(life: Life, author: DemoName): Promise<Submitted> {
  return (await life.must('submit', author, {}, {})).body.submission as Submitted;
}

/** Tries forbidden commands before any approval was given. */
async function attack(life: Life, author: DemoName, { number, digest }: Submitted): Promise<void> {
  const approval = { submission: number, digest };
  const { dice } = life;
  if (dice.chance(0.4)) await life.tries('approve', author, approval, approval);
  if (dice.chance(0.15))
    await life.tries('approve', author === 'reviewer' ? 'reviewer2' : 'reviewer', approval, approval);
  if (dice.chance(0.15)) await life.tries('approve', 'intake', approval, approval);
  const wrong = { submission: number, digest: `${digest.slice(0, -1)}${digest.endsWith('0') ? '1' : '0'}` };
  if (dice.chance(0.25)) await life.tries('approve', 'approver', wrong, wrong);
  const later = { submission: number + 1, digest };
  if (dice.chance(0.1)) await life.tries('approve', 'approver', later, later);
}

/** Gives every approval that is needed, with some that must not count in between. */
async function approve(life: Life, author: DemoName, submitted: Submitted): Promise<void> {
  const { number: submission, digest, approvalsNeeded } = submitted;
  const approval = { submission, digest };
  const { dice } = life;
  const first = dice.pick(['approver', 'approver2'] as const);
  const other = first === 'approver' ? 'approver2' : 'approver';
  if (approvalsNeeded > 1) {
    await life.must('approve', first, approval, approval);
    if (dice.chance(0.5)) await life.tries('approve', first, approval, approval);
    if (dice.chance(0.5)) await life.tries('approve', other, approval, approval);
    await life.must('approve', 'counsel', approval, approval);
    return;
  }
  const last = author !== 'counsel' && dice.chance(0.2) ? 'counsel' : first;
  await life.must('approve', last, approval, approval);
  if (dice.chance(0.3)) await life.tries('approve', last, approval, approval);
}

async function restore(life: Life): Promise<void> {
  const { dice } = life;
  const held = await life.applied();
  if (held.length === 0) return;
  const targets = dice.chance(0.25) ? held : dice.some(held, Math.max(1, Math.floor(held.length * dice.next())));
  const cause = dice.pick(dice.chance(0.5) ? CLAIMED_CAUSES : OWN_CAUSES);
  const author = dice.pick(['reviewer', 'reviewer2'] as const);
  const send = { select: { targets }, cause, note: 'chaos' };
  const { body } = await life.must('reinstate', author, send, { targets, cause });
  const submitted = body.submission as Submitted;
  await attack(life, author, submitted);
  await approve(life, author, submitted);
  await life.finishes(submitted.number);
}
