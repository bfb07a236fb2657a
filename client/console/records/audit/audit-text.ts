import { useEventText } from '../../notice/event-text.js';
import { en } from '../../words/en/index.js';
import { withOwnTimes } from '../../parts/format.js';
import { detailLines } from '../../timeline/groups.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { AuditEntry } from './entry.js';

/** Every kind of entry that has words, of notices and of the desk. */
export const ACTIONS: readonly string[] = [
  ...new Set([...Object.keys(en.notice.event), ...Object.keys(en.records.event)]),
].sort();

/** One line for an entry of the log: as in a notice's timeline, or as the desk's own acts are named. */
export function useAuditText(): (entry: AuditEntry) => string {
  const t = useWords();
  const textOf = useEventText();
  return (entry) =>
    entry.action in en.records.event
      ? t(`records:event.${entry.action as keyof typeof en.records.event}`)
      : textOf(entry);
}

/** A kind of entry as one chooses it: its line, open where an entry tells something of its own. */
export function actionName(action: string, t: Words): string {
  if (action in en.records.event) return t(`records:event.${action as keyof typeof en.records.event}`);
  const known = action as keyof typeof en.notice.event;
  const parts = [...en.notice.event[known].matchAll(/\{\{(\w+)/g)].map(([, name = '']) => [name, '…'] as const);
  return t(`notice:event.${known}`, Object.fromEntries(parts));
}

/** What the desk kept with an entry, in words; what only programs need is left to the entry as it is kept. */
export function auditLines({ detail }: AuditEntry, t: Words): { name: string; value: string }[] {
  return Object.entries(detail)
    .filter(([name]) => !NOT_FOR_PEOPLE.has(name))
    .flatMap(([name, value]) => detailLines({ [name]: value }))
    .map(({ name, value }) => ({
      name: Object.hasOwn(en.records.detail, name) ? t(`records:detail.${name as 'user agent'}`) : name,
      value: withOwnTimes(value),
    }));
}

const NOT_FOR_PEOPLE = new Set(['session', 'firstOfSubject', 'commandId']);
