import { getEventFacts } from '../../domain/event.js';
import type { TimelineEntry } from '../http/types.js';

export const GROUPS = ['all', 'people', 'machine', 'mail', 'clocks'] as const;
export type Group = (typeof GROUPS)[number];

type Spoken = Pick<TimelineEntry, 'actor'> & { action: string };

/** Returns who acts in an entry: a person, the authority, mail, or the system. */
export function findSpeaker({ actor, action }: Spoken): 'person' | 'authority' | 'mail' | 'machine' {
  if (getEventFacts(action).group === 'mail') return 'mail';
  if (actor.kind === 'person' || actor.kind === 'authority') return actor.kind;
  return 'machine';
}

/**
 * Whether an entry belongs to a group. It may belong to several: a person extending a clock counts as people and
 * clocks.
 */
export function isInGroup(group: Group, entry: Spoken): boolean {
  const speaker = findSpeaker(entry);
  switch (group) {
    case 'all':
      return true;
    case 'people':
      return speaker === 'person' || speaker === 'authority';
    case 'machine':
      return speaker === 'machine';
    case 'mail':
      return speaker === 'mail';
    case 'clocks':
      return getEventFacts(entry.action).group === 'clocks';
  }
}
