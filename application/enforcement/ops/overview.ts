import type { z } from 'zod';
import type { QueueState } from '../../../client/describe.js';
import { MAX_OPS_ROWS, type overviewView, type reconcilerView } from '../../../contract/ops.js';
import { isRight } from '../../../domain/clocks/clock.js';
import type { ForecastClockRow } from '../../../registry/clocks/forecast.js';
import {
  listRepaired,
  measureMinutes,
  measureTimerLag,
  type MinuteRow,
  type RepairedRow,
} from '../../../registry/ops/ops-overview.js';
import { findLastPass, type ReconcilerPass } from '../../../registry/ops/reconciling.js';
import { countLivingWorkers, type QueueWorkers } from '../../../registry/ops/worker-heartbeats.js';
import { toReader, type Caller } from '../../caller.js';
import { makeForecast } from '../../clocks/forecast/refresh-forecast.js';
import { recordSecretReads } from '../../secret-reads.js';
import type { Services } from '../../services.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Describes the state of the desk, for notices that the caller can read; it works while Temporal is down. */
export async function describeDesk(
  services: Pick<Services, 'db' | 'engine' | 'now'>,
  caller: Caller,
): Promise<z.input<typeof overviewView>> {
  const { db, engine } = services;
  const question = { reader: toReader(caller), now: services.now() };
  const [queues, workers, { since, minutes }, lag, repaired, { clocks, forecast }] = await Promise.all([
    engine.queues().catch(() => null),
    countLivingWorkers(db),
    measureMinutes(db, question),
    measureTimerLag(db, question),
    listRepaired(db, { ...question, limit: MAX_OPS_ROWS }),
    makeForecast(db, question),
  ]);
  const soon = dueWithinADay(clocks, question.now);
  const shown = soon.slice(0, MAX_OPS_ROWS);
  const risky = new Set(forecast.willMiss.map(({ clock }) => clock.id));
  const seen = [
    ...shown.map(({ noticeId: id, secrecyLevel: level }) => ({ id, level })),
    ...repaired.map(({ notice: id, secrecy_level: level }) => ({ id, level })),
  ];
  await recordSecretReads(services, caller, { seen, list: 'ops_overview' });
  return {
    queues: queues?.map((queue) => ({ ...coarse(queue), workers: livingIn(queue.name, workers) })) ?? null,
    series: everyMinute({ since, now: question.now, minutes }),
    timerLag: lag.map(({ at, ...ms }) => ({ at: at.toISOString(), ...ms })),
    dueSoon: shown.map(({ id, noticeId, number, kind, dueAtMs }) => ({
      notice: noticeId,
      number,
      clock: id,
      kind,
      dueAt: new Date(dueAtMs).toISOString(),
      atRisk: risky.has(id),
    })),
    dueSoonTotal: soon.length,
    repairedToday: repaired.map(toRepaired),
  };
}

/** Rounded to tens: exact backlogs would let a reader count hidden notices. */
function coarse({ name, backlog, oldestSeconds }: QueueState): QueueState {
  const tens = Math.floor(backlog / 10) * 10;
  return { name, backlog: tens, oldestSeconds: tens === 0 ? null : oldestSeconds };
}

function livingIn(name: string, workers: readonly QueueWorkers[]): number {
  return workers.find(({ queue }) => queue === name)?.living ?? 0;
}

function dueWithinADay(clocks: readonly ForecastClockRow[], now: Date): ForecastClockRow[] {
  return clocks
    .filter(({ kind, dueAtMs }) => !isRight(kind) && dueAtMs < now.getTime() + DAY_MS)
    .toSorted((a, b) => a.dueAtMs - b.dueAtMs);
}

/** Minutes without activity are included: a chart must not draw a line over them. */
function everyMinute({ since, now, minutes }: { since: Date; now: Date; minutes: readonly MinuteRow[] }) {
  const known = new Map(minutes.map(({ at, ...counts }) => [at.getTime(), counts]));
  const none = { applied: 0, decisions: 0, letters: 0, received: 0 };
  const first = Math.ceil(since.getTime() / MINUTE_MS);
  const last = Math.floor(now.getTime() / MINUTE_MS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, nth) => {
    const atMs = (first + nth) * MINUTE_MS;
    return { at: new Date(atMs).toISOString(), ...none, ...known.get(atMs) };
  });
}

function toRepaired({ at, by_name: byName, secrecy_level: _, ...row }: RepairedRow) {
  return { ...row, byName, at: at.toISOString() };
}

/** The last comparison of registry and engine. */
export async function describeLastPass({
  db,
  reconcileEveryMs,
}: Pick<Services, 'db' | 'reconcileEveryMs'>): Promise<z.input<typeof reconcilerView>> {
  const last = await findLastPass(db);
  return {
    everySeconds: reconcileEveryMs === null ? null : reconcileEveryMs / 1000,
    last: last === undefined ? null : toPass(last),
  };
}

function toPass({ startedAt, finishedAt, open, looked, unanswered, found }: ReconcilerPass) {
  const times = { startedAt: startedAt.toISOString(), finishedAt: finishedAt.toISOString() };
  return { ...times, open, looked, unanswered, found };
}
