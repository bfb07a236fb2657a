import { useWords } from '../words/use-words.js';
import type { TimelineEntry } from '../http/types.js';
import { en } from '../words/en/index.js';

/** One line for an entry of the timeline. What has no words yet is shown by its name, never left out. */
export function useEventText(): (entry: TimelineEntry) => string {
  const t = useWords();
  return ({ action, detail }) => {
    if (!(action in en.notice.event)) return action.replaceAll('_', ' ');
    return t(`notice:event.${action as keyof typeof en.notice.event}`, toParts(detail));
  };
}

/** Every part a sentence may ask for; a missing one leaves no braces. */
function toParts(detail: Record<string, unknown>): Record<string, string> {
  const text = (value: unknown): string =>
    Array.isArray(value)
      ? value.map(text).join(', ')
      : typeof value === 'string' || typeof value === 'number'
        ? String(value)
        : '';
  const parts = {
    to: '',
    lane: '',
    submission: '',
    reason: '',
    text: '',
    kind: '',
    n: text(detail['changed'] ?? detail['matched']),
  };
  return { ...parts, ...Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, text(value)])) };
}
