import type { Logger } from 'pino';
import { raiseAlert, resolveAlert, resolveOthers } from '../registry/ops/alerts.js';
import type { Db } from '../registry/db.js';
import { findCanaryState } from '../registry/ops/canary.js';
import {
  computeClockSkew,
  CLOCKS_APART_MS,
  type ClockApart,
  findClocksApart,
  readDatabaseTime,
} from '../registry/ops/clocks-apart.js';
import {
  countLateActs,
  findLateActs,
  nameLateActs,
  recordHeartbeat,
  type StepWithoutEffect,
} from '../registry/ops/watchdog.js';
import { findEnforcementSilence } from './enforcement-silence.js';
import { createFiredSteps } from './fired-steps.js';
import { follow, judge, NO_BACKLOG } from './judge.js';
import type { PageRoute } from './page-route.js';
import { CANARY_GRACE_MS, ENGINE, FOLLOWED, NAMED, STEPS, STEPS_EVERY_MS } from './rhythm.js';
import { deliver, settleSituation, type Finding } from './situation.js';
import { canaryPage, enginePage, stepsPage } from './words.js';

export interface CheckOptions {
  name: string;
  route: PageRoute | null;
  logger: Logger;
  now?: (db: Db) => Promise<Date>;
  machineMs?: () => number;
}

export interface Watch {
  /** Checks the registry once. Returns whether all pages got through; throws if the registry fails. */
  check(db: Db): Promise<boolean>;
}

/**
 * Creates the watchdog's checks and the state they keep. The watchdog only reads and pages; it never repairs what it
 * finds.
 */
export function createWatch(options: CheckOptions): Watch {
  const { name, route, logger, now = readDatabaseTime, machineMs = () => Date.now() } = options;
  const engine = createEngineWatch();
  const steps = createStepWatch();
  let startedAt: Date | undefined;
  return {
    async check(db) {
      const requestedMs = machineMs();
      const at = await now(db);
      const apartMs = computeClockSkew(at.getTime(), { requestedMs, answeredMs: machineMs() });
      await pageSkew(db, [{ queue: 'the watchdog', apartMs }, ...(await findClocksApart(db))]);
      if (startedAt === undefined) await pageRoute(db, route);
      startedAt ??= at;
      const { finding, overdue, oldestAt } = await engine(db, at);
      const pages = [await settleSituation(db, { situation: 'engine_silent', finding, at })];
      const stepsFinding = await steps(db, at);
      pages.push(await settleSituation(db, { situation: 'steps_without_effect', finding: stepsFinding, at }));
      const enforcement = await findEnforcementSilence(db, { startedAt, at });
      pages.push(await settleSituation(db, { situation: 'enforcement_silent', finding: enforcement, at }));
      const canary = await findCanary(db, { startedAt, at });
      pages.push(await settleSituation(db, { situation: 'canary_silent', finding: canary, at }));
      await recordHeartbeat(db, { name, startedAt, at, overdue, oldestAt });
      const delivered = await Promise.all(pages.map((page) => deliver(db, { page, route, at, logger })));
      return delivered.every(Boolean);
    },
  };
}

function createEngineWatch() {
  let backlog = NO_BACKLOG;
  return async (db: Db, at: Date): Promise<{ finding: Finding; overdue: number; oldestAt: Date | null }> => {
    const nowMs = at.getTime();
    const before = new Date(nowMs - ENGINE.lateAfterMs);
    const late = await findLateActs(db, { before, limit: FOLLOWED });
    const cut = late.length === FOLLOWED;
    const overdue = cut ? await countLateActs(db, { before }) : late.length;
    const items = late.map((act) => ({ id: act.id, atMs: act.at.getTime() }));
    backlog = follow(backlog, { items, nowMs, cut });
    const verdict = judge(backlog, ENGINE);
    const oldestAt = late[0]?.at ?? null;
    // Readiness is public, so its count excludes secret notices; they are paged all the same.
    const openlyOverdue = overdue === 0 ? 0 : await countLateActs(db, { before, openly: true });
    const heartbeat = { overdue: openlyOverdue, oldestAt: openlyOverdue === 0 ? null : oldestAt };
    if (verdict === 'fine' || verdict === 'waiting') return { finding: { state: verdict }, ...heartbeat };
    const finding: Finding = {
      state: 'wrong',
      reason: verdict === 'silent' ? 'engine_silent' : 'engine_late',
      describe: async (trx, page) =>
        enginePage(page, { overdue, clocks: await nameLateActs(trx, { before, limit: NAMED }), nowMs }),
    };
    return { finding, ...heartbeat };
  };
}

function createStepWatch() {
  const fired = createFiredSteps();
  let backlog = NO_BACKLOG;
  let checkedMs = Number.NEGATIVE_INFINITY;
  return async (db: Db, at: Date): Promise<Finding> => {
    const nowMs = at.getTime();
    if (Math.abs(nowMs - checkedMs) < STEPS_EVERY_MS) return { state: 'waiting' };
    const steps = await fired.listOverdue(db, at);
    checkedMs = nowMs;
    backlog = follow(backlog, { items: steps.map(toItem), nowMs, cut: false });
    const verdict = judge(backlog, STEPS);
    if (verdict === 'fine' || verdict === 'waiting') return { state: verdict };
    return {
      state: 'wrong',
      reason: 'steps_without_effect',
      describe: async (_, page) => stepsPage(page, { count: steps.length, steps: steps.slice(0, NAMED) }),
    };
  };
}

function toItem({ seq, level, what, at }: StepWithoutEffect) {
  return { id: `${seq}:${level}:${what}`, atMs: at.getTime() };
}

async function findCanary(db: Db, { startedAt, at }: { startedAt: Date; at: Date }): Promise<Finding> {
  const { late } = await findCanaryState(db);
  if (late === null) return { state: 'fine' };
  // After a full stop the canary's job starts at the same time as the watchdog.
  if (late.step === 'planned' && at.getTime() - startedAt.getTime() < CANARY_GRACE_MS) return { state: 'waiting' };
  return { state: 'wrong', reason: 'canary_silent', describe: async (_, page) => canaryPage(page, late) };
}

async function pageSkew(db: Db, clocks: readonly ClockApart[]): Promise<void> {
  const kind = 'clock_skew';
  const apart = clocks
    .filter(({ apartMs }) => Math.abs(apartMs) > CLOCKS_APART_MS)
    .map(({ queue, apartMs }) => ({ key: `${kind}:${queue}`, queue, apartMs }));
  await resolveOthers(db, { kind, keys: apart.map(({ key }) => key) });
  for (const { key, queue, apartMs } of apart) {
    const seconds = Math.round(Math.abs(apartMs) / 1000);
    const how = `${seconds} s ${apartMs > 0 ? 'ahead of' : 'behind'} the registry's`;
    const summary = `The clock of ${queue} is ${how}. Deadlines follow the registry's clock: correct the one that is wrong.`;
    await raiseAlert(db, { key, kind, noticeId: null, summary, detail: { queue, apartMs } }, { refresh: true });
  }
}

async function pageRoute(db: Db, route: PageRoute | null): Promise<void> {
  const key = 'watchdog:pager_missing';
  if (route !== null) return resolveAlert(db, { key });
  return raiseAlert(db, {
    key,
    kind: 'pager_missing',
    noticeId: null,
    summary:
      'The watchdog has no pager. Set WATCHDOG_WEBHOOK_URL and WATCHDOG_WEBHOOK_SECRET, or the PAGER_ variables.',
  });
}
