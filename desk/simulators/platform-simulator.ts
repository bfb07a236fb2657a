import { buildRecord } from '../../domain/record-keys.js';
import type pg from 'pg';
import { type Chance, createChance, seededRandom } from './chance.js';
import { readShape, requireSignature, requireToken } from './request-guard.js';
import { type ServerAnswer, ServerError, type ServerRequest, type Route } from './http-server.js';
import {
  FAULT_KINDS,
  type FaultKind,
  messagesRequest,
  type Operation,
  type SimulatorOperationResult,
  operationsRequest,
  type PlatformFaults,
  platformFaults,
  queryRequest,
  resolveRequest,
  stateRequest,
  configuredTargetsRequest,
} from './platform-messages.js';
import { readInbox, receiveUserMessages } from './platform-inbox.js';
import {
  applyOperations,
  findOperations,
  type StoredItemState,
  readJournal,
  readState,
  resolveStoredTargets,
  configureTargets,
} from './platform-store.js';

const RETRY_AFTER_SECONDS = '1';
const CHANGES = ['/operations', '/messages'];

export interface PlatformSimulator {
  token: string;
  webhookSecret: string;
}

/** Implements the platform port with faults on demand. The schema must exist. */
export function createPlatformRoute(pool: pg.Pool, { token, webhookSecret }: PlatformSimulator): Route {
  const past: Past = {
    fired: buildRecord(FAULT_KINDS, () => 0),
    looks: 0,
    seen: new Map(),
  };
  let faulty = arm(platformFaults.parse({}), past);
  const control = (request: ServerRequest): Promise<ServerAnswer> | undefined => {
    if (request.method === 'POST' && request.path === '/_double/targets') {
      return ok(configureTargets(pool, readShape(configuredTargetsRequest, request).targets));
    }
    if (request.method === 'GET' && request.path === '/_double/messages') return ok(readInbox(pool));
    if (request.method === 'GET' && request.path === '/_double/journal') return ok(readJournal(pool));
    if (request.path !== '/_double/faults') return undefined;
    if (request.method === 'POST') faulty = arm(readShape(platformFaults, request), past);
    return Promise.resolve({ status: 200, body: { faults: faulty.faults, fired: past.fired, looks: past.looks } });
  };
  return (request) => {
    if (request.path.startsWith('/_double/')) {
      requireToken(request, token);
      return control(request);
    }
    const work = findWork(pool, request);
    if (!work) return undefined;
    requireToken(request, token);
    // Changes must be signed. A read may be unsigned (a person with curl), but a wrong signature is rejected.
    if (CHANGES.includes(request.path) || request.headers['webhook-signature'])
      requireSignature(request, webhookSecret);
    return withFaults(faulty, work);
  };
}

/** Survives a change of faults. */
interface Past {
  fired: Record<FaultKind, number>;
  looks: number;
  /** State of each item as of the last read that was not stale. */
  seen: Map<string, StoredItemState>;
}

interface Faulty {
  faults: PlatformFaults;
  random: () => number;
  /** Decides whether a fault happens now, and counts it if so. */
  strikes: (kind: FaultKind) => boolean;
  past: Past;
}

function arm(faults: PlatformFaults, past: Past): Faulty {
  const random = seededRandom(faults.seed);
  const chance: Chance = createChance(random);
  const strikes = (kind: FaultKind) => {
    const struck = isAmount(kind) ? faults[kind] > 0 : chance(faults[kind]);
    if (struck) past.fired[kind] += 1;
    return struck;
  };
  return { faults, random, strikes, past };
}

/** These faults are amounts instead of shares, so they happen on every request. */
function isAmount(kind: FaultKind): kind is 'delayMs' | 'newPerRequest' {
  return kind === 'delayMs' || kind === 'newPerRequest';
}

/** Runs after the body was validated, so that a malformed request is a 400 whatever the faults. */
type Work = (faulty: Faulty) => Promise<ServerAnswer>;

function findWork(pool: pg.Pool, request: ServerRequest): Work | undefined {
  const { method, path } = request;
  if (method === 'POST' && path === '/resolve') {
    return () => ok(resolveStoredTargets(pool, readShape(resolveRequest, request).targets));
  }
  if (method === 'POST' && path === '/state') {
    return async ({ random, strikes, past }) => {
      const { ids } = readShape(stateRequest, request);
      past.looks += 1;
      const results = strikes('stale') ? ids.map((id) => lastSeen(past, id)) : await readStates(pool, ids, past);
      return ok(strikes('shuffle') ? shuffled(results, random) : results);
    };
  }
  if (method === 'POST' && path === '/operations') {
    return (faulty) => ok(operate(pool, readShape(operationsRequest, request).operations, faulty));
  }
  if (method === 'POST' && path === '/operations/query') {
    return async () => ok([...(await findOperations(pool, readShape(queryRequest, request).keys)).values()]);
  }
  if (method === 'POST' && path === '/messages') {
    return async ({ faults }) => {
      const { messages } = readShape(messagesRequest, request);
      if (faults.noMessages) return { status: 404, body: { error: 'This platform does not support messages.' } };
      return ok(receiveUserMessages(pool, messages));
    };
  }
  const key = method === 'GET' ? path.match(/^\/operations\/(.+)$/)?.[1] : undefined;
  return key === undefined ? undefined : () => lookUp(pool, decodeKey(key));
}

async function readStates(pool: pg.Pool, ids: readonly string[], { seen }: Past): Promise<StoredItemState[]> {
  const results = await readState(pool, ids);
  for (const state of results) seen.set(state.id, state);
  return results;
}

function lastSeen({ seen }: Past, id: string): StoredItemState {
  return seen.get(id) ?? { id, countries: [], everywhere: false };
}

function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServerError(400, 'The key is not properly escaped.');
  }
}

async function lookUp(pool: pg.Pool, key: string): Promise<ServerAnswer> {
  const body = (await findOperations(pool, [key])).get(key);
  return body ? { status: 200, body } : { status: 404, body: { error: `There was no operation ${key}.` } };
}

async function operate(pool: pg.Pool, operations: readonly Operation[], { faults, random, strikes }: Faulty) {
  const handled = strikes('newPerRequest') ? await limitNew(pool, operations, faults.newPerRequest) : operations;
  const results = strikes('partial')
    ? await operatePartly(pool, handled, random)
    : await applyOperations(pool, handled);
  return strikes('shuffle') ? shuffled(results, random) : results;
}

async function limitNew(pool: pg.Pool, operations: readonly Operation[], max: number): Promise<Operation[]> {
  const done = await findOperations(
    pool,
    operations.map(({ key }) => key),
  );
  let left = max;
  return operations.filter(({ key }) => done.has(key) || left-- > 0);
}

/**
 * Half of the operations are not done, and only some of those reported as `error`; a fifth of the done ones is not
 * reported.
 */
async function operatePartly(pool: pg.Pool, operations: readonly Operation[], random: () => number) {
  const fate = new Map(operations.map(({ key }) => [key, random() < 0.5]));
  const done = await applyOperations(
    pool,
    operations.filter(({ key }) => fate.get(key)),
  );
  const answered = done.filter(() => random() >= 0.2);
  const failed = operations
    .filter(({ key }) => !fate.get(key) && random() < 0.5)
    .map(
      ({ key }): SimulatorOperationResult => ({
        key,
        status: 'error',
        at: new Date().toISOString(),
        receipt: null,
        message: 'Internal error. Try again.',
      }),
    );
  return [...answered, ...failed];
}

async function withFaults(faulty: Faulty, work: Work): Promise<ServerAnswer> {
  const { faults, strikes } = faulty;
  if (strikes('delayMs')) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
  if (strikes('down')) return 'drop';
  if (strikes('tooMany')) return later(429, 'Too many requests.');
  if (strikes('unavailable')) return later(503, 'Unavailable.');
  const dropped = strikes('applyThenDrop');
  const answer = await work(faulty);
  return dropped ? 'drop' : answer;
}

function later(status: number, error: string): ServerAnswer {
  return { status, body: { error }, headers: { 'retry-after': RETRY_AFTER_SECONDS } };
}

async function ok(results: unknown): Promise<ServerAnswer> {
  return { status: 200, body: { results: await results } };
}

/** Fisher–Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    [result[last], result[pick]] = [result[pick] as T, result[last] as T];
  }
  return result;
}
