import { binary } from '../../../contract/binary.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { findRawMail } from '../../../registry/mail/inbound-views.js';
import { can } from '../../../domain/people/permission.js';
import { requireCaller, needs } from '../../caller.js';
import { notPermitted } from '../../../application/refusal.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { recordSecretReads } from '../../../application/secret-reads.js';
import { needInbound } from './view.js';
import { sendFile } from '../send-file.js';

/** Serves a message as it came. It is hostile: always a download, never a page. */
export function registerGetRawInbound(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Get an original message',
    tags: ['inbound'],
    querystring: noQuery,
    response: { 200: binary('message/rfc822', 'The raw message') },
  };
  app.get('/v1/inbound/:id/raw', { schema, preValidation: needs('inbound.read') }, async (request, reply) => {
    const caller = requireCaller(request);
    const row = await needInbound(context.db, request, caller);
    if (!can(caller.roles, 'notice.read_documents')) throw notPermitted('notice.read_documents');
    if (row.notice_id !== null && row.secrecy_level !== null)
      await recordSecretReads(context, caller, { seen: [{ id: row.notice_id, level: row.secrecy_level }] });
    const raw = await findRawMail(context.db, row.id);
    if (raw === undefined) throw new ApiProblem('not-found', 'It was erased when its retention period ended.');
    return sendFile(reply, { mediaType: 'message/rfc822', name: `${row.id}.eml`, bytes: raw });
  });
}
