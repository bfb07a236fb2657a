import { bulkhead } from 'cockatiel';
import type { Db } from '../../registry/db.js';
import { noteFirstSent, takingTurns } from '../../registry/enforcement/ozone-turns.js';
import type { PlatformClient } from '../platform-client.js';
import { PlatformUnavailable } from '../platform-connection.js';
import type { FinalResult, PlatformOperation, PlatformState } from '../platform-messages.js';
import { carryOut, resultOf, type Carrying } from './ozone-operation.js';
import { EVERYWHERE, stateOf, type OzoneLabel } from './ozone-plan.js';
import { openResolver } from './ozone-resolver.js';
import type { OzoneEvent } from './ozone-events.js';
import { openOzone, type OzoneService } from './ozone-service.js';
import { subjectOf, uriOf } from './ozone-subject.js';

export interface OzonePlatformOptions {
  db: Db;
  /** One for everywhere (`*`) and one for each country that has its own. */
  ozones: readonly { name: string; url: string; password: string }[];
  /** DID that stands in Ozone's log for what the desk does. */
  identifier: string;
  /** Label with `{country}` for countries without an Ozone of their own; null: what is asked for there is refused. */
  countryLabel: string | null;
  /** PDS, entryway or appview that knows handles and records; null: DIDs alone can be acted on. */
  resolverUrl: string | null;
  /** No turn of a page begins later than this after its first: what is left comes again, in smaller pages. */
  pageWithinMs?: number;
}

/** Operations whose items are locked at once; a page is cut to it. */
const OPERATIONS_A_TURN = 250;
/** Less than the time after which an enforcement that says nothing counts as dead. */
const PAGE_WITHIN_MS = 20_000;
/** Operations, and questions, under way at once. */
const AT_ONCE = 32;

/** A network of Ozones as the platform (docs/platforms.md): one global, and one for each country. */
export function createOzonePlatform({
  db,
  ozones,
  identifier,
  countryLabel,
  resolverUrl,
  pageWithinMs = PAGE_WITHIN_MS,
}: OzonePlatformOptions): PlatformClient {
  const services = new Map(ozones.map((ozone) => [ozone.name, openOzone({ ...ozone, identifier })]));
  const resolver = openResolver(resolverUrl);
  const gate = bulkhead(AT_ONCE, Infinity);
  const reach = { countries: [...services.keys()].filter((name) => name !== EVERYWHERE), countryLabel };
  const carrying: Carrying = { services, reach };

  const operateOnce = (operations: readonly PlatformOperation[]): Promise<Operated> => {
    const ids = operations.map(({ id }) => id);
    return takingTurns(db, ids, async (connection) => {
      const keys = operations.map(({ key }) => key);
      const fresh = await noteFirstSent(connection, keys);
      const inTurn = byItem(operations).map((group) => gate.execute(() => oneAfterAnother(carrying, group, fresh)));
      return together(await Promise.all(inTurn));
    });
  };

  return {
    resolve: (targets) => Promise.all(targets.map((target) => gate.execute(() => resolver.resolve(target)))),
    async operate(operations) {
      const all: Operated = { results: new Map(), failure: null };
      const fromMs = performance.now();
      for (let at = 0; at < operations.length; at += OPERATIONS_A_TURN) {
        const { results, failure } = await operateOnce(operations.slice(at, at + OPERATIONS_A_TURN));
        for (const [key, result] of results) all.results.set(key, result);
        all.failure ??= failure;
        // Nothing came back of a whole turn: the others would only wait as long.
        if (results.size === 0 || performance.now() - fromMs >= pageWithinMs) break;
      }
      if (all.failure !== null && all.results.size === 0) throw all.failure;
      return all.results;
    },
    async findOperations(keys) {
      const found = keys.map((key) =>
        gate.execute(async () => [key, resultOf(await eventsOf([...services.values()], key))] as const),
      );
      return new Map(await Promise.all(found));
    },
    async state(ids) {
      const subjects = new Map(ids.map((id) => [id, subjectOf(id)]));
      const uris = [...new Set([...subjects.values()].flatMap((subject) => (subject === null ? [] : uriOf(subject))))];
      const labels = await Promise.all([...services.values()].map((service) => service.labels(uris)));
      const byUri = groupedBy(labels.flat(), ({ uri }) => uri);
      return new Map(
        [...subjects].map(([id, subject]): [string, PlatformState] => {
          const own: OzoneLabel[] = subject === null ? [] : (byUri.get(uriOf(subject)) ?? []);
          return [id, stateOf(id, own, reach)];
        }),
      );
    },
    /** Ozone writes to users by the mail of their PDS, which says nothing of what became of it. */
    tell: async () => undefined,
    async close() {
      await Promise.all([resolver.close(), ...[...services.values()].map((service) => service.close())]);
    },
  };
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Our events with a key, one an Ozone at most. */
async function eventsOf(services: readonly OzoneService[], key: string): Promise<OzoneEvent[]> {
  const found = await Promise.all(services.map((service) => service.findByKey(key)));
  return found.filter((event) => event !== undefined);
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
  carrying: Carrying,
  operations: readonly PlatformOperation[],
  fresh: ReadonlySet<string>,
): Promise<Operated> {
  const results = new Map<string, FinalResult>();
  for (const operation of operations) {
    if (results.has(operation.key)) continue;
    try {
      results.set(operation.key, await carryOut(carrying, operation, { isFirst: fresh.has(operation.key) }));
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
