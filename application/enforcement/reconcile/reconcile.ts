import { findDivergence, type DivergenceKind, type Divergence } from '../../../domain/notices/divergence.js';
import { putTogether, type RecordedNotice } from '../../../domain/notices/put-together.js';
import type { NoticeState } from '../../../domain/notices/notice-state.js';
import type { Db } from '../../../registry/db.js';
import { findChangedColumns } from '../../../registry/notices/changed-rows.js';
import { findRecordedNotice } from '../../../registry/notices/recorded-notice.js';
import {
  countNoSecrets,
  listStages,
  listStartedOpen,
  listUnfinishedInForce,
  listToCheck,
  markChecked,
  writePass,
} from '../../../registry/ops/reconciling.js';
import type { ForeignRun } from '../../../domain/notices/own-run.js';
import { findForeignRun } from '../../../registry/notices/own-run.js';
import { countLivingWorkers } from '../../../registry/ops/worker-heartbeats.js';
import type { Services } from '../../services.js';
import { NOTICE_QUEUE } from '../../../client/queues.js';
import type { RunStatus } from '../../../client/describe.js';
import { openFindings, type Findings, createTurnstile, waitUnlessStopped } from './findings.js';
import { lockVersion } from '../../../registry/notices/lock-version.js';
import { raiseAlert, reopenLast } from '../../../registry/ops/alerts.js';
import { listClockAlerts } from '../../../registry/ops/clock-alerts.js';
import { isProvenLetter } from '../../../registry/letters/letter-seal.js';
import { listSealedLetters } from '../../../registry/letters/sealed-letters.js';
import { unprovenLetter } from '../../../registry/letters/unproven.js';

type Sources = Pick<Services, 'db' | 'engine' | 'keys'>;

export interface ReconcilerTiming {
  /** Max workflows queried for their state per run: each needs a worker, which may have to replay its history first. */
  maxChecks: number;
  aSecond: number;
  /** A difference that has lasted for less is considered in progress, in milliseconds. */
  graceMs: number;
}

export const RECONCILER_TIMING: ReconcilerTiming = { maxChecks: 2_000, aSecond: 20, graceMs: 60_000 };

/** Limits for runs at this interval: a difference has to last a minute, or the whole interval if that is shorter. */
export function findTiming(everyMs: number): ReconcilerTiming {
  return { ...RECONCILER_TIMING, graceMs: Math.min(RECONCILER_TIMING.graceMs, everyMs) };
}

const PAGE = 1_000;
const CLOSED_CHECKS = 100;
/** After this many workflows in a row without an answer no worker is assumed to run, and the rest is skipped. */
const SILENT_CHECKS = 5;

/** Unanswered queries in a row, while workers run, before an alert is raised: once may be a busy worker. */
const SILENT_TWICE = 2;

type Running = Extract<RunStatus, { kind: 'running' }>;

interface Round extends Sources {
  pace: ReconcilerTiming;
  isStopped: () => boolean;
  findings: Findings;
  turn: () => Promise<void>;
}

/**
 * Compares the open notices of the registry with the workflows in Temporal, once: all by Temporal's list, and up to
 * `looks` of them, the least recently checked first, by the workflow's state. Raises alerts for findings and resolves
 * those that are gone. Throws if Temporal does not answer.
 */
export async function reconcile(
  sources: Sources,
  { pace = RECONCILER_TIMING, isStopped = () => false }: { pace?: ReconcilerTiming; isStopped?: () => boolean } = {},
): Promise<void> {
  const { db } = sources;
  const startedAt = new Date();
  const findings = await openFindings(db);
  const job: Round = { ...sources, pace, isStopped, findings, turn: createTurnstile(pace.aSecond, isStopped) };
  const { open, closed } = await compareLists(job);
  const { compared, unanswered } = await inspect(job, closed);
  if (isStopped()) return;
  await findings.unfinished(await listUnfinishedInForce(db, { limit: PAGE }));
  const counted = (ids: readonly string[]) => countNoSecrets(db, ids);
  await writePass(db, {
    startedAt,
    finishedAt: new Date(),
    open,
    looked: await counted(compared),
    unanswered: await counted(unanswered),
    found: await counted(findings.found()),
  });
}

async function compareLists(job: Round): Promise<{ open: number; closed: string[] }> {
  const { db, engine, findings, isStopped } = job;
  const running = new Set<string>();
  for await (const page of engine.listRunning()) for (const id of page) running.add(id);
  let open = 0;
  for (let after: string | null = null; !isStopped(); ) {
    const page = await listStartedOpen(db, { after, limit: PAGE });
    for (const { id } of page) {
      // Temporal's list lags, and a notice once reported lost stays so until its workflow is seen.
      if (!running.delete(id) || findings.isGone(id)) await examine(job, id);
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

async function examine({ db, engine, findings, turn }: Round, id: string): Promise<void> {
  await turn();
  const runStatus = await engine.describe(id);
  if (runStatus.kind === 'running') {
    await findings.running(id);
    return raiseForeignRun(findings, id, runStatus);
  }
  // It may have been closed since the list was read, and the workflow of a closed notice ends.
  if ((await listStages(db, [id])).get(id) !== 'closed') await findings.gone(id, runStatus.how);
}

async function raiseForeignRun(findings: Findings, id: string, { foreign }: Running): Promise<void> {
  await (foreign === null ? findings.ours(id) : findings.foreign(id, foreign));
}

async function inspect(job: Round, closed: readonly string[]): Promise<{ compared: string[]; unanswered: string[] }> {
  const { db, pace, isStopped, findings } = job;
  const suspects: { id: string; sinceMs: number }[] = [];
  const [compared, unanswered]: [string[], string[]] = [[], []];
  let silent = 0;
  const open = await listToCheck(db, { limit: pace.maxChecks });
  for (const id of [...open, ...closed.slice(0, CLOSED_CHECKS)]) {
    if (isStopped() || silent >= SILENT_CHECKS) break;
    const seen = await resolveTargets(job, id);
    // Marked whatever the result: a few silent workflows must not keep the others from being checked.
    const silentChecks = await markChecked(db, id, { silent: seen === 'silent' });
    if (seen === 'silent') {
      silent += 1;
      unanswered.push(id);
      if (silentChecks >= SILENT_TWICE && (await hasWorkers(db))) await findings.silent(id);
      continue;
    }
    if (seen === 'not_requested') continue;
    silent = 0;
    await findings.answered(id);
    compared.push(id);
    if (seen === null) await findings.same(id);
    else suspects.push({ id, sinceMs: performance.now() });
  }
  for (const { id, sinceMs } of suspects) {
    await waitUnlessStopped(sinceMs + pace.graceMs - performance.now(), isStopped);
    if (isStopped()) break;
    const still = await resolveTargets(job, id);
    if (still === null) await findings.same(id);
    else if (typeof still === 'object') await findings.differs(id, still);
  }
  return { compared, unanswered };
}

async function resolveTargets(
  { db, engine, keys, findings, turn }: Round,
  id: string,
): Promise<Divergence | 'silent' | 'not_requested' | null> {
  await turn();
  const runStatus = await engine.describe(id);
  if (runStatus.kind === 'gone') return 'not_requested';
  await findings.stuck(id, runStatus.stuck);
  await raiseForeignRun(findings, id, runStatus);
  if (runStatus.stuck !== null || runStatus.foreign !== null) return 'not_requested';
  const held = await engine.heldState(id);
  if (held === null) return 'silent';
  const recorded = await findRecordedNotice(db, id);
  if (recorded === undefined) return 'not_requested';
  await raiseOpenCauses(db, id, held);
  await findUnprovenLetters({ db, keys }, id);
  const foreign = await findForeignRun(db, held);
  const found = compare(recorded, held, foreign) ?? (await rowsThatDiffer(db, id, held));
  // What a closed notice still owes is in progress; it is a finding only if its workflow believes the notice open.
  return found !== null && recorded.stage === 'closed' && held.stage === 'closed' ? without(found, 'clocks') : found;
}

async function hasWorkers(db: Services['db']): Promise<boolean> {
  const queues = await countLivingWorkers(db);
  return queues.some(({ queue, living }) => queue === NOTICE_QUEUE && living > 0);
}

function compare(recorded: RecordedNotice, held: NoticeState, foreign: ForeignRun | null): Divergence | null {
  try {
    return findDivergence(putTogether(recorded), held, foreign);
  } catch {
    const versions = { registryVersion: recorded.version, workflowVersion: held.version };
    return { differs: ['rows'], ...versions, columns: ['workflow_unshown'] };
  }
}

/** Differing columns at the same version: something other than the workflow wrote them. */
async function rowsThatDiffer(db: Db, id: string, held: NoticeState): Promise<Divergence | null> {
  const columns = await findChangedColumns(db, id, held);
  const { version } = held;
  return columns.length === 0
    ? null
    : { differs: ['rows'], registryVersion: version, workflowVersion: version, columns };
}

function without(found: Divergence, what: DivergenceKind): Divergence | null {
  const differs = found.differs.filter((one) => one !== what);
  return differs.length === 0 ? null : { ...found, differs };
}

/**
 * Raises again the alerts whose cause the workflow still holds: a missed deadline, a silent authority, an undelivered
 * letter. An alert resolved by hand reopens while its cause persists.
 */
async function raiseOpenCauses(db: Db, noticeId: string, held: NoticeState): Promise<void> {
  const wanted = held.stage === 'closed' ? [] : listClockAlerts(noticeId, held.clocks);
  const undelivered = held.stage === 'closed' ? [] : held.undelivered;
  if (wanted.length === 0 && undelivered.length === 0) return;
  await db.transaction().execute(async (trx) => {
    // The cause may have ended while the workflow was queried.
    if ((await lockVersion(trx, noticeId)) !== held.version || held.unrecorded.length > 0) return;
    for (const alert of wanted) await raiseAlert(trx, { ...alert, noticeId });
    for (const letter of undelivered) await reopenLast(trx, { noticeId, about: letter });
  });
}

const RECENT_MS = 24 * 3_600_000;

async function findUnprovenLetters(
  { db, keys }: Pick<Services, 'db' | 'keys'>,
  noticeId: string,
  nowMs = Date.now(),
): Promise<void> {
  const recent = await listSealedLetters(db, { noticeId, since: new Date(nowMs - RECENT_MS) });
  for (const letter of recent) {
    if (await isProvenLetter((id) => keys.keyOf(id), letter)) continue;
    await raiseAlert(db, unprovenLetter({ noticeId, n: letter.n, letter: letter.kind }));
  }
}
