import type { PageQuery } from '../../../contract/paging.js';
import { decideUserNotice } from '../../../domain/duties/user-notice.js';
import { isEnforcedAction, UNPROVABLE_ACTIONS } from '../../../domain/targets/decision-action.js';
import {
  countSecondReviews,
  listSecondReviews,
  type SecondReviewRow,
  listBlindTargets,
} from '../../../registry/targets/second-reviews.js';
import { countTargets, type TargetFilter } from '../../../registry/targets/target-filter.js';
import { listTargetHistory, type HistoryRow } from '../../../registry/targets/target-history.js';
import { findNumberAt, listTargets, type TargetRow } from '../../../registry/targets/targets.js';
import { findReadable, needNotice } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { answerKept, answerPage, readNumberCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import { findNoticeWithUsers, type NoticeWithUsers } from './notice-with-users.js';
import { can } from '../../../domain/people/permission.js';

type Reading = Pick<Services, 'db' | 'now' | 'rulebook' | 'secondReviewPercent'>;

/** `from`: the first number; `skip`: how many to pass over, for a scroll bar. */
interface TargetsQuery extends PageQuery, Omit<TargetFilter, 'except'> {
  from?: number | undefined;
  skip?: number | undefined;
}

export async function listNoticeTargets(
  services: Reading,
  caller: Caller,
  id: string,
  { cursor, limit, count, from = 1, skip = 0, ...filter }: TargetsQuery,
) {
  const { db } = services;
  const row = await needNotice(services, caller, { id, to: 'facts' });
  // Filtering by action would reveal the hidden decisions, so blind targets are left out.
  const except =
    filter.action === undefined ? [] : [...(await findBlindTargets(services, caller, { noticeId: row.id }))];
  const question = { noticeId: row.id, filter: { ...filter, except } };
  const key = readNumberCursor(cursor);
  const start = { ...question, afterNo: key ?? from - 1 };
  // The start of the page is looked up by number only; its rows are then read as on any other page.
  const afterNo = skip === 0 || key !== undefined ? start.afterNo : await findNumberAt(db, { ...start, skip });
  const notice = await findNoticeWithUsers(services, row);
  let blind: ReadonlySet<number> = new Set();
  return answerPage(
    { limit, count },
    {
      rows: async (max) => {
        if (afterNo === null) return [];
        const rows = await listTargets(db, { ...question, afterNo, limit: max });
        const within = rows.filter(({ status }) => status === 'drafted').map(({ no }) => no);
        blind = await findBlindTargets(services, caller, { noticeId: row.id, within });
        return rows;
      },
      total: () => countTargets(db, question),
      view: (target) => toTargetView(target, blind.has(target.no), notice),
      key: ({ no }) => [no],
    },
  );
}

/** Sampled drafts of others that wait for the caller's blind second review. */
export async function listNoticeSecondReviews(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const { db, secondReviewPercent: percent } = services;
  const { row } = await findReadable(services, caller, id);
  const afterNo = readNumberCursor(query.cursor) ?? 0;
  const question = { noticeId: row.id, percent, reader: caller.person.id };
  return answerPage(query, {
    rows: (limit) => listSecondReviews(db, { ...question, afterNo, limit }),
    total: () => countSecondReviews(db, question),
    view: toSecondReviewView,
    key: ({ no }) => [no],
  });
}

export function noSuchTarget(): Refusal {
  return new Refusal('missing', 'This notice has no such target.');
}

/** The history of one target, oldest first. `no`: null if the address names no number. */
export async function listNoticeTargetHistory(
  services: Reading,
  caller: Caller,
  { id, no }: { id: string; no: number | null },
  query: PageQuery,
) {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  // One target's history is short: it is read as a whole, and the page is cut from it.
  const events =
    no === null ? [] : await listTargetHistory(services.db, { noticeId: row.id, no, reader: toReader(caller) });
  if (no === null || events.length === 0) throw noSuchTarget();
  const after = readNumberCursor(query.cursor) ?? -1;
  const blind = (await findBlindTargets(services, caller, { noticeId: row.id, within: [no] })).size > 0;
  const numbered = events.map((event, place) => ({ ...event, place }));
  return answerKept(query, {
    all: numbered,
    rest: numbered.slice(after + 1),
    view: (event) => toTargetEvent(event, blind),
    key: ({ place }) => [place],
  });
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

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
            : new Date(untilMs).toISOString(),
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

function toTargetEvent({ at, action, by, by_name: byName, detail }: HistoryRow, blind: boolean) {
  const drafted = action === 'decide' || action === 'copy' || action === 'undo';
  return { at: iso(at), action, by, byName, detail: blind && drafted ? {} : detail };
}

/**
 * Returns the targets whose decision is hidden from a caller because they may still give a second review; `within`
 * limits the check to some targets. A caller who cannot decide gives no second review and sees everything.
 */
export async function findBlindTargets(
  { db, secondReviewPercent: percent }: Pick<Services, 'db' | 'secondReviewPercent'>,
  { person, roles }: Caller,
  { noticeId, within }: { noticeId: string; within?: readonly number[] },
): Promise<ReadonlySet<number>> {
  if (!can(roles, 'decide')) return new Set();
  const question = { noticeId, percent, reader: person.id, ...(within === undefined ? {} : { within }) };
  return new Set(await listBlindTargets(db, question));
}
