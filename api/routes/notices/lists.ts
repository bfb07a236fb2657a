import { z } from 'zod';
import type { Caller } from '../../../application/caller.js';
import { listNoticeClocks } from '../../../application/intake/notice/clocks.js';
import { listNoticeDocuments } from '../../../application/intake/notice/documents.js';
import { listNoticeSubmissions } from '../../../application/intake/notice/submissions.js';
import { listNoticeSecondReviews, listNoticeTargets } from '../../../application/intake/notice/targets.js';
import { listNoticeTimeline } from '../../../application/intake/notice/timeline.js';
import { listNoticeUploads } from '../../../application/intake/notice/uploads.js';
import { listNoticeSenderChecks } from '../../../application/intake/sender/authenticity.js';
import { listNoticeLetters } from '../../../application/letters/letter-views.js';
import { listNoticeProposals } from '../../../application/letters/proposals/proposals.js';
import { uploadView } from '../../../contract/lists.js';
import {
  clockView,
  documentFacts,
  letterView,
  secondReviewView,
  senderCheckView,
  targetView,
  timelineEntry,
} from '../../../contract/notice-parts.js';
import { createPageSchema, type Page, type PageQuery } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { proposalView } from '../../../contract/proposals.js';
import { listQuery } from '../../../contract/query.js';
import { submissionHistoryView } from '../../../contract/submissions.js';
import { targetFilter } from '../../../contract/target-filter.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import type { Permission } from '../../../domain/people/permission.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

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
