import { Keys } from '../parts/Keys.js';
import { splitChanges, toShownGroups, type ShownGroup } from './groups.js';
import { type Frozen, FIRST_ROWS, groupQuery } from './queries.js';
import type { SubmissionChanges, SubmissionRecord, SubmissionChange } from './types.js';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import type { CursorProps } from '../parts/use-cursor.js';
import { useWords, type Words } from '../words/use-words.js';
import { decisionText } from './decision-text.js';
import { FrozenActionMark, actionLabel } from './FrozenActionMark.js';
import { RowSigns, useIsRowSelected } from './row-marks.js';
import { useRows } from './use-rows.js';
import { DecisionGrid, DecisionRow } from '../notice/targets/DecisionGrid.js';
import { TargetCells } from '../notice/targets/TargetCells.js';

const OPEN_GROUPS = 6;

interface ChangesSectionProps extends CursorProps {
  submission: SubmissionRecord;
  frozen: Frozen;
  changes: SubmissionChanges;
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
      <DecisionGrid
        label={t('approval:changes.table')}
        heads={[
          t('approval:changes.col.no'),
          t('approval:changes.col.target'),
          t('approval:changes.col.marks'),
          against === null ? t('approval:changes.col.before') : t('approval:actions.submission', { number: against }),
          t('approval:actions.submission', { number: submission.number }),
        ]}
        targets={submission.targets}
      >
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
      </DecisionGrid>
      <p className="section-foot">
        <button type="button" className="text-button link" onClick={onAll}>
          {t('approval:changes.everything', { n: formatNumber(submission.targets) })}
        </button>
      </p>
    </section>
  );
}

interface GroupProps extends CursorProps {
  frozen: Frozen;
  group: ShownGroup;
  isOpen: boolean;
}

function ChangeGroupRows({ frozen, group, isOpen, cursor, onCursor }: GroupProps) {
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

function ChangeRow({ change, ...at }: CursorProps & { change: SubmissionChange }) {
  const t = useWords();
  const { no, before, after } = change;
  const said = decisionText(after, t);
  const saidBefore = before === null ? '' : decisionText(before, t);
  return (
    <DecisionRow no={no} isSelected={useIsRowSelected(no)} {...at}>
      <TargetCells target={change}>
        <RowSigns no={change.no} />
      </TargetCells>
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
      {at.cursor?.row === `${no}` && after.note !== '' ? (
        <span className="decision-note plain muted" role="gridcell" dir="auto">
          {after.note}
        </span>
      ) : null}
    </DecisionRow>
  );
}
