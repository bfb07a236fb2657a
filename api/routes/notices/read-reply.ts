import { readReply } from '../../../application/intake/inbound/read-reply.js';
import { readReply as readReplyView } from '../../../contract/mail/inbound.js';
import { partParams } from '../../../contract/params.js';
import { noBody } from '../../../contract/query.js';
import { findReadableNotice } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { readPartNumber } from '../../part-number.js';
import { writeRoute } from '../../write-route.js';

/** `POST /v1/notices/{id}/replies/{n}/read`: marks a reply of the authority as read, which resolves its alert. */
export function registerReadReply(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/notices/:id/replies/:n/read',
    params: partParams,
    summary: 'Mark a reply as read',
    tags: ['notices'],
    body: noBody,
    response: { 200: readReplyView },
    admit: 'read_reply',
    find: (request) => findReadableNotice(context, request),
    write: async (acting, { found: { row }, params: { n } }) => ({
      answer: await readReply(acting, { noticeId: row.id, reply: readPartNumber(n) }),
    }),
  });
}
