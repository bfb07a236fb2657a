import { outOfReachId } from '../out-of-reach.js';
import type { ResolvedTarget, TargetRef } from '../messages.js';
import { formatItemId, isAlias, readSynapseLocator, type SynapseItem, type SynapseLocator } from './synapse-item.js';
import type { SynapseService } from './synapse-service.js';

const GONE: ResolvedTarget = { id: null, exists: false, owner: null, protectedClass: null };

function outOfReach(target: TargetRef): ResolvedTarget {
  return { id: outOfReachId(target), exists: true, owner: null, protectedClass: null };
}

/**
 * Resolves a target on the homeserver. Accounts and aliases of other servers are out of reach: resolving them would
 * make our server contact one that an order names.
 */
export async function resolveOn(synapse: SynapseService, target: TargetRef): Promise<ResolvedTarget> {
  const locator = readSynapseLocator(target);
  if (locator === null) return outOfReach(target);
  const server = getServerName(await synapse.whoAmI());
  if (isElsewhere(locator, server)) return outOfReach(target);
  const item = await itemAt(synapse, locator, server);
  const effect = item && (await synapse.effectOn(item));
  return item && effect ? { id: formatItemId(item), exists: true, owner: effect.owner, protectedClass: null } : GONE;
}

async function itemAt(
  synapse: SynapseService,
  locator: SynapseLocator,
  server: string,
): Promise<SynapseItem | undefined> {
  if (locator.kind === 'account') {
    const { name } = locator;
    return { kind: 'account', user: name.includes(':') ? name : `${name}:${server}` };
  }
  const room = isAlias(locator.room) ? await synapse.roomOfAlias(locator.room) : locator.room;
  return room === undefined ? undefined : { ...locator, room };
}

function isElsewhere(locator: SynapseLocator, server: string): boolean {
  const name = locator.kind === 'account' ? locator.name : locator.room;
  return (locator.kind === 'account' || isAlias(name)) && name.includes(':') && getServerName(name) !== server;
}

function getServerName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
