import type { FastifyRequest } from 'fastify';
import { inboundAttach, inboundReject, inboundView } from '../../../contract/mail/inbound.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { attachMail } from '../../../application/intake/inbound/attach-mail.js';
import { needHeld, rejectMail } from '../../../application/intake/inbound/decide-mail.js';
import { toActor, toReader } from '../../../application/caller.js';
import type { Connection } from '../../../registry/db.js';
import { findInbound } from '../../../registry/mail/inbound-views.js';
import { findAccess } from '../../../application/access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { fieldProblem, ApiProblem } from '../../problems.js';
import { answerWrite } from '../answer-write.js';
import { needInbound, toInboundView } from './view.js';
import { CURES } from '../../../domain/commands/cures.js';

export function registerJoinInbound(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Attach a mail to a notice',
    description:
      'Its text and attachments appear on the timeline of the notice, and a clock waiting for a reply is met.',
    tags: ['inbound'],
    querystring: noQuery,
    body: inboundAttach,
    response: { 200: inboundView },
  };
  app.post('/v1/inbound/:id/attach', { schema, preValidation: needs('inbound.sort') }, async (request, reply) => {
    const caller = requireCaller(request);
    const { id } = await needInbound(context.db, request, caller);
    const { notice } = request.body;
    return answerWrite(context, { request, reply, scope: `POST /v1/inbound/${id}/attach` }, async (trx) => {
      const found = await findAccess(trx, caller, notice);
      if (found === null) throw fieldProblem('/notice', CURES.noNotice);
      const mail = await needHeld(trx, id);
      await attachMail(trx, { mail, noticeId: found.row.id, actor: toActor(caller), at: context.now() });
      return buildAnswer(trx, request, id);
    });
  });
}

export function registerRejectInbound(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Dismiss a mail',
    description: 'It stays on record with the reason. No one is notified.',
    tags: ['inbound'],
    querystring: noQuery,
    body: inboundReject,
    response: { 200: inboundView },
  };
  app.post('/v1/inbound/:id/reject', { schema, preValidation: needs('inbound.sort') }, async (request, reply) => {
    const caller = requireCaller(request);
    const { id } = await needInbound(context.db, request, caller);
    const { reason } = request.body;
    return answerWrite(context, { request, reply, scope: `POST /v1/inbound/${id}/reject` }, async (trx) => {
      await rejectMail(trx, { id, by: caller.person.id, at: context.now(), reason });
      return buildAnswer(trx, request, id);
    });
  });
}

async function buildAnswer(trx: Connection, request: FastifyRequest, id: string) {
  const caller = requireCaller(request);
  const row = await findInbound(trx, { id, reader: toReader(caller) });
  if (row === undefined) throw new ApiProblem('not-found', CURES.noMail);
  return { status: 200, answer: { ...toInboundView(row, caller) }, location: null };
}
