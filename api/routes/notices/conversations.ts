import { z } from 'zod';
import {
  addComment,
  resolveConversation,
  startConversation,
} from '../../../application/commands/conversations/write.js';
import { listNoticeConversations, listNoticeParticipants } from '../../../application/commands/conversations/read.js';
import { noteLook, readLook, tickViewed } from '../../../application/commands/conversations/looks.js';
import {
  commentWrite,
  conversationView,
  conversationWrite,
  lookView,
  lookWrite,
  participant,
  viewedWrite,
} from '../../../contract/people/conversations.js';
import { idParams, partParams } from '../../../contract/params.js';
import { noBody } from '../../../contract/query.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { noticeTo, readPartNumber } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { listsOf } from './lists.js';

const LARGEST_NO = 2_147_483_647;

export function registerConversations(app: Api, context: ApiContext): void {
  const add = listsOf(app, context);
  add('conversations', {
    summary: 'List conversations about a notice or its targets, newest first',
    tags: ['conversations'],
    filters: { state: z.enum(['open', 'resolved']).optional(), target: wholeNumber(1, LARGEST_NO).optional() },
    view: conversationView,
    read: listNoticeConversations,
  });
  add('participants', {
    summary: 'List people who may be mentioned or asked for an opinion on a notice',
    tags: ['conversations'],
    view: participant,
    read: listNoticeParticipants,
  });
  registerWrites(app, context);
  registerLooks(app, context);
}

function registerWrites(app: Api, context: ApiContext): void {
  const find = noticeTo(context, 'documents');
  const shared = { tags: ['conversations'], admit: 'annotate' as const, find };
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/conversations',
    params: idParams,
    summary: 'Comment on a notice or some of its targets, suggest a decision, or request an opinion',
    body: conversationWrite,
    response: { 201: conversationView },
    write: async (acting, { found: row, body }) => ({ answer: await startConversation(acting, { row, ...body }) }),
  });
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/conversations/:n/comments',
    params: partParams,
    summary: 'Comment in a conversation, or give the opinion that it requests',
    body: commentWrite,
    response: { 201: conversationView },
    write: async (acting, { found: row, params: { n }, body }) => ({
      answer: await addComment(acting, { row, number: readPartNumber(n), ...body }),
    }),
  });
  for (const [name, resolved, summary] of [
    ['resolve', true, 'Resolve a conversation'],
    ['reopen', false, 'Reopen a resolved conversation'],
  ] as const)
    writeRoute(app, context, {
      ...shared,
      url: `/v1/notices/:id/conversations/:n/${name}`,
      params: partParams,
      summary,
      body: noBody,
      response: { 200: conversationView },
      write: async (acting, { found: row, params: { n } }) => ({
        answer: await resolveConversation(acting, { row, number: readPartNumber(n), resolved }),
      }),
    });
}

function registerLooks(app: Api, context: ApiContext): void {
  const read = {
    params: idParams,
    summary: 'What I have looked at of a submission or of the drafts, and what others did since',
    tags: ['conversations'],
    querystring: z.strictObject({
      submission: wholeNumber(1, LARGEST_NO).optional().describe('Default: the drafts'),
    }),
    response: { 200: lookView },
  };
  app.get('/v1/notices/:id/look', { schema: read }, (request) =>
    readLook(context, requireCaller(request), { ...request.params, ...request.query }),
  );
  const shared = { params: idParams, tags: ['conversations'], find: noticeTo(context, 'documents') };
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/look',
    summary: 'Record that I have looked at a submission or at the drafts',
    body: lookWrite,
    response: { 204: z.null() },
    write: (acting, { found: row, body }) => noteLook(acting, { row, ...body }),
  });
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/viewed',
    summary: 'Tick targets of a submission as viewed, or take the ticks back',
    body: viewedWrite,
    response: { 204: z.null() },
    write: (acting, { found: row, body }) => tickViewed(acting, { row, ...body }),
  });
}
