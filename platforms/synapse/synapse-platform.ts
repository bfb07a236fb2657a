import { bulkhead } from 'cockatiel';
import type { Db } from '../../registry/db.js';
import { operateInTurns } from '../operate-in-turns.js';
import type { PlatformClient } from '../client.js';
import type { FinalResult, PlatformOperation, PlatformState } from '../messages.js';
import type { PlatformMessage } from '../user-messages.js';
import { parseItemId } from './synapse-item.js';
import { carryOutOnSynapse, findObjection } from './synapse-operation.js';
import { resolveOn } from './synapse-resolver.js';
import { openSynapse, type SynapseOptions, type SynapseService } from './synapse-service.js';

const CONCURRENCY = 16;

/** Opens a Matrix homeserver as the platform (docs/integrating/platforms.md). It does not distinguish countries. */
export function createSynapsePlatform({ db, ...options }: SynapseOptions & { db: Db }): PlatformClient {
  const synapse = openSynapse(options);
  const gate = bulkhead(CONCURRENCY, Infinity);
  const each = <On, Of>(all: readonly On[], ask: (one: On) => Promise<Of>) =>
    Promise.all(all.map((one) => gate.execute(() => ask(one))));
  return {
    resolve: (targets) => each(targets, (target) => resolveOn(synapse, target)),
    async operate(operations) {
      const turns = { db, gate, carryOut: (operation: PlatformOperation) => carryOutOnSynapse(synapse, operation) };
      // Events first: once a room's administrators are suspended, the desk can no longer be joined to the room.
      const events = operations.filter(({ id }) => parseItemId(id)?.kind === 'event');
      const others = operations.filter((operation) => !events.includes(operation));
      const results = await operateInTurns(turns, events);
      return new Map([...results, ...(await operateInTurns(turns, others))]);
    },
    async findOperations(keys) {
      const found = await each(keys, async (key): Promise<[string, FinalResult | null]> => {
        const kept = await synapse.recall(key);
        return [key, kept === undefined ? null : { ...kept, key, message: null }];
      });
      return new Map(found);
    },
    async state(ids) {
      const found = await each([...new Set(ids)], async (id): Promise<[string, PlatformState]> => {
        const item = parseItemId(id);
        const effect = item === null ? undefined : await synapse.effectOn(item);
        return [id, { id, countries: [], everywhere: effect?.inForce === true }];
      });
      return new Map(found);
    },
    async sendMessages(messages) {
      const results = await each(messages, (message) => notifyOwner(synapse, message));
      return results.some((result) => result === undefined)
        ? undefined
        : new Map(results.flatMap((result) => (result === undefined ? [] : [[result.key, result]])));
    },
    /** An administrator reads rooms only by joining them, which their members would see. */
    content: async () => undefined,
    close: () => synapse.close(),
  };
}

async function notifyOwner(synapse: SynapseService, message: PlatformMessage): Promise<FinalResult | undefined> {
  const { key, id, subject, text, appealUrl } = message;
  const memory = `tell:${key}`;
  const kept = await synapse.recall(memory);
  if (kept !== undefined) return { ...kept, key, status: 'already', message: null };
  const item = parseItemId(id);
  const owner = item === null ? null : ((await synapse.effectOn(item))?.owner ?? null);
  const at = new Date().toISOString();
  if (owner === null)
    return { key, status: 'not_found', at, receipt: null, message: 'It belongs to no user of this server.' };
  try {
    const body = [subject, text, appealUrl].filter((part) => part !== '').join('\n\n');
    const event = await synapse.notify(owner, body, memory);
    if (event === undefined) return undefined;
    const result = {
      action: 'sendMessages' as const,
      id,
      status: 'applied' as const,
      at,
      receipt: `synapse notice ${event}`,
    };
    await synapse.keep(memory, result);
    return { ...result, key, message: null };
  } catch (error) {
    const said = findObjection(error);
    if (said === null) throw error;
    return { key, status: 'refused', at, receipt: null, message: said };
  }
}
