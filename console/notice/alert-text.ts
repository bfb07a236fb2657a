import type { Clock, Notice } from '../http/types.js';
import { computeClockTone, toShown } from '../parts/clock-tone.js';
import { formatList, formatAge, inSentence, withOwnTimes } from '../parts/format.js';
import { wordAt, type Words } from '../words/use-words.js';
import { clockName } from './clocks/clock-name.js';

type Alert = Pick<Notice['alert'][number], 'kind' | 'summary'>;
type Timed = Pick<Clock, 'kind' | 'owner' | 'form' | 'receipt' | 'state' | 'startsAt' | 'dueAt' | 'metAt'>;

/** The open alerts of a notice as short texts: overdue deadlines by how long, then each other cause once. */
export function alertTexts(alerts: readonly Alert[], clocks: readonly Timed[], { t, now }: { t: Words; now: number }) {
  const overdue = overdueTexts(clocks, { t, now });
  // Until the clocks are read, or if another law's clock was missed, the alert speaks for itself.
  const rest = alerts.filter(({ kind }) => kind !== 'clock_missed' || overdue.length === 0);
  const causes = rest.map(({ kind, summary }) => wordAt(t, `causes:${kind}`, 'title', withOwnTimes(summary)));
  return [...overdue, ...new Set(causes)];
}

function overdueTexts(clocks: readonly Timed[], { t, now }: { t: Words; now: number }): string[] {
  const bySpan = new Map<string, string[]>();
  for (const clock of clocks.toSorted((one, other) => (one.dueAt ?? '').localeCompare(other.dueAt ?? ''))) {
    const shown = toShown(clock);
    if (shown.dueAt === null || computeClockTone(shown, now) !== 'overdue') continue;
    const span = formatAge(now - shown.dueAt);
    bySpan.set(span, [...(bySpan.get(span) ?? []), clockName(clock, t)]);
  }
  return [...bySpan].map(([span, [first = '', ...others]]) =>
    t('notice:overdue', { span, clocks: formatList([first, ...others.map(inSentence)]) }),
  );
}
