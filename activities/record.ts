import { ApplicationFailure } from '@temporalio/common';
import type { Command } from '../domain/commands/command.js';
import type { EffectOutcome } from '../domain/commands/effect.js';
import { getEventFacts } from '../domain/event.js';
import type { RecordingRun } from '../domain/notices/own-run.js';
import type { NoticeProjection } from '../domain/notices/projection.js';
import {
  raiseAlert,
  resolveByCommand,
  resolveByEffect,
  resolveBySkip,
  resolveKinds,
  type Alert,
  type WantedAlert,
} from '../registry/ops/alerts.js';
import { markRepliesRead } from '../registry/mail/replies.js';
import { makeMoves } from '../registry/clocks/clock-moves.js';
import { raiseClockAlerts, resolveLawUnknown } from '../registry/clocks/clock-problems.js';
import type { Connection, Db } from '../registry/db.js';
import { refreshLedger } from '../registry/targets/ledger.js';
import { listAssignments, queueNotifications } from './notifications.js';
import { insertProposal } from '../registry/letters/proposals.js';
import { insertOutbox } from '../registry/ops/outbox.js';
import { alignSubmissions } from '../registry/notices/rebuild.js';
import { finishRepair, listRepairSubmissions, markSkipped } from '../registry/enforcement/repairs.js';
import { writeRatification } from '../registry/submissions/ratifications.js';
import { listRefusedWith, recordRefusal } from '../registry/notices/commands.js';
import { writeUphold } from '../registry/notices/orders.js';
import { applyProjection, keepReading, type Written } from '../registry/notices/transitions.js';
import { findForged } from '../registry/notices/command-provenance.js';
import { ForeignRunError, reportForeignRun } from './foreign-run.js';
import { listClockAlerts, CLOCK_ALERTS } from '../registry/ops/clock-alerts.js';
import { recordSubmissions, submissionMoves } from './record-submissions.js';
import { ALERT_OWNERS } from '../registry/ops/alert-owners.js';
import { raiseStops } from './enforcement/stops.js';
import { isImpossible, settleStuck, raiseStuckAlert, type RecordAttempt } from './stuck-record.js';
import { findRatificationAlerts, NOT_RATIFIED } from './ratification-alerts.js';

export interface RecordedCommands {
  /** As they reached Temporal, where any client with access can send one. */
  commands: readonly Command[];
  /** Commands accepted after a forged one that are invalid without it. */
  dropped: readonly Command[];
  /** The recording run; without it nothing is recorded for a notice whose run is known. */
  run?: RecordingRun;
}

/** Indexes of commands to remove from the run. */
export interface WithdrawnPositions {
  forged: number[];
  /** Refused on record by then. */
  impossible: number[];
}

export interface RecordActivities {
  /**
   * Returns undefined once recorded, or the indexes of commands to remove, with nothing written: forged ones, or ones
   * the registry cannot hold. Throws `Superseded` if the notice has a later run, `ForeignRun` if this run is not the
   * notice's own, and `Impossible` if no command is to blame.
   */
  recordTransitions(projection: NoticeProjection, commands?: RecordedCommands): Promise<WithdrawnPositions | undefined>;
  skipTargets(input: { noticeId: string; repair: string }): Promise<EffectOutcome>;
}

const CONCURRENCY: RecordAttempt = { attempt: () => 1, triedMs: () => 0 };

/** Activities that record a change of a notice (clocks, submission, audit log, alerts) in one transaction. */
export function createRecordActivities({
  db,
  activity = CONCURRENCY,
}: {
  db: Db;
  activity?: RecordAttempt;
}): RecordActivities {
  return {
    /** Idempotent; an older projection adds only what is missing from the audit log. */
    async recordTransitions(projection, { commands, dropped, run } = { commands: [], dropped: [] }) {
      const { noticeId } = projection;
      try {
        const forged = await forgedOrRecorded(db, projection, {
          commands,
          dropped,
          ...(run === undefined ? {} : { run }),
        });
        await settleStuck(db, noticeId, activity);
        if (forged.length === 0) return undefined;
        return await sortWithdrawn(db, { noticeId, commands, doubtful: forged });
      } catch (error) {
        if (error instanceof ForeignRunError) throw await reportForeignRun(db, noticeId, error.why);
        if (error instanceof ApplicationFailure) throw error;
        const impossible = isImpossible(error, activity);
        await raiseStuckAlert(db, { noticeId, error, impossible }, activity);
        if (!impossible) throw error;
        if (commands.length === 0)
          throw ApplicationFailure.nonRetryable('The registry cannot store this change.', 'Impossible');
        await db.transaction().execute(async (trx) => {
          for (const command of commands) await refuse(trx, { noticeId, command, cure: UNTENABLE });
        });
        return { forged: [], impossible: commands.map((_, position) => position) };
      }
    },

    /** Gives up failed targets with the repair's reason. Idempotent. */
    async skipTargets({ noticeId, repair }) {
      const ledger = await db.transaction().execute(async (trx) => {
        await markSkipped(trx, { noticeId, repair });
        await resolveBySkip(trx, repair);
        for (const submission of await listRepairSubmissions(trx, repair))
          await raiseStops(trx, { noticeId, submission });
        await finishRepair(trx, repair);
        return refreshLedger(trx, noticeId);
      });
      return { ok: true, ledger };
    },
  };
}

/**
 * Splits unverified commands into forged ones and ones refused by an earlier attempt whose answer was lost with its
 * worker.
 */
async function sortWithdrawn(
  db: Db,
  { noticeId, commands, doubtful }: { noticeId: string; commands: readonly Command[]; doubtful: number[] },
): Promise<WithdrawnPositions> {
  const refused = await listRefusedWith(db, { noticeId, cure: UNTENABLE });
  const isRefused = (position: number) => refused.includes(commands[position]?.id ?? '');
  const impossible = doubtful.filter(isRefused);
  const forged = doubtful.filter((position) => !isRefused(position));
  if (forged.length > 0) await raiseAlert(db, forgedCommand(noticeId));
  return { forged, impossible };
}

async function forgedOrRecorded(db: Db, projection: NoticeProjection, recorded: RecordedCommands): Promise<number[]> {
  const { commands } = recorded;
  try {
    return await record(db, projection, recorded);
  } catch (error) {
    // A forged command may break a row constraint, which must not be retried forever.
    const forged = commands.length === 0 ? [] : await findForged(db, { ...projection, commands });
    if (forged.length === 0) throw error;
    return forged;
  }
}

async function record(
  db: Db,
  projection: NoticeProjection,
  { commands, dropped, run = null }: Omit<RecordedCommands, 'run'> & { run?: RecordingRun | null },
): Promise<number[]> {
  const alert = findClockAlerts(projection);
  if (!movesMore(projection) && dropped.length === 0) {
    return readWritten(await applyProjection(db, projection, { alert, commands, run })).forged;
  }
  return db.transaction().execute(async (trx) => {
    const { news, forged } = readWritten(await applyProjection(trx, projection, { alert, commands, run }));
    if (forged.length > 0) return forged;
    for (const command of dropped) await refuse(trx, { noticeId: projection.noticeId, command, cure: MADE_WAY });
    await recordSubmissions(trx, projection);
    await makeMoves(trx, listMoves(projection));
    await recordReadings(trx, projection);
    await recordUphold(trx, projection);
    if (!news) return [];
    await recordAlerts(trx, projection);
    await recordOffers(trx, projection);
    await queueNotifications(trx, projection);
    if (rebuilds(projection)) await rebuild(trx, projection);
    if (movesRatification(projection) || rebuilds(projection)) await writeRatification(trx, projection);
    for (const act of listActs(projection)) {
      await insertOutbox(trx, { noticeId: projection.noticeId, kind: 'clocks', payload: act });
    }
    return [];
  });
}

function readWritten(written: Written): Written {
  if (written.superseded) throw ApplicationFailure.nonRetryable('The notice has a later run.', 'Superseded');
  if (written.foreign !== null) throw new ForeignRunError(written.foreign);
  return written;
}

const MADE_WAY =
  'A forged command had changed the notice before yours arrived and has been reverted. Read the notice and send the command again.';
const UNTENABLE =
  'The registry could not store this change, so nothing was changed. Read the notice and send the command again.';

async function refuse(
  db: Connection,
  { noticeId, command, cure }: { noticeId: string; command: Command; cure: string },
): Promise<void> {
  const rejection = { code: 'illegal_transition' as const, cure };
  await recordRefusal(db, { noticeId, command, rejection, at: new Date() });
}

function forgedCommand(noticeId: string): Alert {
  return {
    key: `${noticeId}:forged_command`,
    kind: 'forged_command',
    noticeId,
    summary: 'The engine received a command for this notice that the desk never sent. It had no effect.',
  };
}

async function rebuild(trx: Connection, projection: NoticeProjection): Promise<void> {
  await alignSubmissions(trx, projection);
}

function movesMore(projection: NoticeProjection): boolean {
  const { stage, unrecorded } = projection;
  const asksMore = unrecorded.some(
    ({ action, detail }) =>
      action === 'enforcement_refused' ||
      action === 'uphold_order' ||
      answersReplies(action) ||
      (action === 'triage' && detail.read !== undefined),
  );
  return (
    stage === 'closed' ||
    asksMore ||
    rebuilds(projection) ||
    listActs(projection).length > 0 ||
    movesRatification(projection) ||
    listAssignments(projection).length > 0 ||
    listMoves(projection).length > 0 ||
    submissionMoves(projection).length > 0
  );
}

function rebuilds({ unrecorded }: NoticeProjection): boolean {
  return unrecorded.some(({ action, detail }) => action === 'repair' && detail.action === 'rebuild');
}

function findClockAlerts(projection: NoticeProjection): WantedAlert | null {
  const { noticeId, stage, clocks, unrecorded } = projection;
  const moved = rebuilds(projection) || unrecorded.some(({ action }) => getEventFacts(action).movesClocks);
  if (stage === 'closed' || !moved) return null;
  const wanted = [...listClockAlerts(noticeId, clocks), ...findRatificationAlerts(projection)];
  return { kinds: [...CLOCK_ALERTS, NOT_RATIFIED], wanted };
}

async function recordReadings(trx: Connection, { noticeId, unrecorded }: NoticeProjection): Promise<void> {
  for (const { action, commandId, detail } of unrecorded) {
    if (action !== 'triage' || detail.read === undefined || commandId === null) continue;
    const { read } = detail;
    await keepReading(trx, { commandId });
    if (read.lawConfirmed === true) await resolveLawUnknown(trx, noticeId);
    if (read.clocks !== undefined) await raiseClockAlerts(trx, noticeId, read.clocks);
  }
}

async function recordUphold(trx: Connection, { noticeId, uphold, unrecorded }: NoticeProjection): Promise<void> {
  if (uphold !== undefined && unrecorded.some(({ action }) => action === 'uphold_order'))
    await writeUphold(trx, { noticeId, uphold });
}

async function recordOffers(trx: Connection, { noticeId, unrecorded }: NoticeProjection): Promise<void> {
  for (const { action, atMs, actor, detail } of unrecorded) {
    if (action !== 'record_dialogue' || detail.offer === undefined) continue;
    const key = `${noticeId}:meeting:${atMs}`;
    await insertProposal(trx, {
      noticeId,
      key,
      by: 'authority',
      offer: detail.offer,
      document: {},
      at: new Date(atMs),
      actor,
    });
  }
}

/** The API, which has the law and the company policy, decides which clocks these acts start. */
function listActs({ unrecorded, submission, ratification }: NoticeProjection): Record<string, unknown>[] {
  return unrecorded.flatMap(({ action, atMs, detail }): Record<string, unknown>[] => {
    if (action === 'enforced' && submission?.purpose === 'decision')
      return [{ effectAtMs: atMs, submission: detail.submission }];
    if (action === 'triage' && detail.answeredAtMs !== undefined) return [{ answeredAtMs: detail.answeredAtMs }];
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

function listMoves({ unrecorded }: NoticeProjection): { id: string; atMs: number }[] {
  return unrecorded.flatMap(({ detail, atMs }) => ('move' in detail ? [{ id: detail.move, atMs }] : []));
}

function answersReplies(action: string): boolean {
  return action === 'annotate' || action === 'record_dialogue';
}

async function resolveByCauses(
  trx: Connection,
  { noticeId, unrecorded }: Pick<NoticeProjection, 'noticeId' | 'unrecorded'>,
): Promise<void> {
  for (const commandId of new Set(unrecorded.flatMap((entry) => entry.commandId ?? [])))
    await resolveByCommand(trx, commandId);
  if (unrecorded.some(({ action }) => action === 'enforced' || action === 'reported'))
    await resolveByEffect(trx, noticeId);
}

async function recordAlerts(trx: Connection, { noticeId, stage, unrecorded }: NoticeProjection): Promise<void> {
  // A forged command on a closed notice is reported all the same.
  const ends = stage === 'closed' && unrecorded.some(({ action }) => action !== 'command_forged');
  await resolveByCauses(trx, { noticeId, unrecorded });
  if (ends) return resolveKinds(trx, { noticeId, kinds: ALERT_OWNERS.worker });
  const answered = unrecorded.find(({ action, actor }) => answersReplies(action) && actor.kind === 'person');
  if (answered !== undefined) await markRepliesRead(trx, { noticeId, reply: null, by: answered.actor.id });
  for (const { action, detail } of unrecorded) {
    if (action !== 'enforcement_refused') continue;
    await raiseAlert(trx, {
      key: `${noticeId}:${detail.submission}:enforcement`,
      kind: 'enforcement_refused',
      noticeId,
      summary: `Submission ${detail.submission} was not enforced: ${detail.reason}`,
      detail,
    });
  }
}
