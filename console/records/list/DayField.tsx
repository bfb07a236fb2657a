import { useState } from 'react';
import { formatDay } from '../../parts/format.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import type { FieldProps } from './filter.js';
import { readDayWords } from './day.js';

/** A day filter typed in words; on blur or Enter it shows the day that was read. */
export function DayField({ label, value, onChange }: FieldProps) {
  const t = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = value === '' ? '' : formatDay(`${value}T12:00:00`);
  const read = typed === null ? null : readDayWords(typed, nowMs());
  const isUnread = typed !== null && read === null;
  const take = () => {
    // Text that could not be parsed stays, to be corrected.
    if (read === null) return;
    setTyped(null);
    if (read !== value) onChange(read);
  };
  return (
    <span className="sign record-date fine nowrap muted">
      <label className="sign">
        {label}
        <span className="field small">
          <input
            value={typed ?? shown}
            placeholder={t('records:day.hint')}
            aria-invalid={isUnread || undefined}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
            onBlur={take}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) take();
            }}
          />
        </span>
      </label>
      {isUnread ? (
        <span className="unsure" role="status">
          {t('records:day.unread')}
        </span>
      ) : null}
    </span>
  );
}
