import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { Api } from './context.js';
import { Problem } from './problems.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it is among those that the process works on now. */
    isWorking: boolean;
  }
}

/** So many requests are worked on at once. What is asked beyond that would wait longer than anybody who asks. */
export interface MostAtOnce {
  /** From so many on nothing is read any more: acts and papers, which deadlines hang on, still have room. */
  reads: number;
  all: number;
  /** Up to so many nobody waits for anybody's turn. */
  few: number;
}

/** Three times, and six times, what has a connection to the registry at once: whoever waits longer waits for an answer that comes late. */
const MOST: MostAtOnce = { reads: 64, all: 128, few: 8 };
const RETRY_SECONDS = 2;
/** Whether the process lives is asked when it has most to do; a stream of events is no work while nothing happens. */
const NEVER_TURNED_AWAY = /^\/(healthz|readyz|metrics|v1\/events|v1\/notices\/:id\/enforcement\/events)$/;

/**
 * Turns requests away at the door while there is more work than the process can do: 429 with Retry-After before anything was
 * looked at or recorded, instead of an answer that comes too late. Only work counts, not who is slow to send or to read.
 */
export function shedLoad(app: Api, most: MostAtOnce = MOST): void {
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
    if (working >= (reads ? most.reads : most.all)) return done(tooMuch());
    begin(request);
    done();
  });
  // Whoever sends slowly keeps nobody from being answered.
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    rest(request);
    done();
  });
  app.addHook('preValidation', (request, _reply, done) => {
    if (!NEVER_TURNED_AWAY.test(request.routeOptions.url ?? '')) begin(request);
    done();
  });
  const turns = takeTurns();
  const isInACrowd = (request: FastifyRequest) => request.isWorking && working > most.few;
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
 * Lets one after another through, each in a turn of the event loop of its own. Node takes in one new connection a turn
 * (libuv since 1.45), so with a crowd answered in each turn whoever knocks would stand at the door for many seconds.
 */
function takeTurns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => (last = last.then(() => nextTurn()));
}

function tooMuch(): Problem {
  return new Problem(
    'rate-limited',
    `The desk is overloaded. Nothing was recorded: send the request again in ${RETRY_SECONDS} s.`,
    { headers: { 'retry-after': String(RETRY_SECONDS) } },
  );
}
