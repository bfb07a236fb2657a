import type { TriageReading } from '../domain/command/command.js';
import type { EffectOutcome } from '../domain/command/effect.js';
import type { Approval, TransitionEntry } from '../domain/notice/notice-state.js';
import type { Role } from '../domain/people/permission.js';
import type { NoticeProjection } from '../domain/notice/projection.js';
import { raiseAttention, resolveAllOf, type WantedAttention } from '../registry/ops/attention.js';
import { makeMoves } from '../registry/clock/clock-moves.js';
import { tellOfClocks } from '../registry/clock/clock-problems.js';
import type { Connection, Db } from '../registry/db.js';
import { refreshLedger } from '../registry/target/ledger.js';
import { insertOutbox } from '../registry/ops/outbox.js';
import { alignSubmissions } from '../registry/notice/rebuild.js';
import { finishRepair, listRepairSubmissions, markSkipped } from '../registry/enforcement/repairs.js';
import { writeRatification } from '../registry/submission/ratifications.js';
import {
  applyProjection,
  insertApprovals,
  keepReading,
  moveSubmission,
  writeDecisionCounts,
  type ApprovalRecord,
  type SubmissionMove,
} from '../registry/notice/transitions.js';
import { attentionOfClocks, CLOCK_ATTENTION } from './clock-attention.js';
import { tellOfStops } from './stops.js';
import { attentionOfRatification, NOT_RATIFIED } from './ratification-attention.js';

export interface RecordActivities {
  recordTransitions(projection: NoticeProjection): Promise<void>;
  skipTargets(input: { noticeId: string; repair: string }): Promise<EffectOutcome>;
}

/** Entries after which the clocks may ask for other attention than before. */
const CLOCKS_MOVED = new Set([
  'pause',
  'resume',
  'extend',
  'move_clock',
  'clock_missed',
  'clock_lapsed',
  'clock_met',
  'page_repeated',
  'page_acknowledged',
  'triage',
  'record_dialogue',
  'authority_act',
  'reopen',
  'start_clocks',
  'ratify',
  'enforced',
  'enforcement_refused',
]);

/** The registry's side of a change: notice, clocks, submission, audit log and attention, in one transaction. */
export function createRecordActivities({ db }: { db: Db }): RecordActivities {
  return {
    /** Writing the same projection twice changes nothing; an older one adds only what is missing from the audit log. */
    async recordTransitions(projection) {
      const attention = clockAttentionOf(projection);
      if (!movesMore(projection)) {
        await applyProjection(db, projection, attention);
        return;
      }
      await db.transaction().execute(async (trx) => {
        const news = await applyProjection(trx, projection, attention);
        await recordSubmissions(trx, projection);
        await makeMoves(trx, movesOf(projection));
        await recordReadings(trx, projection);
        if (!news) return;
        await recordAttention(trx, projection);
        if (rebuilds(projection)) await alignSubmissions(trx, projection);
        if (movesRatification(projection) || rebuilds(projection)) await writeRatification(trx, projection);
        for (const act of actsOf(projection)) {
          await insertOutbox(trx, { noticeId: projection.noticeId, kind: 'clocks', payload: act });
        }
      });
    },

    /** Gives failed targets up, with the reason that stands in the repair. Done twice it changes nothing. */
    async skipTargets({ noticeId, repair }) {
      const ledger = await db.transaction().execute(async (trx) => {
        await markSkipped(trx, { noticeId, repair });
        for (const submission of await listRepairSubmissions(trx, repair))
          await tellOfStops(trx, { noticeId, submission });
        await finishRepair(trx, repair);
        return refreshLedger(trx, noticeId);
      });
      return { ok: true, ledger };
    },
  };
}

/** Whether more has to be written than notice, clocks, log and what the clocks ask of ops; mostly that one statement is all. */
function movesMore(projection: NoticeProjection): boolean {
  const { stage, unrecorded } = projection;
  const asksMore = unrecorded.some(
    ({ action, detail }) => action === 'enforcement_refused' || detail['read'] !== undefined,
  );
  return (
    stage === 'closed' ||
    asksMore ||
    rebuilds(projection) ||
    actsOf(projection).length > 0 ||
    movesRatification(projection) ||
    movesOf(projection).length > 0 ||
    submissionMoves(projection).length > 0
  );
}

/** Whether the registry is to be written anew from what the workflow holds. */
function rebuilds({ unrecorded }: NoticeProjection): boolean {
  return unrecorded.some(({ action, detail }) => action === 'repair' && detail['action'] === 'rebuild');
}

/** What the clocks ask ops to look at, where they may ask for something else than before. */
function clockAttentionOf(projection: NoticeProjection): WantedAttention | null {
  const { noticeId, stage, clocks, unrecorded } = projection;
  const moved = rebuilds(projection) || unrecorded.some(({ action }) => CLOCKS_MOVED.has(action));
  if (stage === 'closed' || !moved) return null;
  const wanted = [...attentionOfClocks(noticeId, clocks), ...attentionOfRatification(projection)];
  return { kinds: [...CLOCK_ATTENTION, NOT_RATIFIED], wanted };
}

async function recordReadings(trx: Connection, { noticeId, unrecorded }: NoticeProjection): Promise<void> {
  for (const { action, detail } of unrecorded) {
    const read = action === 'triage' ? (detail['read'] as TriageReading | undefined) : undefined;
    if (read === undefined) continue;
    await keepReading(trx, { noticeId, read });
    if (read.clocks !== undefined) await tellOfClocks(trx, noticeId, read.clocks);
  }
}

async function recordSubmissions(trx: Connection, projection: NoticeProjection): Promise<void> {
  const { noticeId, unrecorded, ledger } = projection;
  const moves = submissionMoves(projection);
  if (moves.length === 0) return;
  const returned = new Set(moves.filter(({ state }) => state === 'returned').map(({ number }) => number));
  const approvals = approvalsOf(projection).filter(({ submission }) => !returned.has(submission));
  await insertApprovals(trx, { noticeId, approvals });
  for (const move of moves) await moveSubmission(trx, { noticeId, move });
  // Later on the state's ledger may be older than the registry's, which enforcement keeps.
  if (unrecorded.some(({ action }) => action === 'submit')) await writeDecisionCounts(trx, { noticeId, ledger });
}

/** Acts of ours from which clocks start: the API, which has the law and the house rules, sees which. */
function actsOf({ unrecorded, submission, ratification }: NoticeProjection): Record<string, unknown>[] {
  return unrecorded.flatMap(({ action, atMs, detail }): Record<string, unknown>[] => {
    if (action === 'enforced' && submission?.purpose === 'decision') return [{ effectAtMs: atMs }];
    const opens = action === 'approve' && detail['emergency'] === true && detail['complete'] === true;
    return opens && ratification !== undefined ? [{ ratify: ratification.submission, fromMs: atMs }] : [];
  });
}

function movesRatification({ unrecorded }: NoticeProjection): boolean {
  return unrecorded.some(
    ({ action, detail }) =>
      action === 'ratify' || action === 'enforcement_refused' || (action === 'approve' && detail['emergency'] === true),
  );
}

/** Moves of clocks among these entries, each with the row that was written before it. */
function movesOf({ unrecorded }: NoticeProjection): { id: string; atMs: number }[] {
  return unrecorded.flatMap(({ detail, atMs }) =>
    typeof detail['move'] === 'string' ? [{ id: detail['move'], atMs }] : [],
  );
}

/** Which submissions these entries moved, and how far: an earlier one by its entry, the present one by the state itself. */
function submissionMoves({ unrecorded, submission }: NoticeProjection): SubmissionMove[] {
  const moves = new Map<number, SubmissionMove['state']>();
  for (const entry of unrecorded) {
    const number = numberOf(entry);
    const state = stateAfter(entry);
    if (number !== null && state !== null) moves.set(number, state);
  }
  if (submission !== null && moves.has(submission.number)) moves.set(submission.number, submission.state);
  return [...moves].map(([number, state]) => ({ number, state }));
}

function numberOf({ detail }: TransitionEntry): number | null {
  const { submission } = detail;
  return typeof submission === 'number' ? submission : null;
}

function stateAfter({ action, detail }: TransitionEntry): SubmissionMove['state'] | null {
  if (action === 'submit' || action === 'reinstate') return detail['approvalsNeeded'] === 0 ? 'approved' : 'open';
  if (action === 'approve') return detail['complete'] === true ? 'approved' : 'open';
  return action === 'return' || action === 'enforcement_refused' ? 'returned' : null;
}

function approvalsOf({ unrecorded, submission }: NoticeProjection): ApprovalRecord[] {
  const approvals = new Map<string, ApprovalRecord>();
  for (const entry of unrecorded) {
    const number = numberOf(entry);
    if (entry.action !== 'approve' || number === null || entry.commandId === null) continue;
    const { id: by, name } = entry.actor;
    const roles = (entry.detail['roles'] as Role[] | undefined) ?? entry.actor.roles;
    const digest = String(entry.detail['digest']);
    approvals.set(`${number}:${by}`, {
      submission: number,
      digest,
      by,
      name,
      roles,
      atMs: entry.atMs,
      commandId: entry.commandId,
      stoodFor: idsOf(entry.detail['for'] as Approval['for']),
    });
  }
  for (const approval of submission?.approvals ?? []) {
    if (submission === null) break;
    approvals.set(`${submission.number}:${approval.by}`, {
      ...approval,
      submission: submission.number,
      digest: submission.digest,
      stoodFor: idsOf(approval.for),
    });
  }
  return [...approvals.values()];
}

function idsOf(people: Approval['for'] = []): string[] {
  return people.map(({ id }) => id);
}

async function recordAttention(trx: Connection, { noticeId, stage, unrecorded }: NoticeProjection): Promise<void> {
  if (stage === 'closed') return resolveAllOf(trx, noticeId);
  for (const { action, detail } of unrecorded) {
    if (action !== 'enforcement_refused') continue;
    await raiseAttention(trx, {
      key: `${noticeId}:${String(detail['submission'])}:enforcement`,
      kind: 'enforcement_refused',
      noticeId,
      summary: `Submission ${String(detail['submission'])} was not carried out: ${String(detail['reason'])}`,
      detail,
    });
  }
}
