import { EVENT_ACTIONS, isEventAction, type EventAction } from '../../../domain/event.js';
import { eventName, useEventText } from '../../notice/event-text.js';
import records from '../../words/en/records.json' with { type: 'json' };
import { withOwnTimes } from '../../parts/format.js';
import { detailLines, type DetailLine } from '../../timeline/detail-lines.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { ShownAuditEntry } from './entry.js';

export const ACTIONS: readonly EventAction[] = EVENT_ACTIONS.toSorted();

type DeskAction = keyof typeof records.event;

function isOfDesk(action: EventAction): action is DeskAction {
  return Object.hasOwn(records.event, action);
}

export function useAuditText(): (entry: ShownAuditEntry) => string {
  const t = useWords();
  const textOf = useEventText();
  return (entry) => {
    const { action } = entry;
    return isEventAction(action) && isOfDesk(action) ? t(`records:event.${action}`) : textOf(entry);
  };
}

export function actionName(action: EventAction, t: Words): string {
  return isOfDesk(action) ? t(`records:event.${action}`) : eventName(action, t);
}

/** Actions whose text on screen holds every word of a search: the log itself holds only codes. */
export function findActionsCalled(q: string, t: Words): EventAction[] {
  const words = q.toLocaleLowerCase().match(/\p{L}+/gu) ?? [];
  if (!words.some(({ length }) => length > 2)) return [];
  return ACTIONS.filter((action) => {
    const name = actionName(action, t).toLocaleLowerCase();
    return words.every((word) => name.includes(word));
  });
}

/** The details of an entry in words; those only programs need appear in the raw entry alone. */
export function auditLines(entry: ShownAuditEntry, t: Words): DetailLine[] {
  if (!isEventAction(entry.action) || !isOfDesk(entry.action)) return detailLines(entry, '', t);
  return keptLines(entry.detail).map(({ name, value }) => ({
    name: Object.hasOwn(records.detail, name) ? t(`records:detail.${name as 'user agent'}`) : name,
    value: withOwnTimes(value),
  }));
}

const NOT_FOR_PEOPLE = new Set(['session', 'firstOfSubject', 'commandId']);

function keptLines(detail: Record<string, unknown>, prefix = ''): DetailLine[] {
  return Object.entries(detail).flatMap(([key, value]) => {
    if (value === null || value === undefined || value === '' || NOT_FOR_PEOPLE.has(key)) return [];
    const name = `${prefix} ${spacedName(key)}`.trim();
    if (Array.isArray(value)) return value.length === 0 ? [] : [{ name, value: value.map(flat).join(', ') }];
    if (typeof value === 'object') return keptLines(value as Record<string, unknown>, name);
    return [{ name, value: flat(value) }];
  });
}

const spacedName = (key: string) =>
  key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();

const flat = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
