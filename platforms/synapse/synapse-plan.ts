import type { EnforcementAction } from '../../domain/targets/platform-action.js';
import { isOutOfReach } from '../out-of-reach.js';
import type { PlatformOperation } from '../messages.js';
import { parseItemId, type SynapseItem } from './synapse-item.js';

export type SynapsePlan = { ok: true; item: SynapseItem } | { ok: false; message: string };

const REFUSED: Readonly<Record<Exclude<EnforcementAction, 'remove'>, string>> = {
  withhold:
    'Synapse has no countries: it cannot withhold in individual countries, and an action on an account, an event or a room applies everywhere.',
  label: 'Synapse has no labels visible to users.',
  preserve: 'Synapse keeps no copies for orders. Preserve the item from its database.',
};

/** Plans an action for a homeserver, or explains why there is none. A restoration is planned from what it undoes. */
export function planSynapseAction({
  action,
  type,
  id,
  countries,
}: Omit<PlatformOperation, 'action'> & { action: EnforcementAction }): SynapsePlan {
  if (action !== 'remove') return refused(REFUSED[action]);
  if (countries.length > 0) return refused('Synapse has no countries: it cannot remove in individual countries only.');
  return planItem({ type, id });
}

export function planItem({ type, id }: { type: string; id: string }): SynapsePlan {
  const item = parseItemId(id);
  if (item !== null) return { ok: true, item };
  return refused(isOutOfReach(id) ? outOfReach(type) : 'Synapse does not know such an item.');
}

function outOfReach(type: string): string {
  if (type === 'account') return 'Synapse only suspends accounts of its own server, given as @name or @name:server.';
  if (type === 'post') return 'Synapse only finds an event by its link: https://matrix.to/#/!room:server/$event.';
  if (type === 'channel')
    return 'Synapse finds a room by its link, https://matrix.to/#/!room:server, or by its alias on this server, name:server.';
  return `Synapse only acts on accounts, events and rooms; this target is of type ${type}.`;
}

function refused(message: string): SynapsePlan {
  return { ok: false, message };
}
