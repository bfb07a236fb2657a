import { useInfiniteQuery } from '@tanstack/react-query';
import { actionsByCount } from '../parts/actions-by-count.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { Skeleton } from '../parts/Skeleton.js';
import type { CursorProps } from '../parts/use-cursor.js';
import { useWords } from '../words/use-words.js';
import { decisionText } from './decision-text.js';
import { FrozenActionMark, actionLabel } from './FrozenActionMark.js';
import { linesQuery, MORE_ROWS, type Frozen } from './queries.js';
import type { FrozenLine, LineFilter, SubmissionRecord } from './types.js';
import { RowSigns, useIsRowSelected } from './row-marks.js';
import { useRows } from './use-rows.js';
import { DecisionGrid, DecisionRow } from '../notice/targets/DecisionGrid.js';
import { TargetCells } from '../notice/targets/TargetCells.js';

interface AllDecisionsProps extends CursorProps {
  submission: SubmissionRecord;
  frozen: Frozen;
  guarded: number;
  filter: LineFilter;
  onFilter: (filter: LineFilter) => void;
}

export function AllDecisions(props: AllDecisionsProps) {
  const { submission, frozen, filter, cursor, onCursor } = props;
  const t = useWords();
  const lines = useInfiniteQuery(linesQuery(frozen, filter));
  const total = lines.data?.pages[0]?.total ?? 0;
  const { rows, left, next, isReading, more } = useRows(lines, { first: MORE_ROWS, total });
  return (
    <section>
      <LineChips {...props} />
      <Failure title={t('approval:all.failed')} error={lines.error} onRetry={() => void lines.refetch()} />
      {lines.isPending ? <Skeleton rows={10} className="decision-row" /> : null}
      {lines.isSuccess && total === 0 ? (
        <div className="none">
          <p>{t('approval:all.none')}</p>
        </div>
      ) : null}
      {rows.length === 0 ? null : (
        <DecisionGrid
          label={t('approval:all.label')}
          heads={(['no', 'target', 'marks', 'decision', 'ground'] as const).map((name) =>
            t(`approval:changes.col.${name}`),
          )}
          targets={submission.targets}
          total={total}
        >
          {rows.map((line) => (
            <LineRow key={line.no} line={line} cursor={cursor} onCursor={onCursor} />
          ))}
        </DecisionGrid>
      )}
      {left <= 0 || lines.isPending ? null : (
        <p className="section-foot">
          <span className="print-only">
            {t('frame:printedPart', { n: formatNumber(rows.length), of: formatNumber(total) })}
          </span>
          <Button size="small" onPress={more} busy={isReading ? t('approval:changes.showing') : null}>
            {t('approval:changes.show', { n: formatNumber(next) })}
          </Button>{' '}
          <span className="muted fine no-print">
            {t('approval:all.shown', { n: formatNumber(rows.length), of: formatNumber(total) })}
          </span>
        </p>
      )}
    </section>
  );
}

function LineChips({ submission, guarded, filter, onFilter }: AllDecisionsProps) {
  const t = useWords();
  const actions = actionsByCount(submission.byAction);
  const chip = (name: string, next: LineFilter, count: number) => (
    <button
      key={name}
      type="button"
      className="chip"
      aria-pressed={JSON.stringify(filter) === JSON.stringify(next)}
      onClick={() => onFilter(next)}
    >
      {next.protected === undefined ? null : <Icon name="m-guard" />}
      {name} <span className="number">{formatNumber(count)}</span>
    </button>
  );
  return (
    <div className="chips" role="group" aria-label={t('approval:all.label')}>
      {chip(t('approval:all.every'), {}, submission.targets)}
      {guarded === 0 ? null : chip(t('approval:all.protected'), { protected: 'any' }, guarded)}
      {actions.length < 2 ? null : actions.map(([action, count]) => chip(actionLabel(action, t), { action }, count))}
    </div>
  );
}

function LineRow({ line, ...at }: CursorProps & { line: FrozenLine }) {
  const t = useWords();
  const { decision } = line;
  const said = decisionText(decision, t);
  return (
    <DecisionRow no={line.no} isSelected={useIsRowSelected(line.no)} {...at}>
      <TargetCells target={line}>
        <RowSigns no={line.no} />
      </TargetCells>
      <span role="gridcell">
        <FrozenActionMark action={decision.action} />
      </span>
      <span className="muted fine cut" role="gridcell" title={said} dir="auto">
        {said}
      </span>
    </DecisionRow>
  );
}
