import { noWidth } from '../notice/targets/selection.js';
import { formatNumber } from '../parts/format.js';
import { Keys } from '../parts/Keys.js';
import type { Cursor } from '../parts/use-cursor.js';
import { useWords } from '../words/use-words.js';
import { ChangeGroupRows } from './ChangeGroupRows.js';
import { splitChanges, toShownGroups } from './groups.js';
import type { Frozen } from './queries.js';
import type { SubmissionChanges, SubmissionRecord } from './types.js';

const OPEN_GROUPS = 6;

interface ChangesSectionProps {
  submission: SubmissionRecord;
  frozen: Frozen;
  changes: SubmissionChanges;
  cursor: Cursor | null;
  onCursor: (cursor: Cursor) => void;
  onAll: () => void;
}

export function ChangesSection({ submission, frozen, changes, cursor, onCursor, onAll }: ChangesSectionProps) {
  const t = useWords();
  const { against, changed } = changes;
  const groups = toShownGroups(changes.groups);
  const { actions, grounds } = splitChanges(changes.groups);
  const same = submission.targets - changed;
  if (changed === 0)
    return (
      <section>
        <div className="none">
          <p>{t('approval:changes.none', { number: against ?? '' })}</p>
        </div>
      </section>
    );
  const isFirst = against === null && submission.purpose === 'decision';
  return (
    <section>
      <div className="section-head">
        <h2>{t(isFirst ? 'approval:changes.first' : 'approval:changes.title', { count: changed })}</h2>
        {isFirst ? null : (
          <span className="muted fine">
            {against === null
              ? ''
              : t('approval:changes.split', { actions: formatNumber(actions), grounds: formatNumber(grounds) })}{' '}
            {same > 0 ? t('approval:changes.same', { count: same }) : ''}
          </span>
        )}
        <span className="push fine muted nowrap no-print">
          <Keys of="j" /> <Keys of="k" /> {t('approval:changes.move')} <Keys of="h" /> {t('approval:changes.history')}
        </span>
      </div>
      <div
        className="decision-list"
        style={noWidth(submission.targets)}
        role="grid"
        aria-label={t('approval:changes.table')}
      >
        <div className="decision-row head" role="row">
          <span role="columnheader">{t('approval:changes.col.no')}</span>
          <span role="columnheader">{t('approval:changes.col.target')}</span>
          <span role="columnheader">{t('approval:changes.col.marks')}</span>
          <span role="columnheader">
            {against === null
              ? t('approval:changes.col.before')
              : t('approval:actions.submission', { number: against })}
          </span>
          <span role="columnheader">{t('approval:actions.submission', { number: submission.number })}</span>
        </div>
        {groups.map((group, place) => (
          <ChangeGroupRows
            key={group.key}
            frozen={frozen}
            group={group}
            isOpen={place < OPEN_GROUPS}
            cursor={cursor}
            onCursor={onCursor}
          />
        ))}
      </div>
      <p className="section-foot">
        <button type="button" className="text-button link" onClick={onAll}>
          {t('approval:changes.everything', { n: formatNumber(submission.targets) })}
        </button>
      </p>
    </section>
  );
}
