import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { decodePayloads } from '../../../application/ops/decode-payloads.js';
import { payloads } from '../../../contract/codec.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

/** The Temporal UI sends the console session (its settings: this address, "include cross-origin credentials"). */
export function registerCodecRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Decode Temporal payloads of the notices that the caller can read',
    tags: ['ops'],
    querystring: noQuery,
    body: payloads,
    response: { 200: payloads },
  };
  app.post('/v1/codec/decode', { schema }, async (request, reply) => {
    allowUi(context, request, reply);
    return decodePayloads(context, requireCaller(request), request.body.payloads);
  });
  app.options('/v1/codec/decode', { schema: { hide: true, response: { 204: z.null() } } }, async (request, reply) => {
    allowUi(context, request, reply);
    reply.headers({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type, x-namespace, authorization',
      'access-control-max-age': '600',
    });
    return reply.code(204).send(null);
  });
}

/** Only the desk's own Temporal UI may read the answer from a browser. */
function allowUi({ temporalUi }: ApiContext, { headers: { origin } }: FastifyRequest, reply: FastifyReply): void {
  reply.header('vary', 'Origin');
  if (origin === undefined || temporalUi === null || origin !== new URL(temporalUi).origin) return;
  reply.headers({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' });
}
