import { randomUUID } from 'node:crypto';
import type { Contender } from '../peers/human-step/contender.js';
import { deskContender } from '../peers/human-step/desk-contender.js';
import { type Killed, measureKill } from '../peers/human-step/measure-kill.js';
import { measureSteps, type Steps } from '../peers/human-step/measure-steps.js';
import { ESCALATED_ROWS, measureTimers } from '../peers/human-step/measure-timers.js';
import { PEER_PROGRAMS, startPeer } from '../peers/human-step/peer-contender.js';
import { STEPS } from '../peers/human-step/registry.js';
import { keepCommitTimes } from '../rig/commit-times.js';
import { type BenchDesk, startWholeDesk } from '../rig/desk.js';
import { createHttpClient } from '../rig/http.js';
import { timed } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { percentile } from '../rig/pairs.js';
import { openDormitory } from '../rig/sleepers.js';
import { connectTemporal } from '../rig/temporal.js';

const CLIENTS = [1, 8, 32] as const;
const NOTICES = 64;
/** Connections of the load generator: more than clients. */
const CONNECTIONS = 64;

interface Figures {
  contender: Contender;
  steps: Steps[];
  orderMs: number[];
  lagsMs: number[];
  killed: Killed | undefined;
}

/** Prints the same work on the desk and on what one would use instead: steps of people, an order, due times, a kill. */
export async function printPeers({ pairs, targets, due, say }: BenchOptions): Promise<string> {
  const desk = await startWholeDesk(say);
  await keepCommitTimes(desk);
  const http = createHttpClient({ ...desk, connections: CONNECTIONS });
  const contenders = [deskContender(desk, http)];
  for (const peer of PEER_PROGRAMS) contenders.push(await startPeer(peer, desk));
  const figures = contenders.map(
    (contender): Figures => ({
      contender,
      steps: [],
      orderMs: [],
      lagsMs: [],
      killed: undefined,
    }),
  );
  // The first round warms.
  for (let round = 0; round <= pairs; round += 1) {
    for (const one of round % 2 === 0 ? figures : figures.toReversed()) await runRound(one, { round, targets, say });
  }
  for (const one of figures) {
    say(`  ${one.contender.name}: ${due} due times …`);
    one.lagsMs = await timers(one.contender, desk, due);
  }
  for (const one of figures) {
    say(`  ${one.contender.name}: kill -9 …`);
    one.killed = await measureKill(one.contender);
  }
  await http.close();
  return toTables(figures);
}

async function runRound(
  { contender, steps, orderMs }: Figures,
  { round, targets, say }: { round: number; targets: number; say: BenchOptions['say'] },
): Promise<void> {
  for (const clients of CLIENTS) {
    const measured = await measureSteps(contender, clients, NOTICES);
    say(`  ${contender.name}, ${clients} clients: ${Math.round(measured.perSecond)} steps a second`);
    if (round > 0) steps.push(measured);
  }
  const ms = await measureOrder(contender, targets);
  say(`  ${contender.name}, an order of ${targets}: ${Math.round(ms)} ms`);
  if (round > 0) orderMs.push(ms);
}

/** From the last approval to all targets recorded as applied. */
async function measureOrder(contender: Contender, targets: number): Promise<number> {
  const id = await contender.receive({ targets });
  for (const step of STEPS.slice(0, -1)) await contender.take({ id, step, command: randomUUID() });
  return timed(async () => {
    await contender.take({ id, step: 'approve', command: randomUUID() });
    await contender.untilEnforced(id);
  });
}

async function timers(contender: Contender, desk: BenchDesk, count: number): Promise<number[]> {
  if (contender.database !== desk.database)
    return measureTimers(
      { open: (dueAtMs) => contender.receive({ dueAtMs }), database: contender.database, rows: ESCALATED_ROWS },
      count,
    );
  const temporal = await connectTemporal(desk.temporal);
  const dormitory = await openDormitory({ desk, client: temporal.client, peerQueue: '' });
  const { start, rows } = dormitory.sides.desk;
  const open = async (dueAtMs: number) => {
    const id = randomUUID();
    await start({ id, dueAtMs });
    return id;
  };
  const lagsMs = await measureTimers({ open, database: desk.database, rows }, count);
  await Promise.all([dormitory.close(), temporal.close()]);
  return lagsMs;
}

function toTables(figures: readonly Figures[]): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['', 'clients', 'p50 ms', 'p99 ms', 'steps/s', 'steps/s a core', 'commits a step', 'WAL a step', 'memory']),
    row(Array<string>(9).fill('---')),
    ...figures.flatMap((one) => CLIENTS.map((clients) => row(toStepCells(one, clients)))),
    '',
    row([
      '',
      'order, from approval',
      'timer late p50',
      'p99',
      'acknowledged, lost after kill -9',
      'orders not enforced',
    ]),
    row(Array<string>(6).fill('---')),
    ...figures.map((one) => row(toOtherCells(one))),
    '',
    ...figures.slice(1).map(({ contender }) => `${contender.name} leaves out: ${contender.leavesOut}.`),
  ].join('\n');
}

function toStepCells({ contender, steps }: Figures, clients: number): string[] {
  const own = steps.filter((one) => one.clients === clients);
  const ms = own.flatMap((one) => one.ms);
  const average = (figure: (one: Steps) => number) => own.reduce((sum, one) => sum + figure(one), 0) / own.length;
  return [
    contender.name,
    String(clients),
    percentile(ms, 50).toFixed(1),
    percentile(ms, 99).toFixed(1),
    average((one) => one.perSecond).toFixed(0),
    (1_000 / average((one) => one.cpuMs)).toFixed(0),
    average((one) => one.postgres.commits).toFixed(1),
    `${(average((one) => one.postgres.walBytes) / 1024).toFixed(1)} kB`,
    `${average((one) => one.memoryMb).toFixed(0)} MB`,
  ];
}

function toOtherCells({ contender, orderMs, lagsMs, killed }: Figures): string[] {
  return [
    contender.name,
    `${(percentile(orderMs, 50) / 1_000).toFixed(2)} s`,
    `${percentile(lagsMs, 50).toFixed(0)} ms`,
    `${percentile(lagsMs, 99).toFixed(0)} ms`,
    `${killed?.acknowledged}, ${killed?.lost}`,
    String(killed?.notEnforced),
  ];
}
