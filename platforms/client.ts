import {
  openPlatformConnection,
  PlatformUnavailable,
  type ConnectionOptions,
  type PlatformConnection,
} from './connection.js';
import { askContent, itemContent, type ContentRef, type ItemContent } from './content.js';
import {
  isFinal,
  operationResult,
  operationsAnswer,
  platformState,
  resolveAnswer,
  stateAnswer,
  type FinalResult,
  type PlatformOperation,
  type PlatformState,
  type ResolvedTarget,
  type TargetRef,
} from './messages.js';
import { sendPlatformMessages, type PlatformMessage } from './user-messages.js';

/** The port to a platform, whichever kind it is (docs/adr/0027). */
export interface PlatformClient {
  /** Results in the order of `targets`. */
  resolve(targets: readonly TargetRef[]): Promise<ResolvedTarget[]>;
  /** Final results by key; unknown ones are absent. */
  operate(operations: readonly PlatformOperation[]): Promise<Map<string, FinalResult>>;
  /** Results by key; null if not done, absent if unknown. */
  findOperations(keys: readonly string[]): Promise<Map<string, FinalResult | null>>;
  /** What is in force on these items, by id; unknown ones are absent. */
  state(ids: readonly string[]): Promise<Map<string, PlatformState>>;
  /** Final results of user messages by key, unknown ones absent; undefined if the platform offers no messages. */
  sendMessages(messages: readonly PlatformMessage[]): Promise<Map<string, FinalResult> | undefined>;
  /** What the platform shows of these items, by id; null if it shows none of such an item, undefined if of no item. */
  content(items: readonly ContentRef[]): Promise<Map<string, ItemContent | null> | undefined>;
  close(): Promise<void>;
}

export interface PlatformOptions extends Omit<ConnectionOptions, 'authorization'> {
  token: string;
}

const QUERY_CONCURRENCY = 16;

/** Opens the platform port over HTTP and validates every response. */
export function createPlatformClient({ token, ...options }: PlatformOptions): PlatformClient {
  const { ask, close } = openPlatformConnection({ ...options, authorization: `Bearer ${token}` });
  let offersQuery = true;
  const query = async (keys: readonly string[]): Promise<Map<string, FinalResult>> => {
    if (!offersQuery || keys.length < 2) return new Map();
    const answer = await ask({ method: 'POST', path: '/operations/query', body: { keys }, question: true });
    offersQuery = answer !== undefined;
    return offersQuery ? pickFinals(read(operationsAnswer, answer), keys) : new Map();
  };
  const findOne = async (key: string): Promise<FinalResult | null | undefined> => {
    const answer = await ask({ method: 'GET', path: `/operations/${encodeURIComponent(key)}`, question: true });
    if (answer === undefined) return null;
    const result = operationResult.safeParse(answer).data;
    return result !== undefined && result.key === key && isFinal(result) ? result : undefined;
  };
  return {
    async resolve(targets) {
      const { results } = read(
        resolveAnswer,
        await ask({ method: 'POST', path: '/resolve', body: { targets }, question: true }),
      );
      if (results.length === targets.length) return results;
      throw new PlatformUnavailable(`The platform resolved ${results.length} of ${targets.length} targets.`, {
        carriedOut: 'no',
      });
    },
    async operate(operations) {
      const answer = await ask({ method: 'POST', path: '/operations', body: { operations } });
      return pickFinals(
        read(operationsAnswer, answer),
        operations.map(({ key }) => key),
      );
    },
    async findOperations(keys) {
      const found = new Map<string, FinalResult | null>(await query(keys));
      const open = keys.filter((key) => !found.has(key));
      for (let at = 0; at < open.length; at += QUERY_CONCURRENCY) {
        const round = open.slice(at, at + QUERY_CONCURRENCY);
        const answers = await Promise.all(round.map(async (key) => [key, await findOne(key)] as const));
        for (const [key, answer] of answers) if (answer !== undefined) found.set(key, answer);
      }
      return found;
    },
    async state(ids) {
      const { results } = read(
        stateAnswer,
        await ask({ method: 'POST', path: '/state', body: { ids }, question: true }),
      );
      const states = results.flatMap((one) => platformState.safeParse(one).data ?? []);
      return new Map(states.map((state) => [state.id, state]));
    },
    sendMessages: (messages) => sendMessages(ask, messages),
    content: (items) => findContent(ask, items),
    close,
  };
}

async function sendMessages(
  ask: PlatformConnection['ask'],
  messages: readonly PlatformMessage[],
): Promise<Map<string, FinalResult> | undefined> {
  const answer = await sendPlatformMessages(ask, messages);
  const keys = messages.map(({ key }) => key);
  return answer === undefined ? undefined : pickFinals(read(operationsAnswer, answer), keys);
}

async function findContent(
  ask: PlatformConnection['ask'],
  items: readonly ContentRef[],
): Promise<Map<string, ItemContent> | undefined> {
  const answer = await askContent(ask, items);
  if (answer === undefined) return undefined;
  const asked = new Set(items.map(({ id }) => id));
  const found = read(stateAnswer, answer).results.flatMap((one) => itemContent.safeParse(one).data ?? []);
  return new Map(found.filter(({ id }) => asked.has(id)).map((one) => [one.id, one]));
}

function pickFinals({ results }: { results: readonly unknown[] }, keys: readonly string[]): Map<string, FinalResult> {
  const sentKeys = new Set(keys);
  const final = results.flatMap((one) => operationResult.safeParse(one).data ?? []).filter(isFinal);
  const byKey = new Map<string, FinalResult>();
  const contradicted = new Set<string>();
  for (const result of final.filter(({ key }) => sentKeys.has(key))) {
    const before = byKey.get(result.key);
    if (before !== undefined && before.status !== result.status) contradicted.add(result.key);
    byKey.set(result.key, result);
  }
  // Contradictory results for one key are both discarded.
  for (const key of contradicted) byKey.delete(key);
  return byKey;
}

function read<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error } },
  value: unknown,
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PlatformUnavailable("The platform's answer does not match the agreed format.", { carriedOut: 'unknown' });
}
