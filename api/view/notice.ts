import { findReclassification, type Reclassification } from '../../registry/notice/reclassifications.js';
import { toTold } from '../../client/secrecy/secrecy-of.js';
import { makeNoticeWorkflowId } from '../../domain/notice/notice.js';
import { isHeldAgainst, type Claim } from '../../domain/notice/claim.js';
import type { Ratification } from '../../domain/notice/notice-state.js';
import { allowedCommands, commandsOf } from '../../domain/notice/notice-view.js';
import { ERASED_CURE } from '../../domain/notice/retention-kinds.js';
import { can } from '../../domain/people/permission.js';
import type { SubmittingFacts } from '../../domain/submission/drafting.js';
import { countActing } from '../../domain/submission/submission.js';
import type { Lane } from '../../domain/target/lane.js';
import type { Connection } from '../../registry/db.js';
import { hasOpenRepair } from '../../registry/enforcement/repairs.js';
import { listStandIns } from '../../registry/people/absences.js';
import { listOpenAttention } from '../../registry/ops/open-attention.js';
import { claimOfRow, findNoticeBody, listLinks, type NoticeRow } from '../../registry/notice/notices.js';
import { findQueueFacts, NO_QUEUE_FACTS, type QueueFacts } from '../../registry/notice/queue-facts.js';
import { listErased } from '../../registry/retention/erasure.js';
import { findHold, type LegalHold } from '../../registry/retention/holds.js';
import { findRatification } from '../../registry/submission/ratifications.js';
import { findSubmission } from '../../registry/submission/submissions.js';
import { countStandings, draftsByLane } from '../../registry/target/ledger.js';
import type { ApiContext } from '../context.js';
import { temporalUrlOf } from './temporal-url.js';
import { loadMayApprove, toAuthorship, toSubmissionView } from './submission.js';
import { readerOf, actorOf, type Caller } from '../../client/caller.js';
import { findSenderDoubts } from '../../client/sender/find-doubts.js';
import { toChecklist } from '../../client/intake/checklist.js';

const iso = (at: Date | null) => at?.toISOString() ?? null;

function toCounts(row: NoticeRow) {
  const { targets, undecided, by_lane: byLane, applied, failed, restored } = row;
  return { targets, undecided, byLane, applied, failed, restored };
}

function toNextDue(row: NoticeRow) {
  if (row.next_due_at === null) return null;
  return { clock: row.next_due_clock, kind: row.next_due_kind, dueAt: row.next_due_at.toISOString() };
}

function toNextPlan(row: NoticeRow) {
  if (row.next_plan_at === null) return null;
  return { clock: row.next_plan_clock, kind: row.next_plan_kind, dueAt: row.next_plan_at.toISOString() };
}

/** What an intake system may see of its own notice, a gagged one too (docs/interface.md, Intake). */
export function toReceiptView(row: NoticeRow) {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    kind: row.kind,
    stage: row.stage,
    outcome: row.outcome,
    reference: row.reference,
    regime: { id: row.regime_id, version: row.regime_version },
    receivedAt: row.received_at.toISOString(),
    nextDue: toNextDue(row),
    counts: toCounts(row),
    workflow: { id: makeNoticeWorkflowId(row.id), started: row.workflow_started },
  };
}

/** One line of a list. */
export function toSummaryView(row: NoticeRow, facts: Omit<QueueFacts, 'id'> & { yours?: boolean } = NO_QUEUE_FACTS) {
  const { approvals, yours } = facts;
  return {
    ...toReceiptView(row),
    nextPlan: toNextPlan(row),
    authority: toAuthority(row),
    jurisdiction: row.jurisdiction,
    subject: row.subject,
    authenticity: row.authenticity,
    secrecy: toSecrecy(row),
    issuedAt: iso(row.issued_at),
    servedAt: iso(row.served_at),
    effectiveUntil: iso(row.effective_until),
    assignee: row.assignee,
    assigneeName: facts.assigneeName,
    claimedUntil: iso(row.claimed_until),
    protected: facts.protected,
    attentionKinds: facts.attentionKinds,
    approvals: approvals === null || yours === undefined ? approvals : { ...approvals, yours },
    due: facts.due,
    priority: row.priority,
    queue: row.queue,
  };
}

function toAuthority(row: NoticeRow) {
  return { id: row.authority_id, name: row.authority_name, country: row.authority_country };
}

function toSecrecy(row: NoticeRow) {
  return {
    // No view of the canary's notices is ever asked for.
    level: row.secrecy_level === 'canary' ? ('gagged' as const) : row.secrecy_level,
    people: row.secrecy_people,
    ...(row.secrecy_until === null ? {} : { until: row.secrecy_until.toISOString() }),
  };
}

/** The whole notice as `GET /v1/notices/{id}` shows it to this caller. */
export async function loadNoticeView(context: ApiContext, { row, caller }: { row: NoticeRow; caller: Caller }) {
  const { db } = context;
  const documents = can(caller.roles, 'notice.read_documents');
  const [facts, submission, ratification, standsFor, links, attention, body, since, senderDoubts, wish, hold, erased] =
    await Promise.all([
      findQueueFacts(db, [row.id]),
      findSubmission(db, { noticeId: row.id }),
      findRatification(db, row.id),
      listStandIns(db, readerOf(caller)),
      listLinks(db, { noticeId: row.id, reader: readerOf(caller) }),
      listOpenAttention(db, row.id),
      documents ? findNoticeBody(db, row.id) : null,
      findSince(db, row),
      findSenderDoubts(db, row),
      findReclassification(db, row.id),
      findHold(db, row.id),
      row.erased_at === null ? [] : listErased(db, row.id),
    ]);
  const claim = claimOfRow(row);
  const held = isHeldAgainst(claim, caller.person.id, context.now().getTime())
    ? { ...claim, name: facts.get(row.id)?.assigneeName ?? null }
    : null;
  const involved = {
    submission: toAuthorship(submission, row),
    ratification: ratification?.state === 'open' ? ratification : null,
    heldByAnother: held !== null,
  };
  const actor = { ...actorOf(caller), standsFor };
  const mayApprove = submission?.state === 'open' ? await loadMayApprove(db, { noticeId: row.id, actor }) : null;
  const summary = toSummaryView(row, { ...(facts.get(row.id) ?? NO_QUEUE_FACTS), yours: mayApprove?.ok === true });
  return {
    ...summary,
    workflow: { ...summary.workflow, url: temporalUrlOf(context, row.id) },
    ...(body === null ? {} : { body }),
    senderDoubts,
    verifiedBy: [...new Set(row.verified_by.map(({ id }) => id))],
    language: row.language,
    channel: row.channel,
    orderedDeadline: row.ordered_deadline,
    facts: row.facts,
    checklist: toChecklist(context.rulebook, row),
    draftRevision: row.draft_revision,
    submission: submission === undefined ? null : { ...toSubmissionView(submission), mayApprove },
    ratification: ratification === undefined ? null : toRatificationView(ratification),
    hold: hold === undefined ? null : toHoldView(hold),
    erased: toErasedView(erased),
    reclassification: wish === undefined ? null : toReclassificationView(wish),
    links,
    attention,
    allowedCommands: allowedCommands(row.stage, involved, actor).filter((name) => !isOver(row, name)),
    commands: commandsOf(toSubmittingFacts(row, { held, since }), involved, actor).map((offered) =>
      offered.why === null && isOver(row, offered.name) ? { ...offered, why: 'stage', cure: ERASED_CURE } : offered,
    ),
  };
}

/** What is erased is not taken up again. */
function isOver({ erased_at: erasedAt }: NoticeRow, command: string): boolean {
  return erasedAt !== null && command === 'reopen';
}

/** Whether a submission of it may have been approved: until then the counts of its row are those of the drafts. */
function mayHaveActed({ stage, applied, failed, restored }: NoticeRow): boolean {
  return stage === 'in_force' || applied + failed + restored > 0;
}

/** What has become of a notice that may have acted, beside its row. */
interface Since {
  repairing: boolean;
  drafts: Partial<Record<Lane, number>>;
}

async function findSince(db: Connection, row: NoticeRow): Promise<Since | null> {
  if (!mayHaveActed(row)) return null;
  const [repairing, standings] = await Promise.all([hasOpenRepair(db, row.id), countStandings(db, row.id)]);
  return { repairing, drafts: draftsByLane(standings) };
}

function toSubmittingFacts(
  { stage, authenticity, undecided, targets, by_lane: byLane }: NoticeRow,
  { held, since }: { held: Claim | null; since: Since | null },
): SubmittingFacts {
  const drafts = since?.drafts ?? byLane;
  return {
    stage,
    held,
    repairing: since?.repairing ?? false,
    authenticity,
    undecided,
    drafted: Object.values(drafts).reduce((sum, count) => sum + count, 0),
    bare: targets === 0,
    acting: countActing(drafts),
    disclosed: drafts.disclose ?? 0,
  };
}

function toHoldView({ reason, setBy, setByName, setAt, lifting }: LegalHold) {
  return {
    reason,
    by: setBy,
    byName: setByName,
    since: setAt.toISOString(),
    lifting: lifting === null ? null : { ...lifting, at: lifting.at.toISOString() },
  };
}

function toErasedView(erased: Awaited<ReturnType<typeof listErased>>) {
  const last = erased.at(-1);
  if (last === undefined) return null;
  const rule = erased.map(({ kind, period }) => `${kind}=${period}`).join(',');
  return { at: last.at.toISOString(), kinds: erased.map(({ kind }) => kind), rule };
}

function toReclassificationView({ secrecy, reason, askedBy, askedByName, askedAt, expiresAt }: Reclassification) {
  return {
    secrecy: toTold(secrecy),
    reason,
    by: askedBy,
    byName: askedByName,
    at: askedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

function toRatificationView({ submission, digest, state, seats, yeses, openedAtMs, settledAtMs }: Ratification) {
  return {
    submission,
    digest,
    state,
    seats,
    yeses: yeses.map(({ by, name, atMs }) => ({ by, name, at: new Date(atMs).toISOString() })),
    openedAt: new Date(openedAtMs).toISOString(),
    settledAt: settledAtMs === null ? null : new Date(settledAtMs).toISOString(),
  };
}
