import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosDesk, CORE, type Postmaster, readPostmaster, type Victim } from './desk.js';
import { type Dice, throwDice } from './dice.js';
import type { Journal } from './journal.js';

/**
 * The supervisor's back-off grows with each short-lived start, to 15 s. After a few kills in a row a process is left
 * alone until its next end counts as a first one again (`desk/back-off.ts`); otherwise it would be down most of the
 * time.
 */
const REST_MS = 75_000;
const ROW = { least: 4, max: 6 };
/** While PostgreSQL is down there is no work that a kill could hit. */
const ROW_OF_POSTGRES = { least: 1, max: 2 };
/** Long enough for work to get under way, short enough to hit it. */
const PAUSE_MS = { least: 500, max: 3_000 };
const POLL_EVERY_MS = 200;
/** Most kills hit a working process; some hit one that is still starting, which costs it another back-off. */
const STARTING_SHARE = 0.1;
/**
 * Number of other processes that may be down at a kill: a desk that is down altogether does nothing that could go
 * wrong.
 */
const OTHERS_DOWN = { core: 1, rest: 4 };
/** Where nothing else is killed, there is more work for PostgreSQL's kill to hit. */
const ROW_OF_POSTGRES_ALONE = { least: 3, max: 3 };
const RECOVERY_SHARE = 0.5;
/** PostgreSQL's kill waits up to this long for an acknowledgement, and follows it immediately. */
const AIM_WITHIN_MS = 6_000;
const AT_WORK_WITHIN_MS = 30_000;
const AIM_POLL_MS = 5;
const RECOVERY_WITHIN_MS = 30_000;
const RECOVERY_POLL_MS = 3;
const WITH_TEMPORAL = ['worker', 'enforcement'] as const;

interface Prey {
  row: number;
  restsUntilMs: number;
  lastPid: number | undefined;
}

/** The killed part; PostgreSQL during recovery counts separately. */
export type Killed = Victim | 'postgres-recovering';

export interface Kills {
  total: number;
  by: Partial<Record<Killed, number>>;
  /** Number of times two processes were killed together. */
  pairs: number;
}

export interface Hunt {
  desk: ChaosDesk;
  journal: Journal;
  seed: number;
  victims: readonly Victim[];
}

/** Kills processes of the desk, in an order that the seed determines, until enough live ones were hit. */
export async function killUntil(hunt: Hunt, wanted: number, giveUpAtMs: number): Promise<Kills> {
  const { victims } = hunt;
  const dice = throwDice(hunt.seed, 'kills');
  const prey = new Map<Victim, Prey>(victims.map((victim) => [victim, aRow(dice, victim, victims)]));
  const isAlone = victims.length === 1;
  const kills: Kills = { total: 0, by: {}, pairs: 0 };
  const count = (hit: readonly Killed[]) => {
    for (const victim of hit) kills.by[victim] = (kills.by[victim] ?? 0) + 1;
    kills.total += hit.length;
    if (hit.length > 1) kills.pairs += 1;
  };
  while (kills.total < wanted && Date.now() < giveUpAtMs) {
    await sleep(dice.whole(PAUSE_MS.least, PAUSE_MS.max));
    const order = dice.some(victims, victims.length);
    const strikes = Math.min(dice.chance(0.2) ? 2 : 1, wanted - kills.total);
    const again = dice.chance(isAlone ? 1 : RECOVERY_SHARE);
    const striking = { order, strikes, alsoStarting: dice.chance(STARTING_SHARE), prey };
    if (order[0] === 'postgres' && Date.now() >= (prey.get('postgres')?.restsUntilMs ?? 0)) await takeAim(hunt);
    let hit = strikeFirst(hunt, dice, striking);
    while (hit.length === 0 && Date.now() < giveUpAtMs) {
      await sleep(POLL_EVERY_MS);
      hit = strikeFirst(hunt, dice, striking);
    }
    count(hit);
    const killed = prey.get('postgres')?.lastPid;
    if (hit.includes('postgres') && again && kills.total < wanted && (await strikeRecovering(hunt, killed)))
      count(['postgres-recovering']);
  }
  return kills;
}

/**
 * Waits until an order or a mail is acknowledged: if acknowledgements are sent before the data is on disk, that one is
 * lost.
 */
async function takeAim({ desk, journal: { lines } }: Hunt): Promise<void> {
  for (const until = Date.now() + AT_WORK_WITHIN_MS; Date.now() < until; await sleep(POLL_EVERY_MS))
    if (desk.findVictims().get('postgres')?.isReady === true) break;
  const promises = new Set<number>();
  let at = 0;
  let isNew = false;
  for (const until = Date.now() + AIM_WITHIN_MS; Date.now() < until; await sleep(AIM_POLL_MS)) {
    for (; at < lines.length; at += 1) {
      const line = lines[at];
      if (line?.phase === 'invoke' && (line.op === 'receive' || line.op === 'mail_in')) promises.add(line.n);
      if (line?.phase === 'ok' && promises.has(line.n) && isNew) return;
    }
    isNew = true;
  }
}

function aRow(dice: Dice, victim: Victim, victims: readonly Victim[]): Prey {
  const ofPostgres = victims.length === 1 ? ROW_OF_POSTGRES_ALONE : ROW_OF_POSTGRES;
  const { least, max } = victim === 'postgres' ? ofPostgres : ROW;
  return { row: dice.whole(least, max), restsUntilMs: 0, lastPid: undefined };
}

interface Striking {
  order: readonly Victim[];
  strikes: number;
  alsoStarting: boolean;
  prey: Map<Victim, Prey>;
}

function strikeFirst({ desk, journal, victims }: Hunt, dice: Dice, { order, strikes, alsoStarting, prey }: Striking) {
  const live = desk.findVictims();
  const down = victims.filter((victim) => live.get(victim)?.isReady !== true);
  const core = down.filter((victim) => CORE.some((one) => one === victim) || victim === 'temporal');
  const hit: Victim[] = [];
  if (core.length > OTHERS_DOWN.core || down.length - core.length > OTHERS_DOWN.rest) return hit;
  const hitOne = (victim: Victim) => {
    const found = live.get(victim);
    if (found === undefined || !(found.isReady || alsoStarting) || hit.includes(victim)) return;
    if (strike({ pid: found.pid, journal, dice, victims }, victim, prey)) hit.push(victim);
  };
  for (const victim of order) if (hit.length < strikes) hitOne(victim);
  if (hit.includes('temporal')) hitOne(dice.pick(WITH_TEMPORAL));
  return hit;
}

/** Kills PostgreSQL again while the server started after a kill is still recovering. */
async function strikeRecovering({ desk, journal }: Hunt, killed: number | undefined): Promise<boolean> {
  for (const until = Date.now() + RECOVERY_WITHIN_MS; Date.now() < until; await sleep(RECOVERY_POLL_MS)) {
    const found = readPostmaster(desk.home);
    const moment = toMoment(found !== undefined && isAlive(found.pid) ? found : undefined, killed);
    if (found === undefined || moment === 'wait') continue;
    return moment === 'strike' && killOne(journal, 'postgres-recovering', found.pid);
  }
  return false;
}

/**
 * Whether a PostgreSQL server is recovering, will be, or has finished. The killed one stays in the pid file as ready,
 * and exists until its parent has reaped it.
 */
export function toMoment(found: Postmaster | undefined, killed: number | undefined): 'wait' | 'strike' | 'missed' {
  if (found === undefined || found.pid === killed || found.state === 'begun') return 'wait';
  return found.state === 'starting' ? 'strike' : 'missed';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function killOne(journal: Journal, victim: Killed, pid: number): boolean {
  const n = journal.invoke({ op: 'kill', as: 'harness', body: { victim, pid } });
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    journal.fail(n, 0, 'It had ended by itself.');
    return false;
  }
  journal.ok(n);
  return true;
}

function strike(
  { pid, journal, dice, victims }: { pid: number; journal: Journal; dice: Dice; victims: readonly Victim[] },
  victim: Victim,
  prey: Map<Victim, Prey>,
): boolean {
  const state = prey.get(victim) ?? aRow(dice, victim, victims);
  if (Date.now() < state.restsUntilMs || pid === state.lastPid) return false;
  if (!killOne(journal, victim, pid)) return false;
  const rest = state.row <= 1;
  prey.set(victim, {
    ...(rest
      ? { ...aRow(dice, victim, victims), restsUntilMs: Date.now() + REST_MS }
      : { ...state, row: state.row - 1 }),
    lastPid: pid,
  });
  return true;
}
