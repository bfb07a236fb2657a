import { factsOf } from '../../domain/event.js';
import type { TimelineEntry } from '../http/types.js';

/** What a reader looks for in the timeline. */
export const GROUPS = ['all', 'people', 'machine', 'mail', 'clocks'] as const;
export type Group = (typeof GROUPS)[number];

/** As the desk answers it; a later one may have told what this one does not know. */
type Spoken = Pick<TimelineEntry, 'actor'> & { action: string };

/** Who speaks in an entry: a person by name, the authority, mail, or the machine. */
export function speakerOf({ actor, action }: Spoken): 'person' | 'authority' | 'mail' | 'machine' {
  if (factsOf(action).group === 'mail') return 'mail';
  if (actor.kind === 'person' || actor.kind === 'authority') return actor.kind;
  return 'machine';
}

/** An entry may be of several groups: a person who extends a clock is of both. */
export function isOf(group: Group, entry: Spoken): boolean {
  const speaker = speakerOf(entry);
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
      return factsOf(entry.action).group === 'clocks';
  }
}
