import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Acting, CommandStepUp } from '../application/acting.js';
import { runOnce } from '../application/once.js';
import type { ChangeOutcome } from '../application/people/changes.js';
import { assertion } from '../contract/people/assertion.js';
import { noQuery } from '../contract/query.js';
import type { Permission } from '../domain/people/permission.js';
import { needs, requireCaller } from './caller.js';
import type { Api, ApiContext } from './context.js';
import { sendAnswer, toRepeatable } from './idempotency.js';
import { readWriteAct, recordWrongPasskey } from './step-up.js';

export interface Written {
  /** Default: 204 without an answer, else the first status of the route's responses. */
  status?: number;
  answer?: object;
  location?: string;
  /** Added to the first answer and not stored. */
  shownOnce?: object;
  /** Started once the first answer is committed; a job repeats what fails here. */
  afterwards?: () => Promise<unknown>;
}

interface WriteRoute<Body extends z.ZodType, Params extends z.ZodType, Found> {
  method?: 'POST' | 'PATCH' | 'DELETE';
  url: string;
  summary: string;
  description?: string;
  tags: string[];
  params?: Params;
  body?: Body;
  response: Record<number, z.ZodType>;
  /** Checked before the body is validated. */
  admit?: Permission | ((request: FastifyRequest) => Promise<void>);
  /** Checked for a repeat too, which the key alone must not answer: whether the caller may read what the path names. */
  find?: (request: FastifyRequest) => Promise<Found>;
  write: (
    acting: Acting,
    input: Input<Body, Params, Found>,
  ) => Promise<Written | ChangeOutcome<object | null>> | Promise<void>;
}

interface Input<Body extends z.ZodType, Params extends z.ZodType, Found> {
  body: z.output<Body>;
  params: z.output<Params>;
  found: Found;
}

/**
 * Registers a route that writes to the database: in one transaction and, except for DELETE, once per Idempotency-Key.
 * A change that waits for a second person is answered with 202.
 */
export function writeRoute<Body extends z.ZodType, Params extends z.ZodType, Found = undefined>(
  app: Api,
  context: ApiContext,
  { method = 'POST', url, admit, find, write, ...schema }: WriteRoute<Body, Params, Found>,
): void {
  const usual = Number(Object.keys(schema.response)[0]);
  app.route({
    method,
    url,
    schema: { querystring: noQuery, ...schema },
    preValidation: typeof admit === 'string' ? needs(admit) : (admit ?? []),
    handler: async (request, reply) => {
      const { body, params } = request;
      const input = { body, params, found: await find?.(request) } as Input<Body, Params, Found>;
      return answerWrite(context, { request, reply, usual }, (acting) => write(acting, input));
    },
  });
}

async function answerWrite(
  context: ApiContext,
  { request, reply, usual }: { request: FastifyRequest; reply: FastifyReply; usual: number },
  write: (acting: Acting) => Promise<Written | ChangeOutcome<object | null> | void>,
): Promise<FastifyReply> {
  const caller = requireCaller(request);
  const scope = `${request.method} ${request.url.split('?')[0]?.replace(/\/$/, '')}`;
  const stepUp = () => readStepUp(request);
  let first: Written = {};
  const done = await runOnce(context.db, toRepeatable(request, scope), async (trx) => {
    first = toWritten(await write({ trx, services: context, caller, stepUp }));
    const { answer = null, status = answer === null ? 204 : usual, location = null } = first;
    return { status, answer, location, noticeId: null };
  }).catch(async (error: unknown) => {
    await recordWrongPasskey(context, request, { error, noticeId: null, name: scope });
    throw error;
  });
  if (done.replayed) return sendAnswer(reply, done);
  first.afterwards?.().catch((err: unknown) => request.log.warn({ err }, 'not done at once; a job repeats it'));
  if (done.status === 204) return reply.code(204).send(null);
  const { answer, shownOnce } = first;
  if (shownOnce === undefined) return sendAnswer(reply, done);
  void reply.header('cache-control', 'no-store');
  return sendAnswer(reply, { ...done, answer: JSON.stringify({ ...answer, ...shownOnce }) });
}

function toWritten(done: Written | ChangeOutcome<object | null> | void): Written {
  if (done === undefined) return {};
  if (!('pending' in done)) return done;
  if (!done.pending) return done.done === null ? {} : { answer: done.done };
  const { change } = done;
  return { status: 202, answer: { change, state: 'pending' }, location: `/v1/changes/${change}` };
}

function readStepUp(request: FastifyRequest): CommandStepUp {
  const { body } = request;
  const given = typeof body === 'object' && body !== null && 'assertion' in body ? body.assertion : undefined;
  return { act: readWriteAct(request), assertion: assertion.optional().parse(given) };
}
