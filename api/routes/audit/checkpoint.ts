import { z } from 'zod';
import { makeCheckpoint } from '../../../application/audit/make-checkpoint.js';
import { readAsService } from '../../../registry/reading.js';
import { noQuery } from '../../../contract/query.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

/** `GET /v1/audit/checkpoint`: size and root of the tree over the audit log, as a signed note. */
export function registerGetCheckpoint(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'The signed checkpoint of the audit log',
    tags: ['audit'],
    querystring: noQuery,
    produces: ['text/plain'],
    response: {
      200: { content: { 'text/plain': { schema: z.string().describe('A signed note (C2SP tlog-checkpoint)') } } },
    },
  };
  app.get('/v1/audit/checkpoint', { schema, preValidation: needs('audit.checkpoint') }, async (_request, reply) => {
    const { note } = await readAsService('checkpoint', () => makeCheckpoint(context));
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'private, no-store').send(note);
  });
}
