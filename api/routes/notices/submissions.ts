import type { FastifyRequest } from 'fastify';
import { idParams, partParams } from '../../../contract/params.js';
import { z } from 'zod';
import { FROZEN_ACTIONS, DECISION_ACTIONS, type FrozenAction } from '../../../domain/targets/decision-action.js';
import {
  countChangedLines,
  countFrozenLines,
  findFrozen,
  groupChanges,
  listChangedLines,
  listFrozenLines,
  type ChangeGroup,
  type ChangedLine,
  type FrozenAt,
  type FrozenLine,
} from '../../../registry/submissions/submission-lines.js';
import {
  countSubmissions,
  listSubmissions,
  type SubmissionHistoryRow,
} from '../../../registry/submissions/submission-views.js';
import { findReadableNotice } from '../../access.js';
import { needFacts } from '../../../application/access.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { fieldProblem, ApiProblem } from '../../problems.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { frozenLine, submissionChanges, submissionHistoryView } from '../../../contract/submissions.js';
import { targetFilter } from '../../../contract/target-filter.js';
import { toSubmissionHistoryView } from '../../../application/intake/notice/submission-view.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { createPageSchema } from '../../../contract/paging.js';

export function registerListSubmissions(app: Api, { db, ...context }: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List submissions of a notice, newest first',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(submissionHistoryView) },
  };
  app.get('/v1/notices/:id/submissions', { schema }, async (request) => {
    const { row, access } = await findReadableNotice({ ...context, db }, request);
    needFacts(access);
    const { cursor, ...paging } = request.query;
    const [before = null] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listSubmissions(db, { noticeId: row.id, before, limit }),
      total: () => countSubmissions(db, row.id),
      view: (submission) => toSubmissionHistoryView(submission, { notice: row, access }),
      key: ({ number }) => [number],
    });
  });
}

const lineFilter = {
  action: z.enum(FROZEN_ACTIONS).optional(),
  protected: targetFilter.protected,
};

/**
 * `GET /v1/notices/{id}/submissions/{n}/targets`: the decisions as frozen by the submission, whatever was decided
 * since.
 */
export function registerListFrozenTargets(app: Api, context: ApiContext): void {
  const schema = {
    params: partParams,
    summary: 'List the decisions frozen by a submission',
    tags: ['notices'],
    querystring: listQuery(lineFilter),
    response: { 200: createPageSchema(frozenLine) },
  };
  app.get('/v1/notices/:id/submissions/:n/targets', { schema }, async (request) => {
    const frozen = await findRouteSubmission(context, request);
    const { cursor, limit, count, ...filter } = request.query;
    const [afterNo = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(
      { limit, count },
      {
        rows: (max) => listFrozenLines(context.db, { frozen, ...filter, afterNo, limit: max }),
        total: () => countFrozenLines(context.db, { frozen, ...filter }),
        view: ({ after, ...line }: FrozenLine) => ({ ...toLine(line), decision: after }),
        key: ({ no }) => [no],
      },
    );
  });
}

const changesQuery = listQuery({
  ...lineFilter,
  action: lineFilter.action.describe('Before or after'),
  from: z
    .enum([...DECISION_ACTIONS, 'none'])
    .optional()
    .describe('The action before; `none`: not decided'),
  to: z.enum(FROZEN_ACTIONS).optional().describe('The action after'),
  against: wholeNumber(1, 2_147_483_647)
    .optional()
    .describe('An earlier submission with the same purpose (default: the latest)'),
});

/**
 * `GET /v1/notices/{id}/submissions/{n}/changes`: decisions that differ from an earlier submission. A restoration is
 * compared with the decisions that it takes back.
 */
export function registerListSubmissionChanges(app: Api, context: ApiContext): void {
  const schema = {
    params: partParams,
    summary: 'List changes since an earlier submission',
    tags: ['notices'],
    querystring: changesQuery,
    response: { 200: submissionChanges },
  };
  app.get('/v1/notices/:id/submissions/:n/changes', { schema }, async (request) => {
    const { db } = context;
    const frozen = await findRouteSubmission(context, request);
    const { cursor, limit, count, against: againstNumber, ...filter } = request.query;
    const against = await findEarlier(context, frozen, againstNumber);
    const [afterNo = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
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
      byAction: await compareActions(context, question, groups),
      changed: groups.reduce((sum, group) => sum + group.count, 0),
      groups,
      ...page,
    };
  });
}

function toLine({ protected_class: protectedClass, ...line }: Omit<FrozenLine, 'after'>) {
  return { ...line, protectedClass };
}

async function findRouteSubmission(context: ApiContext, request: FastifyRequest): Promise<FrozenAt> {
  const { row, access } = await findReadableNotice(context, request);
  needFacts(access);
  const { n } = partParams.parse(request.params);
  const number = /^[1-9]\d{0,8}$/.test(n) ? Number(n) : null;
  const frozen = number === null ? undefined : await findFrozen(context.db, { noticeId: row.id, number });
  if (frozen === undefined) throw new ApiProblem('not-found', 'This notice has no such submission.');
  return frozen;
}

async function findEarlier(
  { db }: ApiContext,
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
    throw fieldProblem('/query/against', 'Give the number of an earlier submission of decisions.');
  return earlier;
}

async function compareActions(
  { db }: ApiContext,
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
