import type { z } from 'zod';
import { toActor, toReader } from '../../../application/caller.js';
import { webhookReplayBody, webhookReplayView } from '../../../contract/webhooks.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { replayWebhookEvents, type WebhookReplay } from '../../../registry/webhooks/webhook-events.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';

/** `POST /v1/webhooks/replay`: resends events to the subscriber under their original ids. */
export function registerReplayWebhooks(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Resend events to the subscriber: given ones, all that were given up on, or all since a time',
    tags: ['ops'],
    body: webhookReplayBody,
    response: { 200: webhookReplayView },
  };
  app.post('/v1/webhooks/replay', { schema, preValidation: needs('repair') }, async (request, reply) => {
    const caller = requireCaller(request);
    return answerWrite(context, { request, reply, scope: 'webhooks/replay' }, async (trx) => {
      const replay = toReplay(request.body);
      const events = await replayWebhookEvents(trx, { reader: toReader(caller), replay });
      const detail = { events, ...request.body };
      await appendAudit(trx, [
        { at: context.now(), noticeId: null, actor: toActor(caller), action: 'webhooks_replayed', detail },
      ]);
      return { status: 200, answer: { events }, location: null };
    });
  });
}

function toReplay(body: z.infer<typeof webhookReplayBody>): WebhookReplay {
  return 'since' in body ? { since: new Date(body.since) } : body;
}
