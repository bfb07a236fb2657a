import type { PageQuery } from '../../../contract/paging.js';
import { DECISION_ACTIONS, FROZEN_ACTIONS, type FrozenAction } from '../../../domain/targets/decision-action.js';
import {
  countChangedLines,
  countFrozenLines,
  findFrozen,
  groupChanges,
  listChangedLines,
  listFrozenLines,
  type ChangedLine,
  type ChangeFilter,
  type ChangeGroup,
  type FrozenAt,
  type FrozenLine,
  type LineFilter,
} from '../../../registry/submissions/submission-lines.js';
import {
  countSubmissions,
  listSubmissions,
  type SubmissionHistoryRow,
} from '../../../registry/submissions/submission-views.js';
import { findReadable, needFacts, needNotice, type Reading } from '../../access.js';
import type { Caller } from '../../caller.js';
import { answerPage, readNumberCursor } from '../../paging.js';
import { invalid, Refusal } from '../../refusal.js';
import { toSubmissionHistoryView } from './submission-view.js';

/** A submission by its address; `n`: null if the address names no number. */
interface SubmissionId {
  id: string;
  n: number | null;
}

/** The newest first. */
export async function listNoticeSubmissions(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const { row, access } = await findReadable(services, caller, id);
  needFacts(access);
  const before = readNumberCursor(query.cursor) ?? null;
  return answerPage(query, {
    rows: (limit) => listSubmissions(services.db, { noticeId: row.id, before, limit }),
    total: () => countSubmissions(services.db, row.id),
    view: (submission) => toSubmissionHistoryView(submission, { notice: row, access }),
    key: ({ number }) => [number],
  });
}

/** The decisions as frozen by a submission, whatever was decided since. */
export async function listFrozenTargets(
  services: Reading,
  caller: Caller,
  submission: SubmissionId,
  { cursor, limit, count, ...filter }: PageQuery & LineFilter,
) {
  const { db } = services;
  const frozen = await needFrozen(services, caller, submission);
  const afterNo = readNumberCursor(cursor) ?? 0;
  return answerPage(
    { limit, count },
    {
      rows: (max) => listFrozenLines(db, { frozen, ...filter, afterNo, limit: max }),
      total: () => countFrozenLines(db, { frozen, ...filter }),
      view: ({ after, ...line }: FrozenLine) => ({ ...toLine(line), decision: after }),
      key: ({ no }) => [no],
    },
  );
}

/**
 * Decisions that differ from an earlier submission with the same purpose, `against` or the latest. A restoration is
 * compared with the decisions that it takes back.
 */
export async function listSubmissionChanges(
  services: Reading,
  caller: Caller,
  submission: SubmissionId,
  query: PageQuery & ChangeFilter & { against?: number | undefined },
) {
  const { cursor, limit, count, against: againstNumber, ...filter } = query;
  const { db } = services;
  const frozen = await needFrozen(services, caller, submission);
  const against = await findEarlier(services, frozen, againstNumber);
  const afterNo = readNumberCursor(cursor) ?? 0;
  const question = { frozen, against };
  const groups = await groupChanges(db, question);
  const page = await answerPage(
    { limit, count },
    {
      rows: (max) => listChangedLines(db, { ...question, filter, afterNo, limit: max }),
      total: () => countChangedLines(db, { ...question, filter }),
      view: ({ before, after, ...line }: ChangedLine) => ({ ...toLine(line), before, after }),
      key: ({ no }) => [no],
    },
  );
  return {
    against: against?.number ?? null,
    byAction: await compareActions(services, question, groups),
    changed: groups.reduce((sum, group) => sum + group.count, 0),
    groups,
    ...page,
  };
}

function toLine({ protected_class: protectedClass, ...line }: Omit<FrozenLine, 'after'>) {
  return { ...line, protectedClass };
}

async function needFrozen(services: Reading, caller: Caller, { id, n }: SubmissionId): Promise<FrozenAt> {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const frozen = n === null ? undefined : await findFrozen(services.db, { noticeId: row.id, number: n });
  if (frozen === undefined) throw new Refusal('missing', 'This notice has no such submission.');
  return frozen;
}

async function findEarlier(
  { db }: Reading,
  frozen: FrozenAt,
  againstNumber: number | undefined,
): Promise<FrozenAt | null> {
  const { noticeId, number, purpose } = frozen;
  if (againstNumber === undefined) {
    const latest = purpose === 'restoration' ? undefined : await findFrozen(db, { noticeId, number, purpose });
    return latest ?? null;
  }
  const earlier = againstNumber < number ? await findFrozen(db, { noticeId, number: againstNumber }) : undefined;
  if (earlier === undefined || earlier.purpose !== purpose || purpose === 'restoration')
    throw invalid('/query/against', 'Give the number of an earlier submission of decisions.');
  return earlier;
}

async function compareActions(
  { db }: Reading,
  { frozen, against }: { frozen: FrozenAt; against: FrozenAt | null },
  groups: readonly ChangeGroup[],
) {
  const before = new Map<FrozenAction, number>();
  const after = new Map<FrozenAction, number>();
  const add = (counts: Map<FrozenAction, number>, action: FrozenAction, count: number) =>
    counts.set(action, (counts.get(action) ?? 0) + count);
  if (frozen.purpose === 'restoration') {
    for (const { from, to, count } of groups) {
      if (from !== null) add(before, from, count);
      add(after, to, count);
    }
  } else {
    const byAction = async (number: number): Promise<SubmissionHistoryRow['by_action']> =>
      (await listSubmissions(db, { noticeId: frozen.noticeId, number, limit: 1 }))[0]?.by_action ?? {};
    const [was, is] = [against === null ? {} : await byAction(against.number), await byAction(frozen.number)];
    for (const action of DECISION_ACTIONS) {
      if (was[action] !== undefined) add(before, action, was[action]);
      if (is[action] !== undefined) add(after, action, is[action]);
    }
  }
  return FROZEN_ACTIONS.filter((action) => before.has(action) || after.has(action)).map((action) => ({
    action,
    before: before.get(action) ?? 0,
    after: after.get(action) ?? 0,
  }));
}
