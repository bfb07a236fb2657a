import type { FastifyRequest } from 'fastify';
import { idParams, partParams } from '../../../contract/params.js';
import { z } from 'zod';
import { FROZEN_LANES, LANES, type FrozenLane } from '../../../domain/target/lane.js';
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
} from '../../../registry/submission/submission-lines.js';
import {
  countSubmissions,
  listSubmissions,
  type SubmissionHistoryRow,
} from '../../../registry/submission/submission-views.js';
import { findReadableNotice, needFacts } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { readCursor } from '../../paging.js';
import { fieldProblem, ApiProblem } from '../../problems.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { frozenLine, submissionChanges, submissionHistoryView } from '../../../contract/submissions.js';
import { targetFilter } from '../../../contract/target-filter.js';
import { toSubmissionHistoryView } from '../../view/submission.js';
import { answerPage } from '../answer-page.js';
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
  lane: z.enum(FROZEN_LANES).optional(),
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
        rows: (most) => listFrozenLines(context.db, { frozen, ...filter, afterNo, limit: most }),
        total: () => countFrozenLines(context.db, { frozen, ...filter }),
        view: ({ after, ...line }: FrozenLine) => ({ ...toLine(line), decision: after }),
        key: ({ no }) => [no],
      },
    );
  });
}

const changesQuery = listQuery({
  ...lineFilter,
  lane: lineFilter.lane.describe('Before or after'),
  from: z
    .enum([...LANES, 'none'])
    .optional()
    .describe('The action before; `none`: not decided'),
  to: z.enum(FROZEN_LANES).optional().describe('The action after'),
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
    const { cursor, limit, count, against: asked, ...filter } = request.query;
    const against = await findEarlier(context, frozen, asked);
    const [afterNo = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const question = { frozen, against };
    const groups = await groupChanges(db, question);
    const page = await answerPage(
      { limit, count },
      {
        rows: (most) => listChangedLines(db, { ...question, filter, afterNo, limit: most }),
        total: () => countChangedLines(db, { ...question, filter }),
        view: ({ before, after, ...line }: ChangedLine) => ({ ...toLine(line), before, after }),
        key: ({ no }) => [no],
      },
    );
    return {
      against: against?.number ?? null,
      byLane: await compareActions(context, question, groups),
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

async function findEarlier({ db }: ApiContext, frozen: FrozenAt, asked: number | undefined): Promise<FrozenAt | null> {
  const { noticeId, number, purpose } = frozen;
  if (asked === undefined) {
    const latest = purpose === 'restoration' ? undefined : await findFrozen(db, { noticeId, number, purpose });
    return latest ?? null;
  }
  const earlier = asked < number ? await findFrozen(db, { noticeId, number: asked }) : undefined;
  if (earlier === undefined || earlier.purpose !== purpose || purpose === 'restoration')
    throw fieldProblem('/query/against', 'Give the number of an earlier submission of decisions.');
  return earlier;
}

async function compareActions(
  { db }: ApiContext,
  { frozen, against }: { frozen: FrozenAt; against: FrozenAt | null },
  groups: readonly ChangeGroup[],
) {
  const before = new Map<FrozenLane, number>();
  const after = new Map<FrozenLane, number>();
  const add = (counts: Map<FrozenLane, number>, lane: FrozenLane, count: number) =>
    counts.set(lane, (counts.get(lane) ?? 0) + count);
  if (frozen.purpose === 'restoration') {
    for (const { from, to, count } of groups) {
      if (from !== null) add(before, from, count);
      add(after, to, count);
    }
  } else {
    const byLane = async (number: number): Promise<SubmissionHistoryRow['by_lane']> =>
      (await listSubmissions(db, { noticeId: frozen.noticeId, number, limit: 1 }))[0]?.by_lane ?? {};
    const [was, is] = [against === null ? {} : await byLane(against.number), await byLane(frozen.number)];
    for (const lane of LANES) {
      if (was[lane] !== undefined) add(before, lane, was[lane]);
      if (is[lane] !== undefined) add(after, lane, is[lane]);
    }
  }
  return FROZEN_LANES.filter((lane) => before.has(lane) || after.has(lane)).map((lane) => ({
    lane,
    before: before.get(lane) ?? 0,
    after: after.get(lane) ?? 0,
  }));
}
