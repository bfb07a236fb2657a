import { listAnswerDuties } from '../../../domain/letters/letter-law.js';
import { findNoticeLaw } from '../../../rulebook/consequence.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { findLetterLaw } from '../../../rulebook/letter-law.js';
import { queryReclassification } from '../../../registry/notices/reclassifications.js';
import { isHeldAgainst, type Claim } from '../../../domain/notices/claim.js';
import { allowedCommands, listOfferedCommands } from '../../../domain/notices/notice-view.js';
import type { RoutingRule } from '../../../domain/notices/routing.js';
import { ERASED_CURE } from '../../../domain/notices/retention-kinds.js';
import { can } from '../../../domain/people/permission.js';
import type { SubmittingFacts } from '../../../domain/submissions/drafting.js';
import { countActing } from '../../../domain/submissions/submission.js';
import { askTogether, type Answers } from '../../../registry/ask.js';
import { queryManualCounts } from '../../../registry/enforcement/manual-actions.js';
import { queryOpenRepair } from '../../../registry/enforcement/repairs.js';
import { queryDelegators } from '../../../registry/people/absences.js';
import { queryExclusions, queryStaffRisk } from '../../../registry/people/exclusions.js';
import { queryHandover, type Handover } from '../../../registry/people/handover.js';
import { queryRoutingRules } from '../../../registry/people/routing.js';
import { queryOpenAlerts } from '../../../registry/ops/open-alerts.js';
import { queryBody, claimOfRow, queryNotice, statusOfRow, type NoticeRow } from '../../../registry/notices/notices.js';
import { queryLinks } from '../../../registry/notices/links.js';
import { NO_QUEUE_FACTS, queryQueueFacts } from '../../../registry/notices/queue-facts.js';
import { queryErasures } from '../../../registry/retention/erasure.js';
import { queryHold } from '../../../registry/retention/holds.js';
import { queryRatification } from '../../../registry/submissions/ratifications.js';
import { querySubmission } from '../../../registry/submissions/submissions.js';
import { draftsByAction, queryStatusCounts, type DraftCount } from '../../../registry/targets/ledger.js';
import { toErasedView, toHoldView, toRatificationView, toReclassificationView } from './notice-parts.js';
import { buildTemporalUrl, type TemporalUi } from '../../temporal-url.js';
import { loadMayApprove, toAuthorship, toSubmissionView } from './submission-view.js';
import { toReader, toActor, type Caller } from '../../caller.js';
import { listContestedRules } from '../../clocks/rulebook/contested-rules.js';
import { listOrderCountries } from '../order-scope.js';
import { selectSenderFacts, toTriggers } from '../sender/authenticity.js';
import { toChecklist } from '../../clocks/rulebook/checklist.js';
import { listDutiesToClose } from '../../clocks/rulebook/contested-rules.js';
import type { Services } from '../../services.js';
import { toReceiptView, toSummaryView } from './notice-summary.js';
import { toExclusionView, toStaffRiskView } from '../../people/exclusions.js';
import { findReadable } from '../../access.js';

export type NoticeViewing = Pick<Services, 'db' | 'rulebook' | 'now' | 'companyLanguages'> & TemporalUi;

/** The notice, or only its receipt for a caller who may read no more. */
export async function readNoticeView(services: NoticeViewing, caller: Caller, id: string) {
  const { row, access } = await findReadable(services, caller, id);
  return access === 'receipt' ? toReceiptView(row) : loadNoticeView(services, { row, caller });
}

export async function loadNoticeView(context: NoticeViewing, { row, caller }: { row: NoticeRow; caller: Caller }) {
  return toNoticeView(context, { row, caller, around: await askTogether(context.db, buildNoticeQueries(row, caller)) });
}

/**
 * Loads the present notice and its row in one statement. `row`: an earlier state; its sender and readers do not change.
 */
export async function findNoticeView(context: NoticeViewing, { row, caller }: { row: NoticeRow; caller: Caller }) {
  const reader = toReader(caller);
  const { found, ...around } = await askTogether(context.db, {
    found: queryNotice({ id: row.id, reader }),
    ...buildNoticeQueries(row, caller),
  });
  const version = found?.row.version ?? 0;
  return { found, version, toView: () => toNoticeView(context, { row: found?.row ?? row, caller, around }) };
}

function buildNoticeQueries(row: NoticeRow, caller: Caller) {
  const { id } = row;
  const reader = toReader(caller);
  return {
    facts: queryQueueFacts([id]),
    submission: querySubmission({ noticeId: id }),
    ratification: queryRatification(id),
    actsFor: queryDelegators(reader),
    links: queryLinks({ noticeId: id, reader }),
    alert: queryOpenAlerts(id),
    body: queryBody(id, { withheld: !can(caller.roles, 'notice.read_documents') }),
    repairing: queryOpenRepair(id),
    draftCounts: queryStatusCounts(id),
    request: queryReclassification(id),
    hold: queryHold(id),
    exclusions: queryExclusions(id),
    staffRisk: queryStaffRisk(id),
    manualActions: queryManualCounts(id),
    rules: queryRoutingRules(),
    handover: queryHandover(id, row.assignee),
    erased: queryErasures(id),
    ...selectSenderFacts(row, reader),
  };
}

interface Shown {
  row: NoticeRow;
  caller: Caller;
  around: Answers<ReturnType<typeof buildNoticeQueries>>;
}

async function toNoticeView(context: NoticeViewing, { row, caller, around }: Shown) {
  const { db } = context;
  const { facts, submission, ratification, actsFor, links, alert, body, request, hold, exclusions, erased } = around;
  const claim = claimOfRow(row);
  const held = isHeldAgainst(claim, caller.person.id, context.now().getTime())
    ? { ...claim, name: facts.get(row.id)?.assigneeName ?? null }
    : null;
  const involved = {
    submission: toAuthorship(submission, row),
    ratification: ratification?.state === 'open' ? ratification : null,
    heldByAnother: held !== null,
    excluded: exclusions.map(({ person }) => person),
  };
  const actor = { ...toActor(caller), actsFor };
  const mayApprove = submission?.state === 'open' ? await loadMayApprove(db, { noticeId: row.id, actor }) : null;
  const summary = toSummaryView(context, row, {
    ...(facts.get(row.id) ?? NO_QUEUE_FACTS),
    yours: mayApprove?.ok === true,
  });
  return {
    ...summary,
    workflow: { ...summary.workflow, url: buildTemporalUrl(context, row.id) },
    ...(body === null ? {} : { body }),
    senderDoubts: toTriggers(row, { answers: around, rulebook: context.rulebook }).map(({ code }) => code),
    verifiedBy: [...new Set(row.verified_by.map(({ id }) => id))],
    contested: (await listContestedRules(context, db, row)).map(({ decision, ...rule }) => ({
      ...rule,
      decision: decision === null ? null : { ...decision, at: decision.at.toISOString() },
    })),
    defaultCountries: listOrderCountries(context, row),
    language: row.language,
    answer: toAnswerView(context.rulebook, row),
    channel: row.channel,
    orderedDeadline: row.ordered_deadline,
    facts: row.facts,
    details: row.details,
    lawCandidates: row.stage === 'triage' ? (row.law_candidates ?? []) : [],
    checklist: toChecklist(context.rulebook, row, context.companyLanguages),
    closing: await listDutiesToClose(context, db, row),
    draftRevision: row.draft_revision,
    submission: submission === undefined ? null : { ...toSubmissionView(submission, row), mayApprove },
    ratification: ratification === undefined ? null : toRatificationView(ratification),
    hold: hold === undefined ? null : toHoldView(hold),
    handover: toHandoverView(around.handover),
    routed: toRoutedView(row, around.rules),
    exclusions: exclusions.map(toExclusionView),
    staffRisk: toStaffRiskView(around.staffRisk),
    manualActions: around.manualActions,
    erased: toErasedView(erased),
    reclassification: request === undefined ? null : toReclassificationView(request),
    links,
    alert,
    allowedCommands: allowedCommands(row.stage, involved, actor).filter((name) => !isOver(row, name)),
    commands: listOfferedCommands(toSubmittingFacts(row, { held, ...around }), involved, actor).map((offered) =>
      offered.why === null && isOver(row, offered.name) ? { ...offered, why: 'stage', cure: ERASED_CURE } : offered,
    ),
  };
}

function toAnswerView(rulebook: Rulebook, row: NoticeRow) {
  const law = findNoticeLaw(rulebook, row);
  return {
    language: findLetterLaw(rulebook, row)?.language?.code ?? row.language,
    duties: law === undefined ? [] : listAnswerDuties(law),
  };
}

function toHandoverView(handover: Handover | undefined) {
  if (handover === undefined || handover.note === null) return null;
  return { note: handover.note, byName: handover.byName, at: handover.at.toISOString() };
}

function toRoutedView({ routed_by: rule }: NoticeRow, rules: readonly RoutingRule[]) {
  if (rule === null) return null;
  return { rule, reviewers: rules.find(({ name }) => name === rule)?.reviewers ?? [] };
}

function isOver({ erased_at: erasedAt }: NoticeRow, command: string): boolean {
  return erasedAt !== null && command === 'reopen';
}

/** Until a submission may have been approved, the counts of the row are those of the drafts. */
function mayHaveActed({ stage, applied, failed, restored }: NoticeRow): boolean {
  return stage === 'in_force' || applied + failed + restored > 0;
}

function toSubmittingFacts(
  row: NoticeRow,
  { held, repairing, draftCounts }: { held: Claim | null; repairing: boolean; draftCounts: DraftCount[] },
): SubmittingFacts {
  const { stage, authenticity, undecided, targets } = row;
  const drafts = mayHaveActed(row) ? draftsByAction(draftCounts) : row.by_action;
  return {
    stage,
    held,
    repairing,
    authenticity,
    order: statusOfRow(row),
    uphold: row.order_uphold,
    undecided,
    drafted: Object.values(drafts).reduce((sum, count) => sum + count, 0),
    bare: targets === 0,
    acting: countActing(drafts),
    disclosed: drafts.disclose ?? 0,
  };
}
