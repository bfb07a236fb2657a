import { useInfiniteQuery } from '@tanstack/react-query';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import type { Cursor } from '../parts/use-cursor.js';
import { useWords, type Words } from '../words/use-words.js';
import { decisionText } from './decision-text.js';
import { DecisionRow } from './DecisionRow.js';
import { FrozenActionMark, actionLabel } from './FrozenActionMark.js';
import type { ShownGroup } from './groups.js';
import { FIRST_ROWS, groupQuery, type Frozen } from './queries.js';
import type { SubmissionChange } from './types.js';
import { useRows } from './use-rows.js';

interface GroupProps {
  frozen: Frozen;
  group: ShownGroup;
  isOpen: boolean;
  cursor: Cursor | null;
  onCursor: (cursor: Cursor) => void;
}

export function ChangeGroupRows({ frozen, group, isOpen, cursor, onCursor }: GroupProps) {
  const t = useWords();
  const list = useInfiniteQuery(groupQuery(frozen, group));
  const { rows, left, next, isReading, more } = useRows(list, { first: isOpen ? FIRST_ROWS : 0, total: group.count });
  return (
    <>
      <div className="decision-row group" role="row">
        <span role="gridcell">
          <b>{group.isProtected ? t('approval:changes.guarded', { count: group.count }) : formatNumber(group.count)}</b>{' '}
          {groupText(group, t)}
        </span>
      </div>
      {rows.map((change) => (
        <ChangeRow key={change.no} change={change} cursor={cursor} onCursor={onCursor} />
      ))}
      {list.error === null ? null : (
        <div className="pad" role="row">
          <div role="gridcell">
            <Failure title={t('approval:changes.rowsFailed')} error={list.error} onRetry={() => void list.refetch()} />
          </div>
        </div>
      )}
      {left <= 0 || list.isPending ? null : (
        <div className="decision-row group" role="row">
          <span role="gridcell">
            <span className="no-print">{t('approval:changes.more', { count: left })}</span>
            <span className="print-only">
              {t('frame:printedPart', { n: formatNumber(rows.length), of: formatNumber(group.count) })}
            </span>
          </span>
          <span role="gridcell">
            <button type="button" className="text-button link" onClick={more} aria-busy={isReading}>
              {isReading ? t('approval:changes.showing') : t('approval:changes.show', { n: formatNumber(next) })}
            </button>
          </span>
        </div>
      )}
    </>
  );
}

function groupText({ from, to }: ShownGroup, t: Words): string {
  const names = { from: from === null ? '' : actionLabel(from, t), to: actionLabel(to, t) };
  if (from === null) return t('approval:changes.new', names);
  return from === to ? t('approval:changes.still', names) : t('approval:changes.fromTo', names);
}

interface ChangeRowProps {
  change: SubmissionChange;
  cursor: Cursor | null;
  onCursor: (cursor: Cursor) => void;
}

function ChangeRow({ change, cursor, onCursor }: ChangeRowProps) {
  const t = useWords();
  const { no, before, after } = change;
  const said = decisionText(after, t);
  const saidBefore = before === null ? '' : decisionText(before, t);
  return (
    <DecisionRow target={change} cursor={cursor} onCursor={onCursor}>
      <span role="gridcell" title={saidBefore}>
        {before === null ? (
          <span className="muted">{t('approval:changes.undecided')}</span>
        ) : (
          <>
            <FrozenActionMark action={before.action} side="was" />{' '}
            {before.action === after.action ? <span className="muted fine">{saidBefore}</span> : null}
          </>
        )}
      </span>
      <span role="gridcell" title={said}>
        <FrozenActionMark action={after.action} side="now" />{' '}
        <span className="muted fine" dir="auto">
          {said}
        </span>
      </span>
      {cursor?.row === `${no}` && after.note !== '' ? (
        <span className="decision-note plain muted" role="gridcell" dir="auto">
          {after.note}
        </span>
      ) : null}
    </DecisionRow>
  );
}
