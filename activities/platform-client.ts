import { openPlatformConnection, PlatformUnavailable, type PlatformOptions } from './platform-connection.js';
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

export interface PlatformClient {
  /** In the order asked. */
  resolve(targets: readonly TargetRef[]): Promise<ResolvedTarget[]>;
  /** Final results by key. What is missing is unknown. */
  operate(operations: readonly PlatformOperation[]): Promise<Map<string, FinalResult>>;
  /** The result of one operation; undefined: not done. */
  findOperation(key: string): Promise<FinalResult | undefined>;
  /** What is in force on these items, by id. What is missing is unknown. */
  state(ids: readonly string[]): Promise<Map<string, PlatformState>>;
  close(): Promise<void>;
}

/** The platform port: what is asked, and answers checked. */
export function createPlatformClient(options: PlatformOptions): PlatformClient {
  const { ask, close } = openPlatformConnection(options);
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
      const { results } = read(
        operationsAnswer,
        await ask({ method: 'POST', path: '/operations', body: { operations } }),
      );
      const asked = new Set(operations.map(({ key }) => key));
      const final = results.flatMap((one) => operationResult.safeParse(one).data ?? []).filter(isFinal);
      return new Map(final.filter(({ key }) => asked.has(key)).map((result) => [result.key, result]));
    },
    async findOperation(key) {
      const answer = await ask({ method: 'GET', path: `/operations/${encodeURIComponent(key)}`, question: true });
      if (answer === undefined) return undefined;
      const result = read(operationResult, answer);
      if (isFinal(result) && result.key === key) return result;
      throw new PlatformUnavailable(`The platform does not know what became of ${key}.`, { carriedOut: 'unknown' });
    },
    async state(ids) {
      const { results } = read(
        stateAnswer,
        await ask({ method: 'POST', path: '/state', body: { ids }, question: true }),
      );
      const states = results.flatMap((one) => platformState.safeParse(one).data ?? []);
      return new Map(states.map((state) => [state.id, state]));
    },
    close,
  };
}

function read<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error } },
  value: unknown,
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PlatformUnavailable('The platform answered in a form that nobody agreed on.', { carriedOut: 'unknown' });
}
