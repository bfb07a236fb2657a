import { z } from 'zod';
import { toReader } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { webhookEventView, webhookMessage, webhookState } from '../../../contract/webhooks.js';
import {
  countListedWebhookEvents,
  listWebhookEvents,
  type WebhookEventRow,
} from '../../../registry/webhooks/webhook-events.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { recordSecretReads, type SeenNotice } from '../../../application/secret-reads.js';

export function registerListWebhooks(app: Api, context: ApiContext): void {
  const { db } = context;
  const schema = {
    summary: 'List webhook events and their delivery state',
    tags: ['ops'],
    querystring: listQuery({ state: webhookState.optional() }),
    response: { 200: createPageSchema(webhookEventView) },
  };
  app.get('/v1/webhooks', { schema, preValidation: needs('alert.read') }, async (request) => {
    const { cursor, state, ...paging } = request.query;
    const [before = null] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const caller = requireCaller(request);
    const question = { reader: toReader(caller), state };
    const seen: SeenNotice[] = [];
    const page = await answerPage(paging, {
      rows: (limit) => listWebhookEvents(db, { ...question, before, limit }),
      total: () => countListedWebhookEvents(db, question),
      view: (row) => {
        if (row.noticeId !== null && row.secrecy_level !== null)
          seen.push({ id: row.noticeId, level: row.secrecy_level });
        return toView(row);
      },
      key: ({ place }) => [place],
    });
    await recordSecretReads(context, caller, { seen, list: 'webhooks' });
    return page;
  });
}

function toView(row: WebhookEventRow): z.input<typeof webhookEventView> {
  return {
    id: row.id,
    type: row.type,
    timestamp: row.at.toISOString(),
    data: webhookMessage.shape.data.parse(row.data),
    state: row.state,
    tries: row.tries,
    nextTryAt: row.state === 'pending' ? row.next_at.toISOString() : null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    lastError: row.last_error,
  };
}
