import { sql, type RawBuilder } from 'kysely';
import type { SubmissionState } from '../../domain/submissions/submission.js';
import { nearestOwnDues, nextActionAtMs, queueDueAtMs, type Clock } from '../../domain/clocks/clock.js';
import type { Command } from '../../domain/commands/command.js';
import type { LedgerCounts } from '../../domain/targets/ledger.js';
import type { Role } from '../../domain/people/permission.js';
import type { NoticeProjection } from '../../domain/notices/projection.js';
import { pickUnshownState } from '../../domain/notices/put-together.js';
import type { LoggedExtension } from '../clocks/tables.js';
import { alertParts, type WantedAlert } from '../ops/alerts.js';
import type { Connection } from '../db.js';
import { ENTRY, toEntryRows } from './audit.js';
import type { ForeignRun, RecordingRun } from '../../domain/notices/own-run.js';
import { isForeignRun } from './own-run.js';
import { forgedPositions } from './command-provenance.js';

/**
 * A workflow task may be retried after its first attempt was already recorded, and produce other entries for the same
 * version, since signals may arrive in another order and more clocks may be due. Both accounts are kept, each event
 * once per command, or once overall without a command. Ordinals of the second account start here, those of the third at
 * twice this.
 */
const ANOTHER_ACCOUNT = 1_000;

const at = (ms: number | null) => (ms === null ? null : new Date(ms));

/**
 * Writes the workflow's decisions to notice, clocks, audit log and commands in one statement, because it is part of the
 * latency of every command and clock. Returns whether the projection was new, by its version or its run; an older or
 * repeated one changes neither notice, clocks nor alerts, but still marks its commands, so that a second write repairs a first one. If the desk did
 * not send one of the commands, nothing is written and `forged` holds its position.
 */
export async function applyProjection(
  trx: Connection,
  projection: NoticeProjection,
  input: { alert?: WantedAlert | null; commands?: readonly Command[]; run?: RecordingRun | null } = {},
): Promise<Written> {
  const { alert = null, commands = [], run = null } = input;
  const { due, plan } = nearestOwnDues(projection.clocks);
  const asks = commands.length > 0;
  const entries = await buildEntryRows(trx, projection);
  // A literal keeps the statement text stable: it is 0 except for the few notices restarted from the registry, and each
  // text is prepared once.
  const epoch = sql.lit(projection.epoch ?? 0);
  const verified = asks ? sql`${present} and not exists (select from forged)` : present;
  const { rows } = await sql<Written>`
    with later as materialized (
      select from notice where id = ${projection.noticeId}::uuid and workflow_epoch > ${epoch}
    ), foreign_run as materialized (
      ${isForeignRun(projection, run)}
    ), ${asks ? sql`forged as materialized (${forgedPositions({ ...projection, commands })}), ` : sql``}fresh as materialized (
      ${unnotified(projection, { verified, entries })}
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
        workflow_unshown = ${JSON.stringify(pickUnshownState(projection))}::jsonb
      where id = ${projection.noticeId}::uuid and workflow_epoch <= ${epoch} and ${verified}
        and (version < ${projection.version} or (version = ${projection.version} and (
          exists (select from fresh) or workflow_run is distinct from coalesce(${run?.id ?? null}, workflow_run)
        )))
      returning id
    ), ticked as (
      ${tick(projection)}
    ), logged as (
      ${insertEntries(projection)}
    ), answered as (
      update command set state = 'accepted', version = sent.version, finished_at = coalesce(finished_at, now())
      from jsonb_to_recordset(${commandRows(projection)}::jsonb) as sent (id uuid, version int)
      where command.id = sent.id and command.state <> 'accepted' and ${verified}
    )${alert === null ? sql`` : alertParts(projection.noticeId, alert)}
    select exists (select from moved) as news, exists (select from later) as superseded, (select why from foreign_run) as foreign, ${asks ? sql`array(select position from forged)` : sql`'{}'::int[]`} as forged`.execute(
    trx,
  );
  return rows[0] ?? { news: false, superseded: false, foreign: null, forged: [] };
}

const present = sql`not exists (select from later) and not exists (select from foreign_run)`;

export interface Written {
  news: boolean;
  /** The notice has a later run: nothing was written and this run must end. */
  superseded: boolean;
  /** Why this run may not write for the notice, in which case nothing was written; null if it may. */
  foreign: ForeignRun | null;
  forged: number[];
}

function unnotified(
  { noticeId, version, unrecorded }: NoticeProjection,
  { verified, entries }: { verified: RawBuilder<unknown>; entries: string },
): RawBuilder<unknown> {
  const first = Math.min(version, ...unrecorded.map((entry) => entry.version));
  return sql`
      select sent.* from jsonb_to_recordset(${entries}::jsonb) as sent (${ENTRY.types})
      where ${verified} and not exists (
        select from audit_entry before
        where before.notice_id = ${noticeId}::uuid and before.version is not null
          and before.command_id = sent.command_id and before.action = sent.action
      ) and (sent.command_id is not null or not exists (
        select from audit_entry before
        where before.notice_id = ${noticeId}::uuid and before.version >= ${first}::int and before.command_id is null
          and before.action = sent.action and before.detail = sent.detail
      ))`;
}

function tick(projection: NoticeProjection): RawBuilder<unknown> {
  return sql`
      update clock set
        state = sent.state, due_at = sent.due_at, met_at = sent.met_at, paused_at = sent.paused_at,
        confirmed = sent.confirmed, escalation = sent.escalation, revision = sent.revision, next_action_at = sent.next_action_at,
        pending_extension = sent.pending_extension, proposed = false
      from jsonb_to_recordset(${JSON.stringify(toClockRows(projection))}::jsonb) as sent (
        id uuid, state text, due_at timestamptz, met_at timestamptz, paused_at timestamptz, confirmed boolean, escalation jsonb,
        revision int, next_action_at timestamptz, pending_extension jsonb
      )
      where exists (select from moved) and clock.id = sent.id and clock.notice_id = ${projection.noticeId}::uuid
        and ((clock.state, clock.due_at, clock.met_at, clock.paused_at, clock.confirmed, clock.escalation, clock.revision,
            clock.next_action_at, clock.pending_extension)
          is distinct from (sent.state, sent.due_at, sent.met_at, sent.paused_at, sent.confirmed, sent.escalation, sent.revision,
            sent.next_action_at, sent.pending_extension) or clock.proposed)`;
}

function insertEntries(projection: NoticeProjection): RawBuilder<unknown> {
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

function closedState(projection: NoticeProjection): string | null {
  return projection.stage === 'closed'
    ? JSON.stringify({ ...projection, unrecorded: [], effects: [], processed: [] })
    : null;
}

export function toClockRows({ clocks, stage }: Pick<NoticeProjection, 'clocks' | 'stage'>) {
  return clocks.map((clock) => ({
    id: clock.id,
    state: clock.state,
    due_at: at(clock.dueAtMs),
    met_at: at(clock.metAtMs),
    paused_at: at(clock.pausedAtMs),
    confirmed: clock.confirmed,
    escalation: clock.escalation,
    revision: clock.revision ?? 0,
    next_action_at: stage === 'closed' ? null : at(nextActionAtMs(clock)),
    pending_extension: waitingExtension(clock),
  }));
}

function waitingExtension({ state, metAtMs, pendingExtension }: Clock): LoggedExtension | null {
  const open = state === 'running' || (state === 'missed' && metAtMs === null);
  if (pendingExtension === undefined || !open) return null;
  const { escalation: _, ...shown } = pendingExtension;
  return shown;
}

function buildEntryRows(trx: Connection, { noticeId, unrecorded }: NoticeProjection): Promise<string> {
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
 * Stores what triage read from the document, as the API wrote it into the command; the recorder passes only the
 * command's id and cannot alter it.
 */
export async function keepReading(trx: Connection, { commandId }: { commandId: string }): Promise<void> {
  await sql`select keep_reading(${commandId}::uuid)`.execute(trx);
}

export interface SubmissionMove {
  number: number;
  state: 'open' | 'approved' | 'returned';
}

/** An approved submission is returned only if enforcement refused it before its first act. */
const MOVES_FROM: Record<SubmissionMove['state'], SubmissionState[]> = {
  open: ['frozen'],
  approved: ['frozen', 'open'],
  returned: ['frozen', 'open', 'approved'],
};

/**
 * Moves a submission and its targets to a state. Each move requires the preceding state, so a repeat changes nothing.
 */
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
  stoodFor?: string[];
}

/** Records approvals; enforcement reads them before its first platform call. */
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

/** Deletes approvals that were voided; one given again after `givenBefore` stays. */
export async function deleteVoided(
  trx: Connection,
  approvals: { noticeId: string; submission: number; voided: readonly string[]; givenBefore: Date },
): Promise<void> {
  const { noticeId, submission, voided, givenBefore } = approvals;
  await trx
    .deleteFrom('approval')
    .where('notice_id', '=', noticeId)
    .where('submission', '=', submission)
    .where('person_id', 'in', voided)
    .where('at', '<=', givenBefore)
    .execute();
}

/** Writes the decision counts frozen with a submission; only enforcement counts effects. */
export async function writeDecisionCounts(
  trx: Connection,
  { noticeId, ledger }: { noticeId: string; ledger: LedgerCounts },
): Promise<void> {
  await trx
    .updateTable('notice')
    .set({ undecided: ledger.undecided, by_action: JSON.stringify(ledger.byAction) })
    .where('id', '=', noticeId)
    .execute();
}
