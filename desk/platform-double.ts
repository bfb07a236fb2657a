import type pg from 'pg';
import { type Chance, createChance, seededRandom } from './chance.js';
import { readShape, requireSignature, requireToken } from './door-guard.js';
import { type DoorAnswer, DoorError, type DoorRequest, type Route } from './http-door.js';
import {
  type Operation,
  type OperationResult,
  operationsRequest,
  type PlatformFaults,
  platformFaults,
  resolveRequest,
  stateRequest,
  toldTargetsRequest,
} from './platform-messages.js';
import { applyOperations, findOperation, readState, resolveTargets, tellTargets } from './platform-store.js';

const RETRY_AFTER_SECONDS = '1';

export interface PlatformDouble {
  token: string;
  webhookSecret: string;
}

/** The platform port as an imaginary platform would answer it, with faults on demand. The schema must exist. */
export function createPlatformRoute(pool: pg.Pool, { token, webhookSecret }: PlatformDouble): Route {
  let faulty = arm(platformFaults.parse({}));
  const control = (request: DoorRequest): Promise<DoorAnswer> | undefined => {
    if (request.method === 'POST' && request.path === '/_double/targets') {
      return ok(tellTargets(pool, readShape(toldTargetsRequest, request).targets));
    }
    if (request.path !== '/_double/faults') return undefined;
    if (request.method === 'POST') faulty = arm(readShape(platformFaults, request));
    return Promise.resolve({ status: 200, body: { faults: faulty.faults } });
  };
  return (request) => {
    if (request.path.startsWith('/_double/')) {
      requireToken(request, token);
      return control(request);
    }
    const work = findWork(pool, request);
    if (!work) return undefined;
    requireToken(request, token);
    // Changes must be signed. A look may come unsigned (a person with curl), but not wrongly signed.
    if (request.path === '/operations' || request.headers['webhook-signature'])
      requireSignature(request, webhookSecret);
    return withFaults(faulty, work);
  };
}

interface Faulty {
  faults: PlatformFaults;
  random: () => number;
  chance: Chance;
}

function arm(faults: PlatformFaults): Faulty {
  const random = seededRandom(faults.seed);
  return { faults, random, chance: createChance(random) };
}

/** What a request asks for. The body is read before any fault, so that a malformed one is a 400 all the same. */
type Work = (faulty: Faulty) => Promise<DoorAnswer>;

function findWork(pool: pg.Pool, request: DoorRequest): Work | undefined {
  const { method, path } = request;
  if (method === 'POST' && path === '/resolve') {
    return () => ok(resolveTargets(pool, readShape(resolveRequest, request).targets));
  }
  if (method === 'POST' && path === '/state') {
    return async ({ faults, random, chance }) => {
      const results = await readState(pool, readShape(stateRequest, request).ids);
      return ok(chance(faults.shuffle) ? shuffled(results, random) : results);
    };
  }
  if (method === 'POST' && path === '/operations') {
    return (faulty) => ok(operate(pool, readShape(operationsRequest, request).operations, faulty));
  }
  const key = method === 'GET' ? path.match(/^\/operations\/(.+)$/)?.[1] : undefined;
  return key === undefined ? undefined : () => lookUp(pool, decodeKey(key));
}

function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new DoorError(400, 'The key is not properly escaped.');
  }
}

async function lookUp(pool: pg.Pool, key: string): Promise<DoorAnswer> {
  const body = await findOperation(pool, key);
  return body ? { status: 200, body } : { status: 404, body: { error: `No operation ${key} was done here.` } };
}

async function operate(pool: pg.Pool, operations: readonly Operation[], { faults, random, chance }: Faulty) {
  const results = chance(faults.partial)
    ? await operatePartly(pool, operations, random)
    : await applyOperations(pool, operations);
  return chance(faults.shuffle) ? shuffled(results, random) : results;
}

/** Half of the work is left undone and reported as an error or not at all; a fifth of what was done is not reported. */
async function operatePartly(pool: pg.Pool, operations: readonly Operation[], random: () => number) {
  const fate = new Map(operations.map(({ key }) => [key, random() < 0.5]));
  const done = await applyOperations(
    pool,
    operations.filter(({ key }) => fate.get(key)),
  );
  const reported = done.filter(() => random() >= 0.2);
  const failed = operations
    .filter(({ key }) => !fate.get(key) && random() < 0.5)
    .map(
      ({ key }): OperationResult => ({
        key,
        status: 'error',
        at: new Date().toISOString(),
        receipt: null,
        message: 'Internal error. Ask again.',
      }),
    );
  return [...reported, ...failed];
}

async function withFaults(faulty: Faulty, work: Work): Promise<DoorAnswer> {
  const { faults, chance } = faulty;
  if (faults.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
  if (chance(faults.down)) return 'drop';
  if (chance(faults.tooMany)) return later(429, 'Too many requests.');
  if (chance(faults.unavailable)) return later(503, 'Unavailable.');
  const dropped = chance(faults.applyThenDrop);
  const answer = await work(faulty);
  return dropped ? 'drop' : answer;
}

function later(status: number, error: string): DoorAnswer {
  return { status, body: { error }, headers: { 'retry-after': RETRY_AFTER_SECONDS } };
}

async function ok(results: unknown): Promise<DoorAnswer> {
  return { status: 200, body: { results: await results } };
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    [result[last], result[pick]] = [result[pick] as T, result[last] as T];
  }
  return result;
}
