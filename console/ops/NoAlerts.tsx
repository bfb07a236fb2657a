import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';
import { formatInstant, formatSpan } from '../parts/format.js';
import { useNow } from '../state/now.js';
import { dueMarks } from './compute-figures.js';
import { useRepairText } from './repair-text.js';
import type { Overview } from './types.js';
import { Empty } from '../parts/Loading.js';

export function NothingWaits({ overview }: { overview: Overview | undefined }) {
  const t = useWords();
  const now = useNow();
  const textOf = useRepairText();
  const last = overview?.repairedToday[0];
  const next = overview === undefined ? undefined : dueMarks(overview.dueSoon, now)[0];
  return (
    <Empty>
      <h2>{t('ops:empty.title')}</h2>
      {last === undefined ? null : (
        <p className="muted">{t('ops:empty.repaired', { at: formatInstant(last.at), what: textOf(last) })}</p>
      )}
      {overview === undefined ? null : (
        <p className="muted">
          {next === undefined
            ? t('ops:empty.none')
            : t('ops:empty.next', {
                at: formatInstant(next.dueAt),
                span: formatSpan(Date.parse(next.dueAt) - now),
                number: next.number,
                kind: t(`words:clock.${next.kind}`),
              })}
        </p>
      )}
      <p>
        <Link className="button" to="/">
          {t('ops:empty.go')}
        </Link>
      </p>
    </Empty>
  );
}
