import { setTimeout as sleep } from 'node:timers/promises';
import { FAULT_KINDS } from '../../desk/simulators/platform-messages.js';
import { checkAll } from './check/check-all.js';
import { checkCoverage, countCoverage, COVERAGE_FROM_KILLS } from './check/coverage.js';
import { checkDues, checkReceived, checkNotified, readTimes } from './check/clocks.js';
import { COVERAGE_FROM_CUTS, checkCuts } from './check/cut-coverage.js';
import { checkFlood } from './check/flood.js';
import type { Finding } from './check/finding.js';
import type { ProcessCampaign } from './campaign.js';
import { type ChaosClient, createChaosClient } from './client.js';
import type { ChaosDesk } from './desk.js';
import type { Evidence } from './evidence.js';
import { troubleThePlatform } from './faults.js';
import { readDeeds } from './history.js';
import { openJournal, type Journal } from './journal.js';
import { killUntil, type Kills } from './killer.js';
import { comeAndGo } from './lab/around.js';
import { type Cuts, cutUntil } from './lab/cuts.js';
import { type DiskTroubles, troubleTheDisk } from './lab/disk.js';
import type { FakedClocks } from './lab/faked-time.js';
import { FLOOD, type Flood, floodUntil } from './lab/flood.js';
import { type Jumps, jumpUntil } from './lab/jumps.js';
import type { Toxiproxy } from './lab/toxiproxy.js';
import type { Volume } from './lab/volume.js';
import { live, type World } from './life.js';
import { observe } from './observe.js';
import type { ChaosOptions } from './options.js';

/** A run that does not get its kills in this time, plus a minute, has a desk that does not come back. */
const MS_PER_KILL = 20_000;
/** Kills wait at most this long for the first approvals. */
const UNDER_WAY_MS = 120_000;
/** From this many kills on, a run stays open until each fault has happened, for this time at most. */
const TROUBLED_FROM_KILLS = 10;
const TROUBLED_MS = 180_000;
const SETTLE_MS = 240_000;
/** Short enough that clocks fall due while other clocks are set wrong. */
const SHORT_DEADLINE = 'PT1M';
/** An enforcement that the platform refused retries within a minute; without progress for longer, it hangs. */
const STILL_MS = 90_000;

interface Troubles {
  cuts: Cuts | null;
  disk: DiskTroubles | null;
  jumps: Jumps | null;
  flood: Flood | null;
}

export interface ChaosRun extends Troubles {
  kills: Kills;
  lives: number;
  seconds: number;
  evidence: Evidence;
  coverage: Record<string, number>;
  findings: Finding[];
}

export interface RunOn {
  desk: ChaosDesk;
  proxy: Toxiproxy | undefined;
  volume: Volume | undefined;
  clocks: FakedClocks | undefined;
  journal: string;
  say: (text: string) => void;
}

/** Runs lives, faults, kills and cuts together, then waits for quiet, then runs every checker. */
export async function runChaos(campaign: ProcessCampaign, options: ChaosOptions, on: RunOn): Promise<ChaosRun> {
  const { size, seed, notices } = options;
  const victims = options.victim === null ? campaign.victims : [options.victim];
  const { desk, say } = on;
  const from = performance.now();
  const journal = openJournal(on.journal);
  const client = createChaosClient(desk.file, journal);
  let isOpen = true;
  const motion = watchMotion(journal);
  const world: World = { seed, client, journal, isOpen: () => isOpen, saw: motion.saw };
  const telling = setInterval(() => say(`  ${tally(journal)}`), 30_000);
  const wanted = campaign.sizes.unit === 'kills' ? size : Number.POSITIVE_INFINITY;
  try {
    const troubling = trouble(campaign, { world, on, isOpen: () => isOpen });
    const living = liveOn(world, notices, motion);
    await untilUnderWay(journal, notices);
    const giveUpAt = Date.now() + (campaign.sizes.unit === 'kills' ? 60_000 + size * MS_PER_KILL : size * 60_000);
    const hunt = { desk, journal, seed, victims };
    const kills = victims.length > 0 ? await killUntil(hunt, wanted, giveUpAt) : await noKills(giveUpAt);
    // Under a flood the platform gets few requests, and the flood lasts as long as the wait.
    if (wanted >= TROUBLED_FROM_KILLS && !campaign.flood) await untilTroubled(client);
    isOpen = false;
    const troubles = await troubling;
    say(`  ${kills.total} kills done; waiting for running operations …`);
    const { lives, unfinished } = await living;
    if (Number.isFinite(wanted) && kills.total < wanted)
      unfinished.push(`Only ${kills.total} of ${wanted} kills hit a live process in time.`);
    if (!desk.isUp()) unfinished.push('The desk itself has ended.');
    const home = campaign.apart ? desk.home : null;
    const isLeftOut = (reference: string) => reference.startsWith(FLOOD);
    const evidence = await observe(client, { journal, unfinished, home, isLeftOut });
    const findings = [...checkAll(evidence), ...(await checkTroubles(troubles, { client, desk, journal }))];
    if (kills.total >= COVERAGE_FROM_KILLS) findings.push(checkCoverage(evidence, victims));
    const seconds = (performance.now() - from) / 1000;
    const coverage = countCoverage(evidence, victims);
    return { ...troubles, kills, lives, seconds, evidence, coverage, findings };
  } finally {
    isOpen = false;
    clearInterval(telling);
  }
}

async function noKills(untilMs: number): Promise<Kills> {
  await sleep(Math.max(0, untilMs - Date.now()));
  return { total: 0, by: {}, pairs: 0 };
}

async function trouble(
  campaign: ProcessCampaign,
  { world, on, isOpen }: { world: World; on: RunOn; isOpen: () => boolean },
): Promise<Troubles> {
  const { seed, journal, client } = world;
  const { desk, proxy, volume, clocks } = on;
  const leftWithin = campaign.jumps ? SHORT_DEADLINE : undefined;
  const around = { seed, file: desk.file, journal, isOpen, client, leftWithin };
  const [cuts, disk, jumps, flood] = await Promise.all([
    proxy === undefined ? null : cutUntil({ seed, proxy, journal }, isOpen),
    volume === undefined ? null : troubleTheDisk({ seed, desk, volume, journal }, isOpen),
    clocks === undefined ? null : jumpUntil({ seed, desk, clocks, journal }, isOpen),
    campaign.flood ? floodUntil({ seed, desk }, isOpen) : null,
    campaign.apart ? comeAndGo(around) : null,
    troubleThePlatform(world, isOpen),
  ]);
  return { cuts, disk, jumps, flood };
}

async function checkTroubles(
  { cuts, jumps, flood }: Troubles,
  { client, desk, journal }: { client: ChaosClient; desk: ChaosDesk; journal: Journal },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (cuts !== null && cuts.total >= COVERAGE_FROM_CUTS) findings.push(checkCuts(cuts));
  if (jumps !== null) {
    const times = await readTimes(desk.file.database);
    const deeds = readDeeds(journal.lines);
    findings.push(checkReceived(deeds, times), checkDues(times), checkNotified(deeds, times));
  }
  if (flood !== null) {
    const all = await client.readAll('counsel', '/v1/notices');
    findings.push(
      checkFlood(
        flood,
        all.map(({ reference }) => String(reference)),
      ),
    );
  }
  return findings;
}

function tally({ lines }: Journal): string {
  const count = (op: string) => lines.filter((line) => line.phase === 'invoke' && line.op === op).length;
  return `${count('kill')} kills, ${count('cut')} cuts, ${count('disk')} disk troubles, ${count('receive')} orders, ${count('reinstate')} restorations, ${lines.length} journal lines`;
}

/** On a slow machine kills and faults would be over before an order reaches the platform. */
async function untilUnderWay({ lines }: Journal, notices: number): Promise<void> {
  const giveUpAt = Date.now() + UNDER_WAY_MS;
  const approvals = () => {
    const invoked = new Set(
      lines.flatMap((line) => (line.phase === 'invoke' && line.op === 'approve' ? [line.n] : [])),
    );
    return lines.filter(({ phase, n }) => phase === 'ok' && invoked.has(n)).length;
  };
  while (approvals() < notices / 4 && Date.now() < giveUpAt) await sleep(250);
}

/** On a slow machine the kills end before each platform fault has met a request. */
async function untilTroubled(client: ChaosClient): Promise<void> {
  const giveUpAt = Date.now() + TROUBLED_MS;
  const missing = async () => {
    const { fired, looks } = await client.fired();
    return FAULT_KINDS.some((kind) => (fired[kind] ?? 0) === 0 && !(kind === 'stale' && looks === 0));
  };
  while ((await missing()) && Date.now() < giveUpAt) await sleep(1_000);
}

interface Motion {
  saw: World['saw'];
  /** Ms without a request made or answered and without progress of an enforcement. */
  stillMs: () => number;
}

function watchMotion(journal: Journal): Motion {
  const states = new Map<number, string>();
  let lines = 0;
  let movedAtMs = Date.now();
  return {
    saw(life, state) {
      if (states.get(life) !== state) movedAtMs = Date.now();
      states.set(life, state);
    },
    stillMs() {
      if (journal.lines.length !== lines) movedAtMs = Date.now();
      lines = journal.lines.length;
      return Date.now() - movedAtMs;
    },
  };
}

async function liveOn(
  world: World,
  concurrency: number,
  motion: Motion,
): Promise<{ lives: number; unfinished: string[] }> {
  const unfinished: string[] = [];
  let lives = 0;
  const oneAfterAnother = async () => {
    do {
      lives += 1;
      const life = lives;
      await live(world, life).catch((error: unknown) => {
        unfinished.push(`life ${life}: ${error instanceof Error ? error.message : String(error)}`);
      });
    } while (world.isOpen());
  };
  const all = Promise.all(Array.from({ length: concurrency }, oneAfterAnother)).then(() => null);
  const given = await Promise.race([all, untilGivenUp(world, motion)]);
  if (given !== null) unfinished.push(given);
  return { lives, unfinished };
}

async function untilGivenUp(world: World, motion: Motion): Promise<string> {
  while (world.isOpen()) await sleep(200, undefined, { ref: false });
  const until = Date.now() + SETTLE_MS;
  while (Date.now() < until) {
    await sleep(1_000, undefined, { ref: false });
    if (motion.stillMs() > STILL_MS) return `Some lives hang: nothing moved for ${STILL_MS / 1000} s of quiet.`;
  }
  return `Some lives did not end within ${SETTLE_MS / 1000} s of quiet.`;
}
