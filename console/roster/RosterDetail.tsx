import { Button } from '../parts/Button.js';
import { Fact } from '../parts/Fact.js';
import { formatInstant, formatLanguage, formatList } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { Tag } from '../parts/Tag.js';
import { useWords } from '../words/use-words.js';
import type { RosterEntry } from './queries.js';
import { formatLoad, formatPresence, formatShift } from './roster-text.js';

/** When somebody works next. */
export function Presence({ entry }: { entry: RosterEntry }) {
  const t = useWords();
  const text = formatPresence(entry, t);
  if (entry.onShiftUntil !== null) return <Tag tone="ok">{text}</Tag>;
  return (
    <span className="muted">
      {text === '' ? t(`roster:${entry.shifts.length === 0 ? 'noShifts' : 'noneSoon'}`) : text}
    </span>
  );
}

export function RosterDetail({ entry, onChange }: { entry: RosterEntry; onChange: () => void }) {
  const t = useWords();
  return (
    <section>
      <h2 className="title" dir="auto">
        {entry.name}
      </h2>
      <RosterFacts entry={entry} />
      <div className="acts">
        <Button hasPopup="dialog" onPress={onChange}>
          {t('roster:change')}
        </Button>
      </div>
    </section>
  );
}

export function RosterFacts({ entry }: { entry: RosterEntry }) {
  const t = useWords();
  const { shifts, languages, absences, note } = entry;
  return (
    <>
      <p>
        <Presence entry={entry} />
      </p>
      <dl className="key-values">
        <Fact name={t('roster:shifts')}>
          {shifts.length === 0 ? (
            t('roster:speaksNone')
          ) : (
            <ul className="stack">
              {shifts.map((shift) => {
                const text = formatShift(shift, t);
                return <li key={text}>{text}</li>;
              })}
            </ul>
          )}
        </Fact>
        <Fact name={t('roster:languages')}>
          {languages.length === 0 ? t('roster:speaksNone') : formatList(languages.map(formatLanguage))}
        </Fact>
        <Fact name={t('roster:load')}>
          {formatLoad(entry, t)}
          <span className="muted fine block">{t('roster:openHelp')}</span>
        </Fact>
        {absences.length === 0 ? null : (
          <Fact name={t('roster:absence.title')}>
            {absences.map(({ from, until }) => (
              <span key={from} className="block">
                {t('roster:absence.line', { from: formatInstant(from), until: formatInstant(until) })}
              </span>
            ))}
          </Fact>
        )}
        {note === null ? null : (
          <Fact name={t('roster:note.label')}>
            <Instant className="fine faint number" at={note.at} short />
            <span className="block plain" dir="auto">
              {note.text}
            </span>
          </Fact>
        )}
      </dl>
    </>
  );
}
