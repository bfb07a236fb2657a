import type { FastifyRequest } from 'fastify';
import { acceptInbound } from '../../../application/intake/inbound/take-mail.js';
import { needInbound } from '../../../application/intake/inbound/show-mail.js';
import { inboundAccept } from '../../../contract/mail/inbound.js';
import { receivedNotice } from '../../../contract/notice-view.js';
import { idParams } from '../../../contract/params.js';
import { readId } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { loadNoticeView } from '../../../application/intake/notice/notice-view.js';
import { toReceiptView } from '../../../application/intake/notice/notice-summary.js';
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
      const accepted = await acceptInbound(acting, { id, confirmed, body });
      const { row, known, counts, started } = accepted;
      const view = known
        ? await loadNoticeView({ ...context, db: acting.trx }, { row, caller: acting.caller })
        : toReceiptView(row);
      return {
        answer: { ...view, ...counts },
        location: `/v1/notices/${row.id}`,
        // If this start is lost, the outbox starts the workflow.
        afterwards: () => context.engine.start(started),
      };
    },
  });
}
