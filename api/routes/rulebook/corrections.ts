import {
  pageCorrections,
  proposeCorrection,
  settleCorrection,
  withdrawCorrection,
} from '../../../application/clocks/rulebook/law-corrections.js';
import { createPageSchema } from '../../../contract/paging.js';
import { numberParams } from '../../../contract/params.js';
import { listQuery } from '../../../contract/query.js';
import {
  lawCorrectionSettlement,
  lawCorrectionView,
  lawCorrectionWrite,
} from '../../../contract/rulebook/correction.js';
import { readPartNumber } from '../../access.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const tags = ['rulebook'];

export function registerCorrections(app: Api, context: ApiContext): void {
  const list = {
    summary: 'List proposed corrections of the law, newest first',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(lawCorrectionView) },
  };
  const preValidation = needs('notice.read_facts');
  app.get('/v1/rulebook/corrections', { schema: list, preValidation }, ({ query }) => pageCorrections(context, query));

  writeRoute(app, context, {
    url: '/v1/rulebook/corrections',
    summary: 'Propose a correction of a fact of law; it changes nothing by itself',
    tags,
    body: lawCorrectionWrite,
    response: { 201: lawCorrectionView },
    admit: 'notice.read_facts',
    write: async (acting, { body }) => ({ answer: await proposeCorrection(acting, body) }),
  });

  const decision = { tags, params: numberParams, response: { 200: lawCorrectionView } };

  writeRoute(app, context, {
    ...decision,
    url: '/v1/rulebook/corrections/:n/withdraw',
    summary: 'Withdraw one’s own proposed correction',
    admit: 'notice.read_facts',
    write: async (acting, { params: { n } }) => ({ answer: await withdrawCorrection(acting, readPartNumber(n)) }),
  });

  writeRoute(app, context, {
    ...decision,
    url: '/v1/rulebook/corrections/:n/settle',
    summary: 'Record what became of a proposed correction',
    body: lawCorrectionSettlement,
    admit: 'law.review',
    write: async (acting, { params: { n }, body }) => ({
      answer: await settleCorrection(acting, { number: readPartNumber(n), ...body }),
    }),
  });
}
