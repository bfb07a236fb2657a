import type { TimelineEntry } from '../http/types.js';

/** What a reader looks for in the timeline. */
export const GROUPS = ['all', 'people', 'machine', 'mail', 'clocks'] as const;
export type Group = (typeof GROUPS)[number];

const MAIL = /^letter_/;
const CLOCKS =
  /^(clock_|ladder_|page_|floor_|extend$|pause$|resume$|confirm_deadline$|acknowledge_escalation$|start_clocks$|move_clock$)/;

/** Who speaks in an entry: a person by name, the authority, mail, or the machine. */
export function speakerOf({
  actor,
  action,
}: Pick<TimelineEntry, 'actor' | 'action'>): 'person' | 'authority' | 'mail' | 'machine' {
  if (MAIL.test(action)) return 'mail';
  if (actor.kind === 'person' || actor.kind === 'authority') return actor.kind;
  return 'machine';
}

/** An entry may be of several groups: a person who extends a clock is of both. */
export function isOf(group: Group, entry: Pick<TimelineEntry, 'actor' | 'action'>): boolean {
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
      return CLOCKS.test(entry.action);
  }
}

export interface DetailLine {
  name: string;
  value: string;
}

const HIDDEN = new Set(['ladder', 'move', 'round']);

/** Details as name and value, nested ones with the names on the way: whatever the desk kept, nothing empty. */
export function detailLines(detail: Record<string, unknown>, prefix = ''): DetailLine[] {
  return Object.entries(detail).flatMap(([key, value]) => {
    if (value === null || value === undefined || value === '' || HIDDEN.has(key)) return [];
    const name = prefix === '' ? spacedName(key) : `${prefix} ${spacedName(key)}`;
    if (Array.isArray(value)) {
      return value.length === 0 ? [] : [{ name, value: value.map(flat).join(', ') }];
    }
    if (typeof value === 'object') return detailLines(value as Record<string, unknown>, name);
    return [{ name: name.replace(/ ms$/, ''), value: key.endsWith('Ms') ? instantOf(value) : flat(value) }];
  });
}

const spacedName = (key: string) =>
  key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();

const instantOf = (value: unknown) => (typeof value === 'number' ? new Date(value).toISOString() : flat(value));

function flat(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
