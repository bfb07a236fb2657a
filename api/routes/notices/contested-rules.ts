import { decideContestedRule } from '../../../application/clocks/rulebook/contested-rules.js';
import { contestedDecided, contestedWrite } from '../../../contract/notice-acts.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { findReadableNotice } from '../../access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';

export function registerContestedRules(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: "Decide a contested rule of a notice's law",
    description:
      'Counsel only. Until then nothing is published and affected people are not notified. The latest decision applies; 409 if the law has no such contested rule.',
    tags: ['notices'],
    querystring: noQuery,
    body: contestedWrite,
    response: { 200: contestedDecided },
  };
  const path = '/v1/notices/:id/contested-rules';
  app.post(path, { schema, preValidation: needs('decide_contested') }, async (request, reply) => {
    const { row } = await findReadableNotice(context, request);
    const { topic, allow } = request.body;
    return answerWrite(
      context,
      { request, reply, scope: `POST /v1/notices/${row.id}/contested-rules` },
      async (trx) => {
        const deciding = { trx, services: context, caller: requireCaller(request) };
        await decideContestedRule(deciding, { row, ...request.body });
        return { status: 200, answer: { notice: row.id, topic, allow }, location: null };
      },
    );
  });
}
