import { divergenceOf, type Difference, type Divergence } from '../../domain/notice/divergence.js';
import { putTogether, type RecordedNotice } from '../../domain/notice/put-together.js';
import type { NoticeState } from '../../domain/notice/notice-state.js';
import type { Db } from '../../registry/db.js';
import { findChangedColumns } from '../../registry/notice/changed-rows.js';
import { findRecordedNotice } from '../../registry/notice/recorded-notice.js';
import {
  countNoSecrets,
  listStages,
  listStartedOpen,
  listUnfinishedInForce,
  listToLookAt,
  markLookedAt,
  writeRound,
} from '../../registry/ops/reconciling.js';
import type { ForeignRun } from '../../domain/notice/own-run.js';
import { findForeignRun } from '../../registry/notice/own-run.js';
import { countLivingWorkers } from '../../registry/ops/worker-beats.js';
import type { Services } from '../services.js';
import { NOTICE_QUEUE } from '../temporal/queues.js';
import type { Standing } from '../temporal/standings.js';
import { raiseOpenCauses } from './open-causes.js';
import { openFindings, type Findings } from './findings.js';
import { findUnprovenLetters } from './unproven-letters.js';
import { createTurnstile, pause } from './pace.js';

type Sources = Pick<Services, 'db' | 'engine' | 'keys'>;

/** How hard a round asks. */
export interface ReconcilePace {
  /** Most workflows asked for their state in a round: each needs a worker, which may have to read its history first. */
  looks: number;
  /** Most questions to the engine in a second. */
  aSecond: number;
  /** What differs for less is on its way. */
  patienceMs: number;
}

export const RECONCILE_PACE: ReconcilePace = { looks: 2_000, aSecond: 20, patienceMs: 60_000 };

/** The pace of rounds so far apart: what differs has to last for a minute, or for a whole round where they come oftener. */
export function paceFor(everyMs: number): ReconcilePace {
  return { ...RECONCILE_PACE, patienceMs: Math.min(RECONCILE_PACE.patienceMs, everyMs) };
}

/** Open notices read at once. */
const PAGE = 1_000;
/** Closed ones that still run are few: what they owe is being done. */
const CLOSED_LOOKS = 100;
/** So many workflows in a row without an answer: no worker is there, and asking on would take for ever. */
const SILENT_LOOKS = 5;

/** A workflow that has not answered so often in a row, while workers are there, is told: once may be a worker that was busy. */
const SILENT_TWICE = 2;

type Running = Extract<Standing, { kind: 'running' }>;

interface Round extends Sources {
  pace: ReconcilePace;
  isStopped: () => boolean;
  findings: Findings;
  turn: () => Promise<void>;
}

/**
 * Compares what the registry has open with what the engine runs, once: every open notice by the engine's list, and as many
 * as the pace allows, those asked longest ago first, by what their workflow holds. What is found is told to ops, and
 * settled when it is gone. Throws where the engine does not answer: then nothing is known.
 */
export async function reconcile(
  sources: Sources,
  { pace = RECONCILE_PACE, isStopped = () => false }: { pace?: ReconcilePace; isStopped?: () => boolean } = {},
): Promise<void> {
  const { db } = sources;
  const startedAt = new Date();
  const findings = await openFindings(db);
  const round: Round = { ...sources, pace, isStopped, findings, turn: createTurnstile(pace.aSecond, isStopped) };
  const { open, closed } = await compareLists(round);
  const { looked, unanswered } = await lookClosely(round, closed);
  if (isStopped()) return;
  await findings.unfinished(await listUnfinishedInForce(db, { limit: PAGE }));
  const counted = (ids: readonly string[]) => countNoSecrets(db, ids);
  await writeRound(db, {
    startedAt,
    finishedAt: new Date(),
    open,
    looked: await counted(looked),
    unanswered: await counted(unanswered),
    found: await counted(findings.found()),
  });
}

/** Which open notices have no workflow, which workflows no notice, and which notices are closed and still run. */
async function compareLists(round: Round): Promise<{ open: number; closed: string[] }> {
  const { db, engine, findings, isStopped } = round;
  const running = new Set<string>();
  for await (const page of engine.listRunning()) for (const id of page) running.add(id);
  let open = 0;
  for (let after: string | null = null; !isStopped(); ) {
    const page = await listStartedOpen(db, { after, limit: PAGE });
    for (const { id } of page) {
      // The engine's list is late, and a notice once called lost stays so until it is seen.
      if (!running.delete(id) || findings.isGone(id)) await examine(round, id);
    }
    open += await countNoSecrets(
      db,
      page.map(({ id }) => id),
    );
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  const rest = [...running];
  const stages = new Map<string, string>();
  for (let at = 0; at < rest.length; at += PAGE)
    for (const [id, stage] of await listStages(db, rest.slice(at, at + PAGE))) stages.set(id, stage);
  if (!isStopped()) await findings.unknown(rest.filter((id) => !stages.has(id)));
  return { open, closed: rest.filter((id) => stages.get(id) === 'closed') };
}

/** Asks the engine itself about one that its list does not have. */
async function examine({ db, engine, findings, turn }: Round, id: string): Promise<void> {
  await turn();
  const standing = await engine.describe(id);
  if (standing.kind === 'running') {
    await findings.running(id);
    return tellForeign(findings, id, standing);
  }
  // It may have been closed since the list was made, and a closed one has ended.
  if ((await listStages(db, [id])).get(id) !== 'closed') await findings.gone(id, standing.how);
}

/** Whether the desk started the workflow that runs is told to ops, or settled. */
async function tellForeign(findings: Findings, id: string, { foreign }: Running): Promise<void> {
  await (foreign === null ? findings.ours(id) : findings.foreign(id, foreign));
}

async function lookClosely(
  round: Round,
  closed: readonly string[],
): Promise<{ looked: string[]; unanswered: string[] }> {
  const { db, pace, isStopped, findings } = round;
  const suspects: { id: string; sinceMs: number }[] = [];
  const [looked, unanswered]: [string[], string[]] = [[], []];
  let silent = 0;
  const open = await listToLookAt(db, { limit: pace.looks });
  for (const id of [...open, ...closed.slice(0, CLOSED_LOOKS)]) {
    if (isStopped() || silent >= SILENT_LOOKS) break;
    const seen = await lookAt(round, id);
    // Whatever it said: a few that do not answer must not keep all others from being asked.
    const silentLooks = await markLookedAt(db, id, { silent: seen === 'silent' });
    if (seen === 'silent') {
      silent += 1;
      unanswered.push(id);
      if (silentLooks >= SILENT_TWICE && (await hasWorkers(db))) await findings.silent(id);
      continue;
    }
    if (seen === 'not_asked') continue;
    silent = 0;
    await findings.answered(id);
    looked.push(id);
    if (seen === null) await findings.same(id);
    else suspects.push({ id, sinceMs: performance.now() });
  }
  for (const { id, sinceMs } of suspects) {
    await pause(sinceMs + pace.patienceMs - performance.now(), isStopped);
    if (isStopped()) break;
    const still = await lookAt(round, id);
    if (still === null) await findings.same(id);
    else if (typeof still === 'object') await findings.differs(id, still);
  }
  return { looked, unanswered };
}

/** What differs between a notice and its workflow; null: nothing. */
async function lookAt(
  { db, engine, keys, findings, turn }: Round,
  id: string,
): Promise<Divergence | 'silent' | 'not_asked' | null> {
  await turn();
  const standing = await engine.describe(id);
  if (standing.kind === 'gone') return 'not_asked';
  await findings.stuck(id, standing.stuck);
  await tellForeign(findings, id, standing);
  if (standing.stuck !== null || standing.foreign !== null) return 'not_asked';
  const held = await engine.heldState(id);
  if (held === null) return 'silent';
  const recorded = await findRecordedNotice(db, id);
  if (recorded === undefined) return 'not_asked';
  await raiseOpenCauses(db, id, held);
  await findUnprovenLetters({ db, keys }, id);
  const foreign = await findForeignRun(db, held);
  const found = compare(recorded, held, foreign) ?? (await rowsThatDiffer(db, id, held));
  // What a closed notice still owes is being done; only one that its workflow calls open is a finding.
  return found !== null && recorded.stage === 'closed' && held.stage === 'closed' ? without(found, 'clocks') : found;
}

/** Whether a worker of notices lives, so that a workflow which does not answer is at fault itself. */
async function hasWorkers(db: Services['db']): Promise<boolean> {
  const queues = await countLivingWorkers(db);
  return queues.some(({ queue, living }) => queue === NOTICE_QUEUE && living > 0);
}

/** What differs; rows from which no state can be put together differ, and keep no other notice from being looked at. */
function compare(recorded: RecordedNotice, held: NoticeState, foreign: ForeignRun | null): Divergence | null {
  try {
    return divergenceOf(putTogether(recorded), held, foreign);
  } catch {
    const versions = { registryVersion: recorded.version, workflowVersion: held.version };
    return { differs: ['rows'], ...versions, columns: ['workflow_unshown'] };
  }
}

/** What the rows show otherwise than the workflow holds it, though both are at one version: somebody else wrote there. */
async function rowsThatDiffer(db: Db, id: string, held: NoticeState): Promise<Divergence | null> {
  const columns = await findChangedColumns(db, id, held);
  const { version } = held;
  return columns.length === 0
    ? null
    : { differs: ['rows'], registryVersion: version, workflowVersion: version, columns };
}

function without(found: Divergence, what: Difference): Divergence | null {
  const differs = found.differs.filter((one) => one !== what);
  return differs.length === 0 ? null : { ...found, differs };
}
