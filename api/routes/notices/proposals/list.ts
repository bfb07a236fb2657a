import { z } from 'zod';
import { createPageSchema } from '../../../../contract/paging.js';
import { idParams } from '../../../../contract/params.js';
import { proposalView } from '../../../../contract/proposals.js';
import { cursorKeys, listQuery } from '../../../../contract/query.js';
import { countProposals, listProposals } from '../../../../registry/letters/proposals.js';
import { findReadableNotice } from '../../../access.js';
import { needDocuments } from '../../../../application/access.js';
import type { Api, ApiContext } from '../../../context.js';
import { answerPage, readCursor } from '../../../../application/paging.js';
import { viewProposal } from '../../../../application/letters/proposals/proposal-view.js';

export function registerListProposals(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List proposals by the desk and the authority',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(proposalView) },
  };
  app.get('/v1/notices/:id/proposals', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const { cursor, ...paging } = request.query;
    const [afterN = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listProposals(context.db, { noticeId: row.id, afterN, limit }),
      total: () => countProposals(context.db, { noticeId: row.id }),
      view: viewProposal,
      key: ({ n }) => [n],
    });
  });
}
