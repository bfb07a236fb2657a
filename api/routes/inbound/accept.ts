import type { FastifyRequest } from 'fastify';
import { acceptInbound } from '../../../application/intake/inbound/accept-mail.js';
import { needInbound } from '../../../application/intake/inbound/show-mail.js';
import { inboundAccept } from '../../../contract/mail/inbound.js';
import { receivedNotice } from '../../../contract/notice-view.js';
import { idParams } from '../../../contract/params.js';
import { readId } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

export function registerTakeInbound(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/inbound/:id/accept',
    summary: 'Create a notice from a mail',
    description:
      'Takes an intake body without documents: the mail and its attachments become the documents. Without targets, lists among the attachments become the targets. A mail classified as `bounce` or `automatic` needs `confirmAutomatic`.',
    tags: ['inbound'],
    params: idParams,
    body: inboundAccept,
    response: { 201: receivedNotice },
    admit: 'inbound.sort',
    find: (request: FastifyRequest) => needInbound(context.db, requireCaller(request), readId(request)),
    write: async (acting, { found: { id }, body: { confirmAutomatic: confirmed = false, ...body } }) => {
      const { answer, started } = await acceptInbound({ ...acting, services: context }, { id, confirmed, body });
      // If this start is lost, the outbox starts the workflow.
      return { answer, location: `/v1/notices/${answer.id}`, afterwards: () => context.engine.start(started) };
    },
  });
}
