import { readReply } from '../../../contract/mail/inbound.js';
import { partParams } from '../../../contract/params.js';
import { noBody, noQuery } from '../../../contract/query.js';
import { markRepliesRead } from '../../../registry/mail/replies.js';
import { findReadableNotice } from '../../access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { answerWrite } from '../answer-write.js';
import { CURES } from '../../../domain/commands/cures.js';

/** `POST /v1/notices/{id}/replies/{n}/read`: marks a reply of the authority as read, which resolves its alert. */
export function registerReadReply(app: Api, context: ApiContext): void {
  const schema = {
    params: partParams,
    summary: 'Mark a reply as read',
    tags: ['notices'],
    querystring: noQuery,
    body: noBody,
    response: { 200: readReply },
  };
  app.post(
    '/v1/notices/:id/replies/:n/read',
    { schema, preValidation: needs('read_reply') },
    async (request, reply) => {
      const { row } = await findReadableNotice(context, request);
      const { n } = request.params;
      const number = /^[1-9]\d{0,8}$/.test(n) ? Number(n) : null;
      return answerWrite(
        context,
        { request, reply, scope: `POST /v1/notices/${row.id}/replies/${n}/read` },
        async (trx) => {
          const by = requireCaller(request).person.id;
          const known = number !== null && (await markRepliesRead(trx, { noticeId: row.id, reply: number, by }));
          if (!known) throw new ApiProblem('not-found', CURES.noReply);
          return { status: 200, answer: { notice: row.id, reply: number, state: 'read' }, location: null };
        },
      );
    },
  );
}
