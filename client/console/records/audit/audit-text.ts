import { useEventText } from '../../notice/event-text.js';
import { en } from '../../words/en/index.js';
import { useWords } from '../../words/use-words.js';
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
