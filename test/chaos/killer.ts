import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosDesk, type Victim, VICTIMS } from './desk.js';
import { type Dice, throwDice } from './dice.js';
import type { Journal } from './journal.js';

/**
 * The supervisor's waits grow with each end that follows a short life, to 15 s. After a few kills in a row a process is
 * left alone until its next end counts as a first one again (`desk/back-off.ts`), else it would be down most of the time.
 */
const REST_MS = 75_000;
const ROW = { least: 4, most: 6 };
/** While PostgreSQL is down nothing goes on that a kill could hit. */
const ROW_OF_POSTGRES = { least: 1, most: 2 };
/** Long enough for work to come under way, short enough to hit it. */
const PAUSE_MS = { least: 1_000, most: 4_000 };
const LOOK_EVERY_MS = 200;
/** Most kills find a process at work; some find one that is still starting, which costs it another wait. */
const STARTING_SHARE = 0.1;
/** So many others may be down when one is killed: a desk that is down altogether does nothing that could go wrong. */
const OTHERS_DOWN = 1;

interface Prey {
  /** Kills left before it is left alone. */
  row: number;
  restsUntilMs: number;
  lastPid: number | undefined;
}

export interface Kills {
  total: number;
  by: Record<Victim, number>;
  /** Times when two were killed at one instant. */
  pairs: number;
}

/** Kills processes of the desk, in an order that the seed names, until enough live ones were hit. */
export async function killUntil(
  { desk, journal, seed }: { desk: ChaosDesk; journal: Journal; seed: number },
  wanted: number,
  giveUpAtMs: number,
): Promise<Kills> {
  const dice = throwDice(seed, 'kills');
  const prey = new Map<Victim, Prey>(VICTIMS.map((victim) => [victim, aRow(dice, victim)]));
  const kills: Kills = { total: 0, by: { worker: 0, enforcement: 0, api: 0, postgres: 0 }, pairs: 0 };
  while (kills.total < wanted && Date.now() < giveUpAtMs) {
    await sleep(dice.whole(PAUSE_MS.least, PAUSE_MS.most));
    const order = dice.some(VICTIMS, VICTIMS.length);
    const atOnce = Math.min(dice.chance(0.2) ? 2 : 1, wanted - kills.total);
    const striking = { order, atOnce, alsoStarting: dice.chance(STARTING_SHARE), prey };
    let hit = strikeFirst({ desk, journal, dice }, striking);
    while (hit.length === 0 && Date.now() < giveUpAtMs) {
      await sleep(LOOK_EVERY_MS);
      hit = strikeFirst({ desk, journal, dice }, striking);
    }
    for (const victim of hit) kills.by[victim] += 1;
    kills.total += hit.length;
    if (hit.length === 2) kills.pairs += 1;
  }
  return kills;
}

function aRow(dice: Dice, victim: Victim): Prey {
  const { least, most } = victim === 'postgres' ? ROW_OF_POSTGRES : ROW;
  return { row: dice.whole(least, most), restsUntilMs: 0, lastPid: undefined };
}

interface Striking {
  order: readonly Victim[];
  atOnce: number;
  alsoStarting: boolean;
  prey: Map<Victim, Prey>;
}

/** Hits the first ones of the order that can be hit. */
function strikeFirst(
  { desk, journal, dice }: { desk: ChaosDesk; journal: Journal; dice: Dice },
  { order, atOnce, alsoStarting, prey }: Striking,
): Victim[] {
  const live = desk.findVictims();
  const atWork = VICTIMS.filter((victim) => live.get(victim)?.isReady === true);
  if (VICTIMS.length - atWork.length > OTHERS_DOWN) return [];
  const hit: Victim[] = [];
  for (const victim of order) {
    const found = live.get(victim);
    if (hit.length === atOnce || found === undefined || !(found.isReady || alsoStarting)) continue;
    if (strike({ pid: found.pid, journal, dice }, victim, prey)) hit.push(victim);
  }
  return hit;
}

/** True: a live process was hit. One that rests is spared. */
function strike(
  { pid, journal, dice }: { pid: number; journal: Journal; dice: Dice },
  victim: Victim,
  prey: Map<Victim, Prey>,
): boolean {
  const state = prey.get(victim) ?? aRow(dice, victim);
  if (Date.now() < state.restsUntilMs || pid === state.lastPid) return false;
  const n = journal.invoke({ op: 'kill', as: 'harness', body: { victim, pid } });
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    journal.fail(n, 0, 'It had ended by itself.');
    return false;
  }
  journal.ok(n);
  const rest = state.row <= 1;
  prey.set(victim, {
    ...(rest ? { ...aRow(dice, victim), restsUntilMs: Date.now() + REST_MS } : { ...state, row: state.row - 1 }),
    lastPid: pid,
  });
  return true;
}
