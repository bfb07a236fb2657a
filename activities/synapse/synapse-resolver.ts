import { outOfReachId } from '../enforcement/out-of-reach.js';
import type { ResolvedTarget, TargetRef } from '../platform-messages.js';
import { idOf, isAlias, readLocator, type SynapseItem, type SynapseLocator } from './synapse-item.js';
import type { SynapseService } from './synapse-service.js';

const GONE: ResolvedTarget = { id: null, exists: false, owner: null, protectedClass: null };

function outOfReach(target: TargetRef): ResolvedTarget {
  return { id: outOfReachId(target), exists: true, owner: null, protectedClass: null };
}

/**
 * Looks a target up on the homeserver. An account or alias of another server is out of its reach: to look it up, ours would
 * have to ask a server that an order names.
 */
export async function resolveOn(synapse: SynapseService, target: TargetRef): Promise<ResolvedTarget> {
  const locator = readLocator(target);
  if (locator === null) return outOfReach(target);
  const server = serverOf(await synapse.whoAmI());
  if (isElsewhere(locator, server)) return outOfReach(target);
  const item = await itemAt(synapse, locator, server);
  const effect = item && (await synapse.effectOn(item));
  return item && effect ? { id: idOf(item), exists: true, owner: effect.owner, protectedClass: null } : GONE;
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
  return (locator.kind === 'account' || isAlias(name)) && name.includes(':') && serverOf(name) !== server;
}

/** A server's name may have a port. */
function serverOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
