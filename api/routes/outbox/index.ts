import { z } from 'zod';
import { pageCaughtMail } from '../../../application/letters/outbox/caught-mail.js';
import { stamp } from '../../../contract/notice-view.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery } from '../../../contract/query.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

const mailView = z.object({
  id: z.string(),
  messageId: z.string().nullable(),
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  html: z.string().nullable(),
  raw: z.string(),
  receivedAt: stamp,
});

export function registerOutboxRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List mail caught by the embedded desk',
    tags: ['ops'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(mailView) },
  };
  app.get('/v1/outbox', { schema, preValidation: needs('outbox.read') }, (request) =>
    pageCaughtMail(context, requireCaller(request), request.query),
  );
}
