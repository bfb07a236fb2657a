import { recordProposal, recordSettlement } from '../../../application/letters/proposals/proposals.js';
import { idParams, partParams } from '../../../contract/params.js';
import { proposalSettle, proposalView, proposalWrite } from '../../../contract/proposals.js';
import { noticeTo, readPartNumber } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

export function registerProposals(app: Api, context: ApiContext): void {
  const tags = ['notices'];
  writeRoute(app, context, {
    url: '/v1/notices/:id/proposals',
    params: idParams,
    summary: 'Record a proposal by the authority, with its document',
    description:
      'Supersedes an open proposal of the same side and kind. Our own proposals are sent with `request-dialogue` or `submit`.',
    tags,
    body: proposalWrite,
    response: { 201: proposalView },
    admit: 'record_dialogue',
    find: noticeTo(context, 'documents'),
    write: async (acting, { found, body }) => ({
      answer: await recordProposal(acting, found, body),
      location: `/v1/notices/${found.id}/proposals`,
    }),
  });
  writeRoute(app, context, {
    url: '/v1/notices/:id/proposals/:n/settle',
    params: partParams,
    summary: 'Record the outcome of a proposal',
    description:
      'Changes no deadline and no target. An answer by the authority needs its document. To accept a later deadline, make the extension first; to accept fewer targets or countries, restore the others first: else 409.',
    tags,
    body: proposalSettle,
    response: { 200: proposalView },
    admit: 'record_dialogue',
    find: noticeTo(context, 'documents'),
    write: async (acting, { found, params, body }) => ({
      answer: await recordSettlement(acting, found, { ...body, n: readPartNumber(params.n) }),
    }),
  });
}
