import { isCleaningUp } from '../rig/clean-up.js';
import { keepCommitTimes } from '../rig/commit-times.js';
import { startWholeDesk } from '../rig/desk.js';
import { createHttpClient } from '../rig/http.js';
import { probeMachine } from '../rig/probe.js';
import { describeMachine, readVersions } from '../rig/result.js';
import { type Around, attempt, type Say, type Side, type Sides, type Unstamped } from './around.js';
import type { ContenderKey, Part, PeersLine } from './figures/lines.js';
import { deskContender } from './human-step/desk-contender.js';
import { startPeer } from './human-step/peer-contender.js';
import type { PeersOptions } from './options.js';
import { runFreshness, runKill, runOrder, runSteps } from './parts.js';
import { NAMES, PREPARE } from './programs.js';
import { runTimers, TIMER_PARTS } from './timers.js';

/** Connections of the load generator: more than clients. */
const CONNECTIONS = 64;

/** Measures the parts one after the other, and prints each figure at once. A part that fails leaves out only itself. */
export async function runPeers(
  { parts, peers, size }: PeersOptions,
  { say, print }: { say: Say; print: (line: PeersLine) => void },
): Promise<void> {
  const run = new Date().toISOString();
  const write = (line: Unstamped) => {
    if (!isCleaningUp()) print({ ...line, run });
  };
  write({ part: 'run', ...probeMachine(), machine: describeMachine(), versions: readVersions() });
  for (const contender of peers) write({ part: 'contender', contender, ...NAMES[contender] });
  const desk = await startWholeDesk(say);
  await keepCommitTimes(desk);
  const http = createHttpClient({ ...desk, connections: CONNECTIONS });
  const around: Around = { desk, http, size, write, say };
  const sides = { ...around, sides: await startSides(peers, around) };
  const inTime = async (part: Part, work: (around: Sides) => Promise<void>) => {
    if (!parts.includes(part)) return;
    const from = performance.now();
    await work(sides);
    say(`${part}: ${Math.round((performance.now() - from) / 1_000)} s`);
  };
  await inTime('steps', runSteps);
  await inTime('order', (all) => runOrder(all, { ozone: peers.includes('ozone') }));
  await inTime('freshness', runFreshness);
  await inTime('kill', runKill);
  const timerParts = TIMER_PARTS.filter((part) => parts.includes(part));
  for (const part of timerParts.slice(0, 1)) await inTime(part, (all) => runTimers(timerParts, all));
  await http.close();
}

async function startSides(peers: readonly ContenderKey[], around: Around): Promise<Side[]> {
  const sides: Side[] = [];
  for (const key of peers) {
    if (key === 'ozone') continue;
    if (key === 'desk') sides.push({ key, contender: deskContender(around.desk, around.http) });
    else
      await attempt(around, { contender: key, of: 'start' }, async () => {
        sides.push({ key, contender: await startPeer(await PREPARE[key](around.say), around.desk) });
      });
  }
  return sides;
}
