import { buildRecord } from '../../domain/record-keys.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { type Chance, createChance, seededRandom } from './chance.js';
import { drop, readShape, requireSignature, requireToken } from './http-server.js';
import {
  FAULT_KINDS,
  type FaultKind,
  contentRequest,
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
import { readContents } from './platform-content.js';
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
import { noOperation } from '../../domain/targets/operation-objections.js';

const RETRY_AFTER_SECONDS = '1';
const CHANGES = ['/operations', '/messages'];

export interface PlatformSimulator {
  token: string;
  webhookSecret: string;
}

/** Implements the platform port with faults on demand. The schema must exist. */
export function addPlatform(app: FastifyInstance, pool: pg.Pool, { token, webhookSecret }: PlatformSimulator): void {
  app.register(async (scope) => {
    scope.addHook('preHandler', async (request) => requireToken(request, token));
    const past: Past = {
      fired: buildRecord(FAULT_KINDS, () => 0),
      looks: 0,
      seen: new Map(),
    };
    let faulty = arm(platformFaults.parse({}), past);
    const describeFaults = () => ({ faults: faulty.faults, fired: past.fired, looks: past.looks });
    scope.post('/_double/targets', (request) =>
      answer(configureTargets(pool, readShape(configuredTargetsRequest, request).targets)),
    );
    scope.get('/_double/messages', () => answer(readInbox(pool)));
    scope.get('/_double/journal', () => answer(readJournal(pool)));
    scope.get('/_double/faults', async () => describeFaults());
    scope.post('/_double/faults', async (request) => {
      faulty = arm(readShape(platformFaults, request), past);
      return describeFaults();
    });
    scope.get<{ Params: { '*': string } }>('/operations/*', (request, reply) => {
      if (request.headers['webhook-signature']) requireSignature(request, webhookSecret);
      return withFaults(faulty, reply, () => lookUp(pool, request.params['*'], reply));
    });
    for (const [path, work] of Object.entries(WORK))
      scope.post(path, async (request, reply) => {
        // Changes must be signed. A read may be unsigned (a person with curl), but a wrong signature is rejected.
        if (CHANGES.includes(path) || request.headers['webhook-signature']) requireSignature(request, webhookSecret);
        return withFaults(faulty, reply, () => work({ pool, faulty, request, reply }));
      });
  });
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

interface Task {
  pool: pg.Pool;
  faulty: Faulty;
  request: FastifyRequest;
  reply: FastifyReply;
}

const WORK: Readonly<Record<string, (task: Task) => Promise<unknown>>> = {
  '/resolve': ({ pool, request }) => answer(resolveStoredTargets(pool, readShape(resolveRequest, request).targets)),
  '/state': async ({ pool, request, faulty: { random, strikes, past } }) => {
    const { ids } = readShape(stateRequest, request);
    past.looks += 1;
    const results = strikes('stale') ? ids.map((id) => lastSeen(past, id)) : await readStates(pool, ids, past);
    return answer(strikes('shuffle') ? shuffled(results, random) : results);
  },
  '/operations': ({ pool, request, faulty }) =>
    answer(operate(pool, readShape(operationsRequest, request).operations, faulty)),
  '/operations/query': async ({ pool, request }) =>
    answer([...(await findOperations(pool, readShape(queryRequest, request).keys)).values()]),
  '/content': async ({ pool, request, reply, faulty: { faults } }) => {
    const { items } = readShape(contentRequest, request);
    if (!faults.noContent) return answer(readContents(pool, items));
    reply.code(404);
    return { error: 'This platform shows no content.' };
  },
  '/messages': async ({ pool, request, reply, faulty: { faults } }) => {
    const { messages } = readShape(messagesRequest, request);
    if (!faults.noMessages) return answer(receiveUserMessages(pool, messages));
    reply.code(404);
    return { error: 'This platform does not support messages.' };
  },
};

async function readStates(pool: pg.Pool, ids: readonly string[], { seen }: Past): Promise<StoredItemState[]> {
  const results = await readState(pool, ids);
  for (const state of results) seen.set(state.id, state);
  return results;
}

function lastSeen({ seen }: Past, id: string): StoredItemState {
  return seen.get(id) ?? { id, countries: [], everywhere: false };
}

async function lookUp(pool: pg.Pool, key: string, reply: FastifyReply): Promise<unknown> {
  const found = (await findOperations(pool, [key])).get(key);
  if (found === undefined) reply.code(404);
  return found ?? { error: noOperation(key) };
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

async function withFaults(
  { faults, strikes }: Faulty,
  reply: FastifyReply,
  work: () => Promise<unknown>,
): Promise<unknown> {
  if (strikes('delayMs')) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
  if (strikes('down')) return drop(reply);
  if (strikes('tooMany')) return later(reply, 429, 'Too many requests.');
  if (strikes('unavailable')) return later(reply, 503, 'Unavailable.');
  const dropped = strikes('applyThenDrop');
  const done = await work();
  return dropped ? drop(reply) : done;
}

function later(reply: FastifyReply, status: number, error: string): object {
  reply.code(status).header('retry-after', RETRY_AFTER_SECONDS);
  return { error };
}

async function answer(results: unknown): Promise<object> {
  return { results: await results };
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
