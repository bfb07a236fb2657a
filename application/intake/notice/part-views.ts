import type { findPenalty } from '../../../rulebook/consequence.js';
import type { NoticeWithUsers } from './notice-with-users.js';
import type { ReviewStatus } from '../../../domain/rulebook/review.js';
import type { EventDetails } from '../../../domain/event.js';
import type { ClockBasis } from '../../../domain/clocks/clock.js';
import { decideUserNotice } from '../../../domain/duties/user-notice.js';
import { isEnforcedAction, UNPROVABLE_ACTIONS } from '../../../domain/targets/decision-action.js';
import type { TimelineRow } from '../../../registry/notices/audit-views.js';
import type { BesideClocks, ClockRow, ClockMoveRow } from '../../../registry/clocks/clock-views.js';
import type { SenderCheckRow } from '../../../registry/notices/sender-checks.js';
import type { LetterView } from '../../../registry/letters/letter-views.js';
import type { Pause } from '../../../registry/enforcement/pauses.js';
import type { SecondReviewRow } from '../../../registry/targets/second-reviews.js';
import type { HistoryRow } from '../../../registry/targets/target-history.js';
import { toTraceId } from '../../../tracing/trace.js';
import type { EnforcementProgress } from '../../../registry/submissions/submissions.js';
import type { TargetRow } from '../../../registry/targets/targets.js';

const iso = (at: Date | null) => at?.toISOString() ?? null;
const isoOfMs = (ms: number) => new Date(ms).toISOString();

export function toSenderCheckView({ by_name: byName, at, ...check }: SenderCheckRow) {
  return { ...check, byName, at: at.toISOString() };
}

/** `blind` hides the decision from a person who has yet to give a second review. */
export function toTargetView(row: TargetRow, blind: boolean, notice: NoticeWithUsers) {
  return {
    ...toSecondReviewView(row),
    decision:
      row.action === null || blind
        ? null
        : {
            action: row.action,
            grounds: row.grounds,
            countries: row.countries,
            note: row.decision_note,
            by: row.decided_by,
            byName: row.decided_by_name,
            at: iso(row.decided_at),
          },
    blind,
    status: row.status,
    receipt: row.receipt,
    proof: toProofView(row),
    userNotice: toUserNoticeView(row, notice),
    skipped:
      row.skip_reason === null || row.skip_by === null || row.skip_at === null
        ? null
        : { reason: row.skip_reason, by: row.skip_by, byName: row.skip_by_name ?? '', at: row.skip_at.toISOString() },
    revision: row.revision,
  };
}

function toUserNoticeView({ status, action, ...row }: TargetRow, { nowMs, ...notice }: NoticeWithUsers) {
  const acted = status === 'applied' || status === 'restored';
  if (!acted || action === null || !isEnforcedAction(action)) return null;
  const { decision, untilMs, awaitsCounsel, required, rule } = decideUserNotice({ action, ...notice }, nowMs);
  return {
    decision,
    until:
      decision !== 'after'
        ? null
        : awaitsCounsel
          ? ('counsel_decision' as const)
          : untilMs === null
            ? ('end_of_secrecy' as const)
            : isoOfMs(untilMs),
    required,
    rule,
    message:
      row.notified_state === null
        ? null
        : { state: row.notified_state, language: row.notified_language, at: iso(row.notified_at) },
  };
}

/** Null unless the target is or was in effect; an item not read back yet is unproven. */
function toProofView({ status, action, proof_state: state, ...row }: TargetRow) {
  if (status !== 'applied' && status !== 'restored') return null;
  if (action !== null && UNPROVABLE_ACTIONS.includes(action))
    return { state: 'no_state' as const, at: null, missing: [], surplus: [] };
  if (state === null) return { state: 'unproven' as const, at: null, missing: [], surplus: [] };
  return { state, at: iso(row.proof_at), missing: row.proof_missing ?? [], surplus: row.proof_surplus ?? [] };
}

/** A target as a second reviewer sees it, without anything of the first decision. */
export function toSecondReviewView(row: SecondReviewRow) {
  return {
    no: row.no,
    type: row.type,
    locator: row.locator,
    note: row.note,
    platformId: row.platform_id,
    protectedClass: row.protected_class,
    flags: row.flags,
    problem: row.problem,
  };
}

export function toTargetEvent({ at, action, by, by_name: byName, detail }: HistoryRow, blind: boolean) {
  const drafted = action === 'decide' || action === 'copy' || action === 'undo';
  return { at: iso(at), action, by, byName, detail: blind && drafted ? {} : detail };
}

const BASIS_IN_WORDS: Record<ClockBasis, string> = {
  law: 'set by law',
  order: 'set by the order',
  policy: 'company policy, not law',
};

/** Shown beside a number that was not checked against the text of the law. */
const DOUBT_IN_WORDS: Record<string, string> = {
  from_memory: ', unsourced: check before relying on it',
  secondary: ', from secondary sources',
};

/** A default of ours must never look like law, nor an unchecked number like a checked one. */
function describeObligation({ kind, owner, basis, receipt }: ClockRow): string {
  const prefix = owner === 'authority' ? 'authority: ' : '';
  const doubt = receipt.reviewer == null ? (DOUBT_IN_WORDS[receipt.confidence] ?? '') : '';
  return `${prefix}${kind.replaceAll('_', ' ')} (${BASIS_IN_WORDS[basis]}${doubt})`;
}

function toMoveView(move: ClockMoveRow) {
  return {
    cause: move.cause,
    from: iso(move.from_due),
    to: iso(move.to_due),
    reason: move.reason,
    authorityReference: move.authority_reference,
    document: move.document === null ? move.document_notice : { document: move.document },
    by: move.by_name,
    confirmedBy: move.confirmed_by_name,
    at: iso(move.made_at),
    revision: move.revision,
  };
}

/** `known`: other notices that the reader can read; a document of any other notice is not named. */
function toExtensionView(
  { toMs, by, byName, atMs, reason, authorityReference, document }: NonNullable<ClockRow['pending_extension']>,
  known: ReadonlySet<string>,
) {
  const isHidden = 'notice' in document && !known.has(document.notice);
  const grounds = { reason, authorityReference, document: isHidden ? null : document };
  return { to: isoOfMs(toMs), by, byName, at: isoOfMs(atMs), ...grounds };
}

export interface LawOfClock {
  review: ReviewStatus | null;
  penalty: ReturnType<typeof findPenalty>;
}

export function toClockView(row: ClockRow, { moves, known }: BesideClocks, { review, penalty }: LawOfClock) {
  return {
    id: row.id,
    kind: row.kind,
    owner: row.owner,
    basis: row.basis,
    label: describeObligation(row),
    form: row.form,
    confidence: row.receipt.confidence,
    review,
    penalty,
    state: row.state,
    confirmed: row.confirmed,
    startsAt: row.starts_at.toISOString(),
    dueAt: iso(row.due_at),
    metAt: iso(row.met_at),
    mayPause: row.may_pause,
    mayExtend: row.may_extend,
    escalation: row.escalation.map(({ level, percent, atMs, to, page, firedAtMs, acknowledgedBy }) => ({
      level,
      percent,
      at: isoOfMs(atMs),
      to,
      page,
      firedAt: firedAtMs === null ? null : isoOfMs(firedAtMs),
      acknowledgedBy,
    })),
    moves: moves.filter(({ clock_id }) => clock_id === row.id).map(toMoveView),
    pendingExtension: row.pending_extension === null ? null : toExtensionView(row.pending_extension, known),
    receipt: { ...row.receipt },
  };
}

type Deciding = 'decide' | 'second_review';
const DECIDING: readonly string[] = ['decide', 'second_review'] satisfies Deciding[];
const NOTIFYING: readonly string[] = ['action', 'grounds', 'countries', 'comment'] satisfies (
  | keyof EventDetails['decide']
  | keyof EventDetails['second_review']
)[];

/** Whether an entry would reveal a decision to a reader who has yet to give a second review. */
export function isUndecidedFor(
  { actor_id: actor, action }: { actor_id: string; action: string },
  { blind, reader }: { blind: ReadonlySet<number>; reader: string },
): boolean {
  return blind.size > 0 && actor !== reader && DECIDING.includes(action);
}

/**
 * `blind`: targets that the reader has yet to review; while there are any, decisions of others are shown only as having
 * been made.
 */
export function toTimelineView(
  row: TimelineRow,
  { blind, reader, traced }: { blind: ReadonlySet<number>; reader: string; traced: boolean },
) {
  const isHidden = isUndecidedFor(row, { blind, reader });
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    detail: isHidden ? withoutDecision(row.detail) : row.detail,
    ...(row.erased ? { erased: true as const } : {}),
    ...(traced && row.command_id !== null ? { traceId: toTraceId(row.command_id) } : {}),
  };
}

function withoutDecision(detail: TimelineRow['detail']): TimelineRow['detail'] {
  return { ...Object.fromEntries(Object.entries(detail).filter(([name]) => !NOTIFYING.includes(name))), unseen: true };
}

export function toLetterView(row: LetterView) {
  return {
    n: row.n,
    kind: row.kind,
    language: row.language,
    to: row.to_address,
    subject: row.subject,
    text: row.text,
    counts: row.counts,
    interim: row.interim,
    annexed: row.annexed,
    state: row.state,
    messageId: row.message_id,
    sentAt: iso(row.sent_at),
    resends: row.resends,
    reply: row.smtp_reply,
  };
}

/** The pace is the current one while enforcement runs, and the overall one once it has finished. */
export function toEnforcementView(
  { startedAt, finishedAt, pace, proof, ...progress }: EnforcementProgress,
  { now, pause }: { now: Date; pause: Pause | undefined },
) {
  const seconds = startedAt === null ? 0 : ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1000;
  const done = progress.total - progress.pending;
  const running = progress.pending > 0;
  const held = running ? pause : undefined;
  const overall = seconds > 0 ? done / seconds : null;
  const rate = held !== undefined ? 0 : running ? (pace ?? overall) : overall;
  return {
    ...progress,
    startedAt: iso(startedAt),
    finishedAt: running ? null : iso(finishedAt),
    rate: rate === null ? null : Math.round(rate * 10) / 10,
    etaAt: running && rate ? new Date(now.getTime() + (progress.pending / rate) * 1000).toISOString() : null,
    paused:
      held === undefined
        ? null
        : {
            since: held.since.toISOString(),
            reason: held.reason,
            by: held.by,
            byId: held.byId,
            until: held.until.toISOString(),
            requestedUntil: iso(held.requestedUntil),
            confirmedBy: held.confirmedBy,
          },
    proof: proof === null ? null : { ...proof, at: proof.at.toISOString() },
  };
}
