import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { Api } from './context.js';
import { ApiProblem } from './problems.js';

declare module 'fastify' {
  interface FastifyRequest {
    isWorking: boolean;
  }
}

/** Limits of concurrent requests. A request beyond them would wait longer than its client does. */
export interface ConcurrencyLimit {
  /** From this number on reads are rejected: actions and documents, on which deadlines depend, still have room. */
  reads: number;
  all: number;
  /** Up to this number no request waits for its turn. */
  few: number;
}

/**
 * About three and six times the 20 connections of the database pool: a longer queue would only produce late answers.
 */
const MAX: ConcurrencyLimit = { reads: 64, all: 128, few: 8 };
const RETRY_SECONDS = 2;
/** Health checks matter most under load; an idle event stream is no work. */
const NEVER_TURNED_AWAY = /^\/(healthz|readyz|metrics|v1\/events|v1\/notices\/:id\/enforcement\/events)$/;

/**
 * Rejects requests while the process is overloaded: 429 with Retry-After, before anything is read or recorded, instead
 * of a late answer. Counts work only, not slow senders or readers.
 */
export function shedLoad(app: Api, max: ConcurrencyLimit = MAX): void {
  let working = 0;
  const begin = (request: FastifyRequest) => {
    if (request.isWorking) return;
    request.isWorking = true;
    working += 1;
  };
  const rest = (request: FastifyRequest) => {
    if (!request.isWorking) return;
    request.isWorking = false;
    working -= 1;
  };
  app.decorateRequest('isWorking', false);
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, routeOptions } = request;
    if (NEVER_TURNED_AWAY.test(routeOptions.url ?? '')) return done();
    const reads = method === 'GET' || method === 'HEAD' || routeOptions.config.reads === true;
    if (working >= (reads ? max.reads : max.all)) return done(tooMuch());
    begin(request);
    done();
  });
  // A slow sender must not use up a slot.
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    rest(request);
    done();
  });
  app.addHook('preValidation', (request, _reply, done) => {
    if (!NEVER_TURNED_AWAY.test(request.routeOptions.url ?? '')) begin(request);
    done();
  });
  const turns = takeTurns();
  const isInACrowd = (request: FastifyRequest) => request.isWorking && working > max.few;
  app.addHook('preHandler', async (request) => {
    if (isInACrowd(request)) await turns();
  });
  app.addHook('preSerialization', async (request, _reply, payload) => {
    if (isInACrowd(request)) await turns();
    return payload;
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    rest(request);
    done(null, payload);
  });
  app.addHook('onResponse', (request, _reply, done) => {
    rest(request);
    done();
  });
}

/**
 * Lets requests through one by one, each in its own turn of the event loop. Node accepts one new connection per turn
 * (libuv since 1.45), so answering many requests in a turn would keep new connections waiting for seconds.
 */
function takeTurns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => (last = last.then(() => nextTurn()));
}

function tooMuch(): ApiProblem {
  return new ApiProblem(
    'rate-limited',
    `The desk is overloaded. Nothing was recorded: send the request again in ${RETRY_SECONDS} s.`,
    { headers: { 'retry-after': String(RETRY_SECONDS) } },
  );
}
