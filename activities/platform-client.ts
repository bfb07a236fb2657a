import {
  openPlatformConnection,
  PlatformUnavailable,
  type ConnectionOptions,
  type PlatformConnection,
} from './platform-connection.js';
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
} from './platform-messages.js';
import { sendPlatformMessages, type PlatformMessage } from './platform-user-messages.js';

/** What the desk asks of a platform, whichever kind it is (docs/adr/0027). */
export interface PlatformClient {
  /** In the order asked. */
  resolve(targets: readonly TargetRef[]): Promise<ResolvedTarget[]>;
  /** Final results by key. What is missing is unknown. */
  operate(operations: readonly PlatformOperation[]): Promise<Map<string, FinalResult>>;
  /** What became of these operations, by key; null: not done. What is missing is unknown. */
  findOperations(keys: readonly string[]): Promise<Map<string, FinalResult | null>>;
  /** What is in force on these items, by id. What is missing is unknown. */
  state(ids: readonly string[]): Promise<Map<string, PlatformState>>;
  /** Final results of messages to users, by key; undefined: it offers none. What is missing is unknown. */
  tell(messages: readonly PlatformMessage[]): Promise<Map<string, FinalResult> | undefined>;
  close(): Promise<void>;
}

export interface PlatformOptions extends Omit<ConnectionOptions, 'authorization'> {
  token: string;
}

/** Questions about single operations that are under way at once. */
const QUESTIONS_AT_ONCE = 16;

/** The platform port: what is asked, and answers checked. */
export function createPlatformClient({ token, ...options }: PlatformOptions): PlatformClient {
  const { ask, close } = openPlatformConnection({ ...options, authorization: `Bearer ${token}` });
  let offersQuery = true;
  /** What the platform tells of many at once, where it offers that. */
  const query = async (keys: readonly string[]): Promise<Map<string, FinalResult>> => {
    if (!offersQuery || keys.length < 2) return new Map();
    const answer = await ask({ method: 'POST', path: '/operations/query', body: { keys }, question: true });
    offersQuery = answer !== undefined;
    return offersQuery ? finalsOf(read(operationsAnswer, answer), keys) : new Map();
  };
  /** Undefined: the platform does not say. */
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
      return finalsOf(
        read(operationsAnswer, answer),
        operations.map(({ key }) => key),
      );
    },
    async findOperations(keys) {
      const found = new Map<string, FinalResult | null>(await query(keys));
      const open = keys.filter((key) => !found.has(key));
      for (let at = 0; at < open.length; at += QUESTIONS_AT_ONCE) {
        const round = open.slice(at, at + QUESTIONS_AT_ONCE);
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
    tell: (messages) => tell(ask, messages),
    close,
  };
}

async function tell(
  ask: PlatformConnection['ask'],
  messages: readonly PlatformMessage[],
): Promise<Map<string, FinalResult> | undefined> {
  const answer = await sendPlatformMessages(ask, messages);
  const keys = messages.map(({ key }) => key);
  return answer === undefined ? undefined : finalsOf(read(operationsAnswer, answer), keys);
}

/** Final results by key, of those that were asked about. */
function finalsOf({ results }: { results: readonly unknown[] }, keys: readonly string[]): Map<string, FinalResult> {
  const asked = new Set(keys);
  const final = results.flatMap((one) => operationResult.safeParse(one).data ?? []).filter(isFinal);
  const byKey = new Map<string, FinalResult>();
  const contradicted = new Set<string>();
  for (const result of final.filter(({ key }) => asked.has(key))) {
    const before = byKey.get(result.key);
    if (before !== undefined && before.status !== result.status) contradicted.add(result.key);
    byKey.set(result.key, result);
  }
  // Of two answers to one question neither is believed.
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
