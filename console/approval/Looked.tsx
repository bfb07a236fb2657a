import type { Look } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { formatInstant, formatNumber } from '../parts/format.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import type { useRowMarks } from './row-marks.js';
import type { SubmissionRecord } from './types.js';

interface LookedProps {
  submission: SubmissionRecord;
  look: Look | undefined;
  /** Decisions that differ from what the reader looked at; undefined while they load. */
  changed: number | undefined;
  onSeen: () => void;
}

/** What has changed since the reader looked; nothing if nothing has. */
export function Looked({ submission, look, changed, onSeen }: LookedProps) {
  const t = useWords();
  const last = look?.last ?? null;
  const isEarlier = last !== null && last.submission < submission.number;
  const comments = look?.comments ?? 0;
  const isShown = last !== null && (isEarlier || comments > 0);
  useShortcuts(isShown ? [{ id: 'all-seen', label: t('approval:looked.go'), keys: 'Shift+V', run: onSeen }] : []);
  if (!isShown) return null;
  const parts = [
    ...(isEarlier && changed !== undefined ? [t('approval:looked.decisions', { count: changed })] : []),
    ...(comments > 0 ? [t('approval:comments', { count: comments })] : []),
  ];
  return (
    <div className="looked line" role="status">
      <span>
        <b className="medium">{t('approval:looked.title', { at: formatInstant(last.at) })}</b>{' '}
        {parts.length === 0 ? '' : `${parts.join(', ')}.`}
      </span>
      <Button size="small" className="push" keys="Shift+V" onPress={onSeen}>
        {t('approval:looked.go')}
      </Button>
    </div>
  );
}

interface RowsBarProps {
  submission: SubmissionRecord;
  rows: ReturnType<typeof useRowMarks>;
}

export function RowsBar({ submission, rows: { commenting, selected, viewed, clear } }: RowsBarProps) {
  const t = useWords();
  return (
    <div className="rows-bar line no-print">
      {selected === 0 ? null : (
        <>
          <b>{t('notice:targets.selected', { count: selected })}</b>
          <Button size="small" variant="quiet" onPress={clear}>
            {t('notice:targets.clear')}
          </Button>
        </>
      )}
      {commenting.why === null ? (
        <Button size="small" keys="c" onPress={commenting.open} hasPopup="dialog">
          {t('notice:cmd.comment')}
        </Button>
      ) : null}
      <span className="push muted fine number">
        {t('approval:viewed.of', { n: formatNumber(viewed), of: formatNumber(submission.targets) })}
      </span>
    </div>
  );
}
