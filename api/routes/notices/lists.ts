import { z } from 'zod';
import type { Caller } from '../../../application/caller.js';
import { listNoticeClocks } from '../../../application/intake/notice/clocks.js';
import { listNoticeDocuments } from '../../../application/intake/notice/documents.js';
import {
  listNoticeSubmissions,
  listFrozenTargets,
  listSubmissionChanges,
} from '../../../application/intake/notice/submissions.js';
import {
  listNoticeSecondReviews,
  listNoticeTargets,
  listNoticeTargetHistory,
} from '../../../application/intake/notice/targets.js';
import { listNoticeTimeline } from '../../../application/intake/notice/timeline.js';
import {
  listNoticeUploads,
  compareLists,
  listRejectedLines,
  streamRejectedLines,
} from '../../../application/intake/notice/uploads.js';
import { listNoticeSenderChecks } from '../../../application/intake/sender/authenticity.js';
import { listLettersOfReturned } from '../../../application/letters/returned-letters.js';
import { listNoticeLetters } from '../../../application/letters/letter-views.js';
import { listNoticeProposals } from '../../../application/letters/proposals/proposals.js';
import { uploadView, DIFF_PARTS, listDiffView, uploadProblem } from '../../../contract/lists.js';
import {
  clockView,
  documentFacts,
  letterView,
  secondReviewView,
  senderCheckView,
  targetView,
  timelineEntry,
  targetEvent,
} from '../../../contract/notice-parts.js';
import { createPageSchema, type Page, type PageQuery } from '../../../contract/paging.js';
import { idParams, targetParams, partParams } from '../../../contract/params.js';
import { proposalView } from '../../../contract/proposals.js';
import { listQuery, queryText } from '../../../contract/query.js';
import { submissionHistoryView, frozenLine, submissionChanges } from '../../../contract/submissions.js';
import { targetFilter } from '../../../contract/target-filter.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import type { Permission } from '../../../domain/people/permission.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readPartNumber } from '../../access.js';
import { DECISION_ACTIONS, FROZEN_ACTIONS } from '../../../domain/targets/decision-action.js';
import { toAttachment } from '../../../application/audit/bundle/file-name.js';

const problemsQuery = listQuery({
  format: z.enum(['json', 'csv']).default('json').describe('`csv`: all of them as a file, not paged'),
});

const diffQuery = listQuery({
  against: queryText(100).optional().describe('Notice to compare with (default: the latest earlier one)'),
  part: z.enum(DIFF_PARTS).optional().describe('Also return the rows of this part, paged'),
});

export function registerUploads(app: Api, context: ApiContext): void {
  const problems = {
    params: partParams,
    summary: 'List the rejected lines of an upload',
    tags: ['lists'],
    querystring: problemsQuery,
    response: { 200: createPageSchema(uploadProblem) },
  };
  app.get('/v1/notices/:id/uploads/:n/problems', { schema: problems }, async (request, reply) => {
    const caller = requireCaller(request);
    const upload = { id: request.params.id, n: Number(/^\d{1,9}$/.exec(request.params.n)?.[0] ?? 0) };
    if (request.query.format === 'json') return listRejectedLines(context, caller, upload, request.query);
    const { name, csv } = await streamRejectedLines(context, caller, upload);
    void reply.header('content-disposition', toAttachment(name)).type('text/csv; charset=utf-8');
    return reply.send(csv as never);
  });
  const diff = {
    params: idParams,
    summary: "Compare a notice's targets with an earlier notice",
    tags: ['lists'],
    querystring: diffQuery,
    response: { 200: listDiffView },
  };
  app.get('/v1/notices/:id/list-diff', { schema: diff }, async (request) =>
    compareLists(context, requireCaller(request), request.params.id, request.query),
  );
}

type QueryOf<Filters extends z.ZodRawShape> = PageQuery & z.output<z.ZodObject<Filters>>;

interface NoticeList<Filters extends z.ZodRawShape, View extends z.ZodType> {
  summary: string;
  description?: string;
  tags?: string[];
  admit?: Permission;
  filters?: Filters;
  view: View;
  read: (context: ApiContext, caller: Caller, id: string, query: QueryOf<Filters>) => Promise<Page<z.input<View>>>;
}

const LARGEST_NO = 2_147_483_647;

/** Returns a function that adds a list of a notice at `/v1/notices/:id/<name>`. */
export function listsOf(app: Api, context: ApiContext) {
  return <View extends z.ZodType, Filters extends z.ZodRawShape>(
    name: string,
    { admit, filters, view, read, ...described }: NoticeList<Filters, View>,
  ) => {
    const querystring = listQuery(filters ?? {});
    const schema = { params: idParams, tags: ['notices'], ...described, querystring };
    const response = { 200: createPageSchema(view) };
    const preValidation = admit === undefined ? [] : [needs(admit)];
    app.get(`/v1/notices/:id/${name}`, { schema: { ...schema, response }, preValidation }, async (request) => {
      const page = await read(context, requireCaller(request), request.params.id, request.query as QueryOf<Filters>);
      return page as never;
    });
  };
}

export function registerNoticeLists(app: Api, context: ApiContext): void {
  registerWholeLists(app, context);
  registerGetTargetHistory(app, context);
  registerSubmissions(app, context);
}

function registerWholeLists(app: Api, context: ApiContext): void {
  const add = listsOf(app, context);
  add('targets', {
    summary: 'List the targets of a notice, by number',
    filters: {
      ...targetFilter,
      from: wholeNumber(1, LARGEST_NO).optional().describe('Only targets with this number or a higher one'),
      skip: wholeNumber(0, LARGEST_NO)
        .optional()
        .describe('Number of targets to skip, for a scroll bar; use `cursor` to read all targets'),
    },
    view: targetView,
    read: listNoticeTargets,
  });
  add('second-reviews', {
    summary: 'List targets that need a second review, without the first decision',
    admit: 'decide',
    view: secondReviewView,
    read: listNoticeSecondReviews,
  });
  add('submissions', {
    summary: 'List submissions of a notice, newest first',
    view: submissionHistoryView,
    read: listNoticeSubmissions,
  });
  add('uploads', {
    summary: 'List the uploads of a notice',
    tags: ['lists'],
    view: uploadView,
    read: listNoticeUploads,
  });
  add('clocks', { summary: 'Clocks of a notice', view: clockView, read: listNoticeClocks });
  add('timeline', {
    summary: 'The timeline of a notice',
    filters: { order: z.enum(['oldest', 'newest']).default('oldest').describe('Sort order') },
    view: timelineEntry,
    read: listNoticeTimeline,
  });
  add('sender-checks', {
    summary: 'List sender checks of a notice',
    view: senderCheckView,
    read: listNoticeSenderChecks,
  });
  add('letters', { summary: 'Letters of a notice', view: letterView, read: listNoticeLetters });
  add('documents', { summary: 'List the documents of a notice', view: documentFacts, read: listNoticeDocuments });
  add('proposals', {
    summary: 'List proposals by the desk and the authority',
    view: proposalView,
    read: listNoticeProposals,
  });
}

function registerGetTargetHistory(app: Api, context: ApiContext): void {
  const schema = {
    params: targetParams,
    summary: 'The history of one target, oldest first',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(targetEvent) },
  };
  app.get('/v1/notices/:id/targets/:no/history', { schema }, async (request) => {
    const target = { id: request.params.id, no: readPartNumber(request.params.no) };
    return listNoticeTargetHistory(context, requireCaller(request), target, request.query);
  });
}

const lineFilter = {
  action: z.enum(FROZEN_ACTIONS).optional(),
  protected: targetFilter.protected,
};

const toSubmissionId = ({ id, n }: { id: string; n: string }) => ({ id, n: readPartNumber(n) });

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

function registerSubmissions(app: Api, context: ApiContext): void {
  const frozen = {
    params: partParams,
    summary: 'List the decisions frozen by a submission',
    tags: ['notices'],
    querystring: listQuery(lineFilter),
    response: { 200: createPageSchema(frozenLine) },
  };
  app.get('/v1/notices/:id/submissions/:n/targets', { schema: frozen }, async (request) =>
    listFrozenTargets(context, requireCaller(request), toSubmissionId(request.params), request.query),
  );
  const letters = {
    params: partParams,
    summary: 'List the letters of a submission as they stood when it was returned',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(letterView.pick({ kind: true, language: true, subject: true, text: true })) },
  };
  app.get('/v1/notices/:id/submissions/:n/letters', { schema: letters }, async (request) =>
    listLettersOfReturned(context, requireCaller(request), toSubmissionId(request.params), request.query),
  );
  const changes = {
    params: partParams,
    summary: 'List changes since an earlier submission',
    tags: ['notices'],
    querystring: changesQuery,
    response: { 200: submissionChanges },
  };
  app.get('/v1/notices/:id/submissions/:n/changes', { schema: changes }, async (request) =>
    listSubmissionChanges(context, requireCaller(request), toSubmissionId(request.params), request.query),
  );
}
