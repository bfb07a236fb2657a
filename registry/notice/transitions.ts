import { sql, type RawBuilder } from 'kysely';
import type { SubmissionState } from '../../domain/submission/submission.js';
import { nearestOwnDues, nextActionAtMs, queueDueAtMs, type Clock } from '../../domain/clock/clock.js';
import type { Command } from '../../domain/command/command.js';
import type { LedgerCounts } from '../../domain/target/ledger.js';
import type { Role } from '../../domain/people/permission.js';
import type { NoticeProjection } from '../../domain/notice/projection.js';
import { unshownOf } from '../../domain/notice/put-together.js';
import type { ToldExtension } from '../clock/tables.js';
import { attentionParts, type WantedAttention } from '../ops/attention.js';
import type { Connection } from '../db.js';
import { ENTRY, toEntryRows } from './audit.js';
import type { ForeignRun, RecordingRun } from '../../domain/notice/own-run.js';
import { isForeignRun } from './own-run.js';
import { forgedPositions } from './vouching.js';

/**
 * A worker that dies, or is too slow, may have written what its workflow task came to, and the task done anew may come to
 * something else under the same version: what came in meanwhile is taken in another order, and further clocks have fallen
 * due. Both accounts are kept, each thing told once for each command, and once where nobody commanded it; the second has
 * ordinals from here on, the third from twice this. The rows are as the last account that tells something new.
 */
const ANOTHER_ACCOUNT = 1_000;

const at = (ms: number | null) => (ms === null ? null : new Date(ms));

/**
 * Writes what the workflow has decided to the rows of notice, clocks, audit log and commands, in one statement: it runs
 * inside the latency of every command and of every clock. Answers whether the projection was news; an older or repeated
 * one changes neither notice, clocks nor attention. Commands are marked either way, so that a second writing heals a
 * first one. Where the desk did not send one of the commands, nothing is written and its position is answered.
 */
export async function applyProjection(
  trx: Connection,
  projection: NoticeProjection,
  {
    attention = null,
    commands = [],
    run = null,
  }: { attention?: WantedAttention | null; commands?: readonly Command[]; run?: RecordingRun | null } = {},
): Promise<Written> {
  const { due, plan } = nearestOwnDues(projection.clocks);
  const asks = commands.length > 0;
  const entries = await entriesOf(trx, projection);
  // Written out: it is 0 but for the few notices that were started anew, and a text is prepared once.
  const epoch = sql.lit(projection.epoch ?? 0);
  const vouched = asks ? sql`${present} and not exists (select from forged)` : present;
  const { rows } = await sql<Written>`
    with later as materialized (
      select from notice where id = ${projection.noticeId}::uuid and workflow_epoch > ${epoch}
    ), foreign_run as materialized (
      ${isForeignRun(projection, run)}
    ), ${asks ? sql`forged as materialized (${forgedPositions({ ...projection, commands })}), ` : sql``}fresh as materialized (
      ${untold(projection, { vouched, entries })}
    ), moved as (
      update notice set
        version = ${projection.version}, stage = ${projection.stage}, outcome = ${projection.outcome},
        authenticity = ${projection.authenticity},
        verified_by = ${JSON.stringify(projection.verifiedBy ?? [])}::jsonb,
        regime_id = ${projection.regime.id}, regime_version = ${projection.regime.version},
        priority = ${projection.priority}, queue = ${projection.queue},
        assignee = ${projection.assignee}::uuid, claimed_until = ${at(projection.claimedUntilMs)},
        next_due_at = ${at(due?.dueAtMs ?? null)}, next_due_kind = ${due?.kind ?? null},
        next_due_clock = ${due?.clock ?? null}::uuid,
        next_plan_at = ${at(plan?.dueAtMs ?? null)}, next_plan_kind = ${plan?.kind ?? null},
        next_plan_clock = ${plan?.clock ?? null}::uuid,
        queue_due_at = ${at(projection.stage === 'closed' ? null : queueDueAtMs(projection.clocks))},
        submission_number = greatest(submission_number, ${projection.submission?.number ?? 0}::int),
        closed_state = ${closedState(projection)}::jsonb, workflow_epoch = ${epoch},
        workflow_run = coalesce(${run?.id ?? null}, workflow_run),
        workflow_unshown = ${JSON.stringify(unshownOf(projection))}::jsonb
      where id = ${projection.noticeId}::uuid and workflow_epoch <= ${epoch} and ${vouched}
        and (version < ${projection.version} or (version = ${projection.version} and exists (select from fresh)))
      returning id
    ), ticked as (
      ${tick(projection)}
    ), told as (
      ${tell(projection)}
    ), answered as (
      update command set state = 'accepted', version = sent.version, finished_at = coalesce(finished_at, now())
      from jsonb_to_recordset(${commandRows(projection)}::jsonb) as sent (id uuid, version int)
      where command.id = sent.id and command.state <> 'accepted' and ${vouched}
    )${attention === null ? sql`` : attentionParts(projection.noticeId, attention)}
    select exists (select from moved) as news, exists (select from later) as superseded, (select why from foreign_run) as foreign, ${asks ? sql`array(select position from forged)` : sql`'{}'::int[]`} as forged`.execute(
    trx,
  );
  return rows[0] ?? { news: false, superseded: false, foreign: null, forged: [] };
}

/** The run is the notice's own, and no later one has been started from the registry. */
const present = sql`not exists (select from later) and not exists (select from foreign_run)`;

/** What came of writing a projection. */
export interface Written {
  news: boolean;
  /** The notice has a later run: nothing was written, and this one has to end. */
  superseded: boolean;
  /** Why this run may not write for the notice: nothing was written. Null: it may. */
  foreign: ForeignRun | null;
  forged: number[];
}

/** Entries that the log has not, whatever account of the same it has; all that it has from the first of their versions on is one. */
function untold(
  { noticeId, version, unrecorded }: NoticeProjection,
  { vouched, entries }: { vouched: RawBuilder<unknown>; entries: string },
): RawBuilder<unknown> {
  const first = Math.min(version, ...unrecorded.map((entry) => entry.version));
  return sql`
      select sent.* from jsonb_to_recordset(${entries}::jsonb) as sent (${ENTRY.types})
      where ${vouched} and not exists (
        select from audit_entry before
        where before.notice_id = ${noticeId}::uuid and before.version is not null
          and before.command_id = sent.command_id and before.action = sent.action
      ) and (sent.command_id is not null or not exists (
        select from audit_entry before
        where before.notice_id = ${noticeId}::uuid and before.version >= ${first}::int and before.command_id is null
          and before.action = sent.action and before.detail = sent.detail
      ))`;
}

/** Writes the clocks that have changed. */
function tick(projection: NoticeProjection): RawBuilder<unknown> {
  return sql`
      update clock set
        state = sent.state, due_at = sent.due_at, met_at = sent.met_at, paused_at = sent.paused_at,
        confirmed = sent.confirmed, ladder = sent.ladder, round = sent.round, next_action_at = sent.next_action_at,
        pending_extension = sent.pending_extension, proposed = false
      from jsonb_to_recordset(${JSON.stringify(toClockRows(projection))}::jsonb) as sent (
        id uuid, state text, due_at timestamptz, met_at timestamptz, paused_at timestamptz, confirmed boolean, ladder jsonb,
        round int, next_action_at timestamptz, pending_extension jsonb
      )
      where exists (select from moved) and clock.id = sent.id and clock.notice_id = ${projection.noticeId}::uuid
        and ((clock.state, clock.due_at, clock.met_at, clock.paused_at, clock.confirmed, clock.ladder, clock.round,
            clock.next_action_at, clock.pending_extension)
          is distinct from (sent.state, sent.due_at, sent.met_at, sent.paused_at, sent.confirmed, sent.ladder, sent.round,
            sent.next_action_at, sent.pending_extension) or clock.proposed)`;
}

/** Writes them. */
function tell(projection: NoticeProjection): RawBuilder<unknown> {
  return sql`
      insert into audit_entry
        (at, notice_id, actor_kind, actor_id, actor_name, action, detail, command_id, version, leaf_hash, ordinal)
      select at, ${projection.noticeId}::uuid, actor_kind, actor_id, actor_name, action, detail, command_id, version,
        decode(leaf_hash, 'hex'), ordinal + ${ANOTHER_ACCOUNT}::int * (
          select count(*)::int from audit_entry other
          where other.notice_id = ${projection.noticeId}::uuid and other.version = sent.version
            and other.ordinal % ${ANOTHER_ACCOUNT}::int = sent.ordinal
            and (other.action, other.command_id, other.detail) is distinct from (sent.action, sent.command_id, sent.detail)
        )
      from fresh sent
      order by version, ordinal
      on conflict (notice_id, version, ordinal) where version is not null do nothing`;
}

/** What a reopening starts from. Effects are over by then and repeats are found by the registry. */
function closedState(projection: NoticeProjection): string | null {
  return projection.stage === 'closed'
    ? JSON.stringify({ ...projection, unrecorded: [], effects: [], processed: [] })
    : null;
}

/** Clocks of a notice as their rows are written. */
export function toClockRows({ clocks, stage }: Pick<NoticeProjection, 'clocks' | 'stage'>) {
  return clocks.map((clock) => ({
    id: clock.id,
    state: clock.state,
    due_at: at(clock.dueAtMs),
    met_at: at(clock.metAtMs),
    paused_at: at(clock.pausedAtMs),
    confirmed: clock.confirmed,
    ladder: clock.ladder,
    round: clock.round ?? 0,
    next_action_at: stage === 'closed' ? null : at(nextActionAtMs(clock)),
    pending_extension: waitingExtension(clock),
  }));
}

/** An extension that can still be confirmed, as it is shown: without the steps of its ladder. */
function waitingExtension({ state, metAtMs, pendingExtension }: Clock): ToldExtension | null {
  const open = state === 'running' || (state === 'missed' && metAtMs === null);
  if (pendingExtension === undefined || !open) return null;
  const { ladder: _, ...shown } = pendingExtension;
  return shown;
}

/** Entries as they are written. */
function entriesOf(trx: Connection, { noticeId, unrecorded }: NoticeProjection): Promise<string> {
  return toEntryRows(
    trx,
    unrecorded.map(({ atMs, ...event }) => ({ ...event, noticeId, at: new Date(atMs) })),
  );
}

function commandRows({ unrecorded }: NoticeProjection): string {
  const versions = new Map(
    unrecorded.flatMap(({ commandId, version }) => (commandId === null ? [] : [[commandId, version]])),
  );
  return JSON.stringify([...versions].map(([id, version]) => ({ id, version })));
}

/**
 * Keeps what triage has read from the document, as the API has written it in the command: whoever records names the command
 * and writes none of it.
 */
export async function keepReading(trx: Connection, { commandId }: { commandId: string }): Promise<void> {
  await sql`select keep_reading(${commandId}::uuid)`.execute(trx);
}

export interface SubmissionMove {
  number: number;
  state: 'open' | 'approved' | 'returned';
}

/** An approved submission goes back only when enforcement has refused it before its first act. */
const MOVES_FROM: Record<SubmissionMove['state'], SubmissionState[]> = {
  open: ['frozen'],
  approved: ['frozen', 'open'],
  returned: ['frozen', 'open', 'approved'],
};

/** Moves a submission and its targets on. Each step is made from the state before it, so a repeat changes nothing. */
export async function moveSubmission(
  trx: Connection,
  { noticeId, move }: { noticeId: string; move: SubmissionMove },
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('submission')
    .set({ state: move.state })
    .where('notice_id', '=', noticeId)
    .where('number', '=', move.number)
    .where('state', 'in', MOVES_FROM[move.state])
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n || move.state === 'open') return;
  // Targets of a restoration stay `applied` until it is done; only a decision's targets are `submitted`.
  const targets = trx
    .updateTable('target')
    .where('notice_id', '=', noticeId)
    .where('submission', '=', move.number)
    .where('status', 'in', ['submitted', 'approved']);
  if (move.state === 'approved') await targets.set({ status: 'approved' }).execute();
  else {
    await targets.set({ status: 'drafted', submission: null }).execute();
    await trx.deleteFrom('approval').where('notice_id', '=', noticeId).where('submission', '=', move.number).execute();
  }
}

export interface ApprovalRecord {
  submission: number;
  digest: string;
  by: string;
  name: string;
  roles: Role[];
  atMs: number;
  commandId: string;
  /** Absent people in whose role it was given. */
  stoodFor?: string[];
}

/** Writes yeses down; enforcement reads them before its first call. */
export async function insertApprovals(
  trx: Connection,
  { noticeId, approvals }: { noticeId: string; approvals: readonly ApprovalRecord[] },
): Promise<void> {
  if (approvals.length === 0) return;
  await trx
    .insertInto('approval')
    .values(
      approvals.map((approval) => ({
        notice_id: noticeId,
        submission: approval.submission,
        person_id: approval.by,
        name: approval.name,
        roles: approval.roles,
        digest: approval.digest,
        command_id: approval.commandId,
        at: new Date(approval.atMs),
        stood_for: approval.stoodFor ?? [],
      })),
    )
    .onConflict((conflict) => conflict.columns(['notice_id', 'submission', 'person_id']).doNothing())
    .execute();
}

/** Takes yeses back that no longer counted; one given anew since then stays. */
export async function deleteVoided(
  trx: Connection,
  {
    noticeId,
    submission,
    voided,
    givenBefore,
  }: { noticeId: string; submission: number; voided: readonly string[]; givenBefore: Date },
): Promise<void> {
  await trx
    .deleteFrom('approval')
    .where('notice_id', '=', noticeId)
    .where('submission', '=', submission)
    .where('person_id', 'in', voided)
    .where('at', '<=', givenBefore)
    .execute();
}

/** What was decided, counted, as frozen with a submission. What was done is counted by enforcement alone. */
export async function writeDecisionCounts(
  trx: Connection,
  { noticeId, ledger }: { noticeId: string; ledger: LedgerCounts },
): Promise<void> {
  await trx
    .updateTable('notice')
    .set({ undecided: ledger.undecided, by_lane: JSON.stringify(ledger.byLane) })
    .where('id', '=', noticeId)
    .execute();
}
