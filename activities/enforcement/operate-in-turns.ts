import type { BulkheadPolicy } from 'cockatiel';
import type { Db } from '../../registry/db.js';
import { noteFirstSent, takingTurns } from '../../registry/enforcement/item-turns.js';
import { PlatformUnavailable } from '../platform-connection.js';
import type { FinalResult, PlatformOperation } from '../platform-messages.js';

/** Operations whose items are locked at once; a page is cut to it. */
const OPERATIONS_A_TURN = 250;
/** Less than the time after which an enforcement that says nothing counts as dead. */
const PAGE_WITHIN_MS = 20_000;

/** How a platform that takes one operation a request carries out a page of them. */
export interface Turns {
  db: Db;
  /** How many operations are under way at once. */
  gate: BulkheadPolicy;
  /** No turn of a page begins later than this after its first: what is left comes again, in smaller pages. */
  pageWithinMs?: number | undefined;
  /** `isFirst`: nothing was ever sent under its key. Rejects with PlatformUnavailable where nobody knows what became of it. */
  carryOut(operation: PlatformOperation, context: { isFirst: boolean }): Promise<FinalResult>;
}

/**
 * Final results by key, of operations that are carried out one by one: those on one item after another, each item by one
 * process at a time. What is missing is unknown; rejects with PlatformUnavailable where all is.
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
    // Nothing came back of a whole turn: the others would only wait as long.
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
  /** Why something is unknown; null where all is known. */
  failure: PlatformUnavailable | null;
}

function byItem(operations: readonly PlatformOperation[]): PlatformOperation[][] {
  return [...groupedBy(operations, ({ id }) => id).values()];
}

/** Operations on one item. What comes after one of which nothing is known has to wait for it. */
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

/** Items by what they have in common, in the order in which they come. */
export function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
