import { recordProposal, recordSettlement } from '../../../../application/letters/proposals/proposals.js';
import { idParams, partParams } from '../../../../contract/params.js';
import { proposalSettle, proposalView, proposalWrite } from '../../../../contract/proposals.js';
import { noQuery } from '../../../../contract/query.js';
import { listProposals } from '../../../../registry/letters/proposals.js';
import type { Connection } from '../../../../registry/db.js';
import { findReadableNotice } from '../../../access.js';
import { needDocuments } from '../../../../application/access.js';
import { requireCaller, needs } from '../../../caller.js';
import type { Api, ApiContext } from '../../../context.js';
import { ApiProblem } from '../../../problems.js';
import { answerWrite } from '../../answer-write.js';
import { viewProposal } from '../../../../application/letters/proposals/proposal-view.js';

export function registerWriteProposals(app: Api, context: ApiContext): void {
  const recording = {
    params: idParams,
    summary: 'Record a proposal by the authority, with its document',
    description:
      'Supersedes an open proposal of the same side and kind. Our own proposals are sent with `request-dialogue` or `submit`.',
    tags: ['notices'],
    querystring: noQuery,
    body: proposalWrite,
    response: { 201: proposalView },
  };
  const may = needs('record_dialogue');
  app.post('/v1/notices/:id/proposals', { schema: recording, preValidation: may }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const scope = `POST /v1/notices/${row.id}/proposals`;
    return answerWrite(context, { request, reply, scope }, async (trx) => {
      const by = { trx, caller: requireCaller(request), row, now: context.now(), newId: context.newId };
      const n = await recordProposal(by, request.body);
      return {
        status: 201,
        answer: await readProposalView(trx, row.id, n),
        location: `/v1/notices/${row.id}/proposals`,
      };
    });
  });
  const settling = {
    params: partParams,
    summary: 'Record the outcome of a proposal',
    description:
      'Changes no deadline and no target. An answer by the authority needs its document. To accept a later deadline, make the extension first; to accept fewer targets or countries, restore the others first: else 409.',
    tags: ['notices'],
    querystring: noQuery,
    body: proposalSettle,
    response: { 200: proposalView },
  };
  app.post('/v1/notices/:id/proposals/:n/settle', { schema: settling, preValidation: may }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const n = /^[1-9]\d{0,8}$/.test(request.params.n) ? Number(request.params.n) : null;
    if (n === null) throw new ApiProblem('not-found', 'The notice has no such proposal.');
    const scope = `POST /v1/notices/${row.id}/proposals/${n}/settle`;
    return answerWrite(context, { request, reply, scope }, async (trx) => {
      const by = { trx, caller: requireCaller(request), row, now: context.now(), newId: context.newId };
      await recordSettlement(by, n, request.body);
      return { status: 200, answer: await readProposalView(trx, row.id, n), location: null };
    });
  });
}

async function readProposalView(trx: Connection, noticeId: string, n: number) {
  const [row] = await listProposals(trx, { noticeId, afterN: n - 1, limit: 1 });
  if (row === undefined) throw new Error(`Proposal ${n} of ${noticeId} no longer exists.`);
  return viewProposal(row);
}
