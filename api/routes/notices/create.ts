import type { FastifyRequest } from 'fastify';
import { createNotice } from '../../../application/intake/create-notice.js';
import { noticeCreate } from '../../../contract/notice-create.js';
import { receivedNotice } from '../../../contract/notice-view.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { ApiProblem } from '../../problems.js';

/** `POST /v1/notices`: durable before it answers 201, once per Idempotency-Key. */
export function registerCreateNotice(app: Api, context: ApiContext): void {
  const schema = {
    tags: ['intake'],
    summary: 'Create a notice',
    body: noticeCreate,
    response: { 201: receivedNotice },
  };
  const preValidation = [needs('notice.create'), async (request: FastifyRequest) => void needKey(request)];
  app.post('/v1/notices', { schema, preValidation }, async (request, reply) => {
    const order = { sent: request.body, key: needKey(request) };
    const { answer, cause } = await createNotice(context, requireCaller(request), order);
    request.caused = cause;
    return sendAnswer(reply, answer);
  });
}

function needKey(request: FastifyRequest): string {
  const key = readIdempotencyKey(request);
  if (key !== undefined) return key;
  throw new ApiProblem(
    'idempotency-key-missing',
    'Send an Idempotency-Key header: 1 to 255 characters, a new one for each notice.',
  );
}
