import { z } from 'zod';
import { inboundView } from '../../../contract/mail/inbound.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { SHOWN_STATES } from '../../../domain/mail/read-mail.js';
import { countInbound, listInbound } from '../../../registry/mail/inbound-views.js';
import { toReader } from '../../../application/caller.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { recordSecretReads, type SeenNotice } from '../../../application/secret-reads.js';
import { toInboundView } from './view.js';

export function registerListInbound(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List inbound mail',
    tags: ['inbound'],
    querystring: listQuery({
      state: z
        .string()
        .max(100)
        .transform((text) => text.split(','))
        .pipe(z.array(z.enum(SHOWN_STATES)))
        .optional()
        .describe(
          `${SHOWN_STATES.join(', ')}, several separated by commas. \`held\`: waiting for a person; \`unread\`: being parsed`,
        ),
    }),
    response: { 200: createPageSchema(inboundView) },
  };
  app.get('/v1/inbound', { schema, preValidation: needs('inbound.read') }, async (request) => {
    const caller = requireCaller(request);
    const reader = toReader(caller);
    const { cursor, state: states = null, ...paging } = request.query;
    const key = readCursor(cursor, z.tuple([z.number().int().min(0), cursorKeys.uuid]));
    const after = key === null ? null : { receivedUs: key[0], id: key[1] };
    const seen: SeenNotice[] = [];
    const page = await answerPage(paging, {
      rows: (limit) => listInbound(context.db, { reader, states, after, limit }),
      total: () => countInbound(context.db, { reader, states }),
      view: (row) => {
        if (row.notice_id !== null && row.secrecy_level !== null)
          seen.push({ id: row.notice_id, level: row.secrecy_level });
        return toInboundView(row, caller);
      },
      key: (row) => [row.received_us, row.id],
    });
    await recordSecretReads(context, caller, { seen, list: 'inbound' });
    return page;
  });
}
