import { createPendingView } from '../../../application/clocks/rulebook/pending-moves.js';
import {
  getPendingPage,
  getRevisionPage,
  needApprover,
  needProposer,
  pageRevisions,
} from '../../../application/clocks/rulebook/revision-views.js';
import { approveRevision, proposeRevision, withdrawRevision } from '../../../application/clocks/rulebook/revisions.js';
import { createPageSchema } from '../../../contract/paging.js';
import { numberParams } from '../../../contract/params.js';
import { listQuery } from '../../../contract/query.js';
import {
  pendingRevisionView,
  revisionApproval,
  revisionPage,
  revisionView,
  revisionWithdrawal,
  revisionWrite,
} from '../../../contract/rulebook/rulebook.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readPartNumber } from '../../access.js';
import { writeRoute } from '../../write-route.js';

const tags = ['rulebook'];

export function registerRevisions(app: Api, context: ApiContext): void {
  const preValidation = needs('notice.read_facts');
  const findPending = createPendingView(context.db, context, () => context.now().getTime());
  const pending = {
    summary: 'Preview which open clocks the current rulebook would move',
    tags,
    querystring: listQuery({}),
    response: { 200: pendingRevisionView },
  };
  app.get('/v1/rulebook/revision', { schema: pending, preValidation }, (request) =>
    getPendingPage(context, requireCaller(request), { ...request.query, findPending }),
  );

  const list = {
    summary: 'List revisions, newest first',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(revisionView) },
  };
  app.get('/v1/rulebook/revisions', { schema: list, preValidation }, ({ query }) => pageRevisions(context, query));

  const get = {
    params: numberParams,
    summary: 'Get a revision and its moves',
    tags,
    querystring: listQuery({}),
    response: { 200: revisionPage },
  };
  app.get('/v1/rulebook/revisions/:n', { schema: get, preValidation }, (request) =>
    getRevisionPage(context, requireCaller(request), { ...request.query, number: readPartNumber(request.params.n) }),
  );

  registerDecisions(app, context);
}

function registerDecisions(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/rulebook/revisions',
    summary: 'Propose moves of open clocks',
    tags,
    body: revisionWrite,
    response: { 201: revisionView },
    admit: async (request) => needProposer(requireCaller(request)),
    write: async (acting, { body }) => {
      const answer = await proposeRevision(acting, body);
      return { answer, location: `/v1/rulebook/revisions/${answer.number}` };
    },
  });

  const decision = { tags, params: numberParams, response: { 200: revisionView } };

  writeRoute(app, context, {
    ...decision,
    url: '/v1/rulebook/revisions/:n/approve',
    summary: 'Approve a revision: its clocks move',
    body: revisionApproval,
    admit: (request) =>
      needApprover(context, requireCaller(request), readPartNumber(numberParams.parse(request.params).n)),
    write: async (acting, { params, body: { digest } }) => ({
      answer: await approveRevision(acting, { number: readPartNumber(params.n), digest }),
    }),
  });

  writeRoute(app, context, {
    ...decision,
    url: '/v1/rulebook/revisions/:n/withdraw',
    summary: 'Withdraw a revision',
    body: revisionWithdrawal,
    admit: async (request) => needProposer(requireCaller(request)),
    write: async (acting, { params, body: { reason } }) => ({
      answer: await withdrawRevision(acting, { number: readPartNumber(params.n), reason }),
    }),
  });
}
