import type { BulkheadPolicy } from 'cockatiel';
import type { Db } from '../registry/db.js';
import { noteFirstSent, takingTurns } from '../registry/enforcement/item-turns.js';
import { PlatformUnavailable } from './connection.js';
import type { FinalResult, PlatformOperation } from './messages.js';

const OPERATIONS_A_TURN = 250;
/** Shorter than the heartbeat timeout after which an enforcement counts as dead. */
const PAGE_WITHIN_MS = 20_000;

export interface Turns {
  db: Db;
  gate: BulkheadPolicy;
  /** No batch of a page starts later than this after the first; the remainder returns in smaller pages. */
  pageWithinMs?: number | undefined;
  /** `isFirst`: nothing was ever sent under its key. Rejects with `PlatformUnavailable` if the result is unknown. */
  carryOut(operation: PlatformOperation, context: { isFirst: boolean }): Promise<FinalResult>;
}

/**
 * Returns final results by key for operations sent one by one: those on one item in sequence, each item by one process
 * at a time. Unknown results are absent; rejects with `PlatformUnavailable` if all are unknown.
 */
export async function operateInTurns(
  turns: Turns,
  operations: readonly PlatformOperation[],
): Promise<Map<string, FinalResult>> {
  const all: Operated = { results: new Map(), failure: null };
  const fromMs = performance.now();
  for (let at = 0; at < operations.length; at += OPERATIONS_A_TURN) {
    const { results, failure } = await takeTurn(turns, operations.slice(at, at + OPERATIONS_A_TURN));
    for (const [key, result] of results) all.results.set(key, result);
    all.failure ??= failure;
    // A whole batch got no answer, so the others would only wait as long.
    if (results.size === 0 || performance.now() - fromMs >= (turns.pageWithinMs ?? PAGE_WITHIN_MS)) break;
  }
  if (all.failure !== null && all.results.size === 0) throw all.failure;
  return all.results;
}

function takeTurn(turns: Turns, operations: readonly PlatformOperation[]): Promise<Operated> {
  const ids = operations.map(({ id }) => id);
  return takingTurns(turns.db, ids, async (connection) => {
    const keys = operations.map(({ key }) => key);
    const fresh = await noteFirstSent(connection, keys);
    const inTurn = byItem(operations).map((group) => turns.gate.execute(() => oneAfterAnother(turns, group, fresh)));
    return together(await Promise.all(inTurn));
  });
}

interface Operated {
  results: Map<string, FinalResult>;
  failure: PlatformUnavailable | null;
}

function byItem(operations: readonly PlatformOperation[]): PlatformOperation[][] {
  return [...groupedBy(operations, ({ id }) => id).values()];
}

async function oneAfterAnother(
  { carryOut }: Turns,
  operations: readonly PlatformOperation[],
  fresh: ReadonlySet<string>,
): Promise<Operated> {
  const results = new Map<string, FinalResult>();
  for (const operation of operations) {
    if (results.has(operation.key)) continue;
    try {
      results.set(operation.key, await carryOut(operation, { isFirst: fresh.has(operation.key) }));
    } catch (error) {
      if (error instanceof PlatformUnavailable) return { results, failure: error };
      throw error;
    }
  }
  return { results, failure: null };
}

function together(parts: readonly Operated[]): Operated {
  return {
    results: new Map(parts.flatMap(({ results }) => [...results])),
    failure: parts.find(({ failure }) => failure !== null)?.failure ?? null,
  };
}

export function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
