import { isEventAction, type EventAction } from '../event.js';

interface Named {
  /** The field that holds an object, or a list of objects, with these keys; absent: the event itself. */
  in?: string;
  id: string;
  name: string;
}

const WHOM: Named = { id: 'to', name: 'name' };
const EACH = { id: 'id', name: 'name' };

/** Entries that name people beside who acted. Others give ids alone; docs/operating/audit-log.md says what is left. */
const NAMING: Partial<Record<EventAction, readonly Named[]>> = {
  assign: [WHOM],
  approve: [
    { in: 'for', ...EACH },
    { in: 'voided', ...EACH },
  ],
  confirm_deadline: [{ id: 'requestedById', name: 'requestedBy' }],
  person_excluded: [{ id: 'person', name: 'name' }],
  exclusion_ended: [{ id: 'person', name: 'name' }],
  repair: [WHOM, { in: 'requested', id: 'by', name: 'byName' }],
};

type Detail = Record<string, unknown>;

/** Returns the details with every person named in them renamed. */
export function renameStaff(
  { action, detail }: { action: string; detail: Detail },
  rename: (id: string, name: string) => string,
): Detail {
  const spots = (isEventAction(action) ? NAMING[action] : undefined) ?? [];
  return spots.reduce((kept, spot) => renameAt(kept, spot, rename), detail);
}

/** Returns the ids of people, other than the actor, that an event names. */
export function staffNamedIn(entry: { action: string; detail: Detail }): string[] {
  const ids: string[] = [];
  renameStaff(entry, (id, name) => {
    ids.push(id);
    return name;
  });
  return ids;
}

function renameAt(detail: Detail, spot: Named, rename: (id: string, name: string) => string): Detail {
  const renamed = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(renamed);
    if (!isDetail(part)) return part;
    const { [spot.id]: id, [spot.name]: name } = part;
    return typeof id === 'string' && typeof name === 'string' ? { ...part, [spot.name]: rename(id, name) } : part;
  };
  if (spot.in !== undefined) return spot.in in detail ? { ...detail, [spot.in]: renamed(detail[spot.in]) } : detail;
  const whole = renamed(detail);
  return isDetail(whole) ? whole : detail;
}

function isDetail(value: unknown): value is Detail {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
