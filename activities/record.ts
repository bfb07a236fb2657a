import type { Command } from '../domain/command/command.js';
import type { EffectOutcome } from '../domain/command/effect.js';
import { factsOf } from '../domain/event.js';
import type { NoticeProjection } from '../domain/notice/projection.js';
import {
  raiseAttention,
  resolveAllOf,
  resolveKinds,
  type Attention,
  type WantedAttention,
} from '../registry/ops/attention.js';
import { makeMoves } from '../registry/clock/clock-moves.js';
import { tellOfClocks } from '../registry/clock/clock-problems.js';
import type { Connection, Db } from '../registry/db.js';
import { refreshLedger } from '../registry/target/ledger.js';
import { insertOutbox } from '../registry/ops/outbox.js';
import { alignSubmissions } from '../registry/notice/rebuild.js';
import { finishRepair, listRepairSubmissions, markSkipped } from '../registry/enforcement/repairs.js';
import { writeRatification } from '../registry/submission/ratifications.js';
import { recordRefusal } from '../registry/notice/commands.js';
import { applyProjection, keepReading } from '../registry/notice/transitions.js';
import { findForged } from '../registry/notice/vouching.js';
import { attentionOfClocks, CLOCK_ATTENTION } from './clock-attention.js';
import { recordSubmissions, submissionMoves } from './record-submissions.js';
import { REFUSED_KINDS } from './refused-enforcement.js';
import { tellOfStops } from './stops.js';
import { attentionOfRatification, NOT_RATIFIED } from './ratification-attention.js';

/** The commands behind what is to be recorded. */
export interface RecordedCommands {
  /** As they reached the engine, which anybody who reaches it can send one. */
  commands: readonly Command[];
  /** Those that were taken after a forged one and cannot be taken without it. */
  dropped: readonly Command[];
}

export interface RecordActivities {
  /** Nothing, or the positions of the commands that the desk never sent: then nothing has been written. */
  recordTransitions(
    projection: NoticeProjection,
    commands?: RecordedCommands,
  ): Promise<{ forged: number[] } | undefined>;
  skipTargets(input: { noticeId: string; repair: string }): Promise<EffectOutcome>;
}

/** The registry's side of a change: notice, clocks, submission, audit log and attention, in one transaction. */
export function createRecordActivities({ db }: { db: Db }): RecordActivities {
  return {
    /** Writing the same projection twice changes nothing; an older one adds only what is missing from the audit log. */
    async recordTransitions(projection, { commands, dropped } = { commands: [], dropped: [] }) {
      const forged = await forgedOrRecorded(db, projection, { commands, dropped });
      if (forged.length === 0) return undefined;
      await raiseAttention(db, forgedCommand(projection.noticeId));
      return { forged };
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

/** Records, or answers the positions of commands that the desk never sent. */
async function forgedOrRecorded(
  db: Db,
  projection: NoticeProjection,
  { commands, dropped }: RecordedCommands,
): Promise<number[]> {
  try {
    return await record(db, projection, { commands, dropped });
  } catch (error) {
    // A forged command may hold what no row and no rule can: that must not be tried again for ever.
    const forged = commands.length === 0 ? [] : await findForged(db, { ...projection, commands });
    if (forged.length === 0) throw error;
    return forged;
  }
}

async function record(
  db: Db,
  projection: NoticeProjection,
  { commands, dropped }: RecordedCommands,
): Promise<number[]> {
  const attention = clockAttentionOf(projection);
  if (!movesMore(projection) && dropped.length === 0) {
    const { forged } = await applyProjection(db, projection, { attention, commands });
    return forged;
  }
  return db.transaction().execute(async (trx) => {
    const { news, forged } = await applyProjection(trx, projection, { attention, commands });
    if (forged.length > 0) return forged;
    for (const command of dropped) await refuseDropped(trx, projection.noticeId, command);
    await recordSubmissions(trx, projection);
    await makeMoves(trx, movesOf(projection));
    await recordReadings(trx, projection);
    if (!news) return [];
    await recordAttention(trx, projection);
    if (rebuilds(projection)) await rebuild(trx, projection);
    if (movesRatification(projection) || rebuilds(projection)) await writeRatification(trx, projection);
    for (const act of actsOf(projection)) {
      await insertOutbox(trx, { noticeId: projection.noticeId, kind: 'clocks', payload: act });
    }
    return [];
  });
}

/** Of a command that was taken because a forged one had made way for it. Its author asks anew. */
async function refuseDropped(trx: Connection, noticeId: string, command: Command): Promise<void> {
  const cure =
    'A forged command had changed the notice when yours came, and has been taken out. Read it and ask again.';
  const rejection = { code: 'illegal_transition' as const, cure };
  await recordRefusal(trx, { noticeId, command, rejection, at: new Date() });
}

function forgedCommand(noticeId: string): Attention {
  return {
    key: `${noticeId}:forged_command`,
    kind: 'forged_command',
    noticeId,
    summary: 'The engine was sent a command for this notice that the desk never sent. Nothing came of it.',
  };
}

async function rebuild(trx: Connection, projection: NoticeProjection): Promise<void> {
  await alignSubmissions(trx, projection);
  await resolveKinds(trx, { noticeId: projection.noticeId, kinds: [...REFUSED_KINDS, 'forged_command'] });
}

/** Whether more has to be written than notice, clocks, log and what the clocks ask of ops; mostly that one statement is all. */
function movesMore(projection: NoticeProjection): boolean {
  const { stage, unrecorded } = projection;
  const asksMore = unrecorded.some(
    ({ action, detail }) => action === 'enforcement_refused' || (action === 'triage' && detail.read !== undefined),
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
  return unrecorded.some(({ action, detail }) => action === 'repair' && detail.action === 'rebuild');
}

/** What the clocks ask ops to look at, where they may ask for something else than before. */
function clockAttentionOf(projection: NoticeProjection): WantedAttention | null {
  const { noticeId, stage, clocks, unrecorded } = projection;
  const moved = rebuilds(projection) || unrecorded.some(({ action }) => factsOf(action).movesClocks);
  if (stage === 'closed' || !moved) return null;
  const wanted = [...attentionOfClocks(noticeId, clocks), ...attentionOfRatification(projection)];
  return { kinds: [...CLOCK_ATTENTION, NOT_RATIFIED], wanted };
}

async function recordReadings(trx: Connection, { noticeId, unrecorded }: NoticeProjection): Promise<void> {
  for (const { action, detail } of unrecorded) {
    if (action !== 'triage' || detail.read === undefined) continue;
    const { read } = detail;
    await keepReading(trx, { noticeId, read });
    if (read.clocks !== undefined) await tellOfClocks(trx, noticeId, read.clocks);
  }
}

/** Acts of ours from which clocks start: the API, which has the law and the house rules, sees which. */
function actsOf({ unrecorded, submission, ratification }: NoticeProjection): Record<string, unknown>[] {
  return unrecorded.flatMap(({ action, atMs, detail }): Record<string, unknown>[] => {
    if (action === 'enforced' && submission?.purpose === 'decision') return [{ effectAtMs: atMs }];
    const opens = action === 'approve' && detail.emergency === true && detail.complete;
    return opens && ratification !== undefined ? [{ ratify: ratification.submission, fromMs: atMs }] : [];
  });
}

function movesRatification({ unrecorded }: NoticeProjection): boolean {
  return unrecorded.some(
    ({ action, detail }) =>
      action === 'ratify' || action === 'enforcement_refused' || (action === 'approve' && detail.emergency === true),
  );
}

/** Moves of clocks among these entries, each with the row that was written before it. */
function movesOf({ unrecorded }: NoticeProjection): { id: string; atMs: number }[] {
  return unrecorded.flatMap(({ detail, atMs }) => ('move' in detail ? [{ id: detail.move, atMs }] : []));
}

async function recordAttention(trx: Connection, { noticeId, stage, unrecorded }: NoticeProjection): Promise<void> {
  // A command forged for a closed notice is told all the same.
  const ends = stage === 'closed' && unrecorded.some(({ action }) => action !== 'command_forged');
  if (ends) return resolveAllOf(trx, noticeId);
  for (const { action, detail } of unrecorded) {
    if (action !== 'enforcement_refused') continue;
    await raiseAttention(trx, {
      key: `${noticeId}:${detail.submission}:enforcement`,
      kind: 'enforcement_refused',
      noticeId,
      summary: `Submission ${detail.submission} was not carried out: ${detail.reason}`,
      detail,
    });
  }
}
