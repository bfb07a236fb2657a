import { useInfiniteQuery } from '@tanstack/react-query';
import { INTERVENTIONS, type DecisionAction as ActionName } from '../../domain/targets/decision-action.js';
import type { Notice, Target } from '../http/types.js';
import { padNo } from '../notice/targets/selection.js';
import { TargetCells } from '../notice/targets/TargetCells.js';
import { TextFilter } from '../records/list/TextFilter.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import { ActionLabel } from '../parts/Action.js';
import { type CursorProps } from '../parts/use-cursor.js';
import { useWords } from '../words/use-words.js';
import { MoreTargets } from './MoreTargets.js';
import { isPicked, togglePicked, type Picked } from './numbers.js';
import { targetsQuery } from './queries.js';
import { DecisionGrid, DecisionRow } from '../notice/targets/DecisionGrid.js';
import { SelectBox } from '../parts/SelectBox.js';

export interface InForceFilter {
  action?: ActionName;
  q?: string;
}

interface InForceProps extends CursorProps {
  notice: Notice;
  filter: InForceFilter;
  onFilter: (filter: InForceFilter) => void;
  picked: Picked;
  onPicked: (picked: Picked) => void;
}

export function NoticeInForce(props: InForceProps) {
  const { notice, filter } = props;
  const t = useWords();
  const list = useInfiniteQuery(targetsQuery(notice.id, { status: 'applied', ...filter }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  return (
    <section>
      <div className="section-head">
        <h2>{t('enforcement:inForce.title', { count: notice.counts.applied })}</h2>
        <span className="muted fine">{t('enforcement:inForce.body')}</span>
      </div>
      {notice.counts.applied === 0 ? null : <Filters {...props} total={total} />}
      <Failure title={t('enforcement:inForce.failed')} error={list.error} onRetry={() => void list.refetch()} />
      {list.isSuccess && items.length === 0 ? (
        <div className="none">
          <p>{t(notice.counts.applied === 0 ? 'enforcement:inForce.none' : 'enforcement:inForce.noneFound')}</p>
        </div>
      ) : null}
      {items.length === 0 ? null : <Rows {...props} items={items} total={total} />}
      <MoreTargets list={list} left={total - items.length} />
    </section>
  );
}

const HEADS = ['no', 'target', 'marks', 'action', 'proof'] as const;

function Rows({ notice, items, total, picked, onPicked, ...at }: InForceProps & { items: Target[]; total: number }) {
  const t = useWords();
  return (
    <DecisionGrid
      label={t('enforcement:inForce.label')}
      heads={[
        <span key="selected" className="visually-hidden">
          {t('enforcement:col.selected')}
        </span>,
        ...HEADS.map((name) => t(`enforcement:col.${name}`)),
      ]}
      targets={notice.counts.targets}
      total={total}
      kind="pick"
    >
      {items.map((target) => (
        <InForceRow
          key={target.no}
          target={target}
          isOn={isPicked(picked, target.no)}
          onToggle={() => onPicked(togglePicked(picked, target.no))}
          {...at}
        />
      ))}
    </DecisionGrid>
  );
}

function Filters({ notice, filter, onFilter, picked, onPicked, total }: InForceProps & { total: number }) {
  const t = useWords();
  const actions = INTERVENTIONS.filter((action) => (notice.counts.byAction[action] ?? 0) > 0);
  const { q, ...others } = filter;
  const chip = (action: ActionName | undefined, label: string) => (
    <button
      key={label}
      type="button"
      className="chip"
      aria-pressed={filter.action === action}
      onClick={() => onFilter({ ...(action === undefined ? {} : { action }), ...(q === undefined ? {} : { q }) })}
    >
      {label}
    </button>
  );
  return (
    <div className="chips" role="search" aria-label={t('enforcement:inForce.label')}>
      {actions.length < 2 ? null : (
        <>
          {chip(undefined, t('enforcement:inForce.every'))}
          {actions.map((action) => chip(action, t(`words:action.${action}`)))}
        </>
      )}
      <TextFilter
        label={t('notice:targets.filterLabel')}
        q={q ?? ''}
        onText={(text) => onFilter(text === '' ? others : { ...others, q: text })}
      />
      {total === 0 ? null : (
        <Button
          size="small"
          variant="quiet"
          pressed={picked.kind === 'all'}
          onPress={() =>
            onPicked(picked.kind === 'all' ? { kind: 'picked', numbers: new Set() } : { kind: 'all', count: total })
          }
        >
          {t('enforcement:inForce.all', { n: formatNumber(total) })}
        </Button>
      )}
    </div>
  );
}

interface InForceRowProps extends CursorProps {
  target: Target;
  isOn: boolean;
  onToggle: () => void;
}

function InForceRow({ target, isOn, onToggle, cursor, onCursor }: InForceRowProps) {
  const t = useWords();
  const { no, decision, proof } = target;
  const row = `in-force-${no}`;
  const toggle = () => {
    onCursor({ row, no });
    onToggle();
  };
  return (
    <DecisionRow no={no} row={row} kind="pick" isSelected={isOn} cursor={cursor} onCursor={onCursor}>
      <span role="gridcell">
        <SelectBox isOn={isOn} label={`${t('enforcement:col.selected')}: ${padNo(no)}`} onToggle={toggle} />
      </span>
      <TargetCells target={target} />
      <span role="gridcell">{decision === null ? null : <ActionLabel action={decision.action} />}</span>
      <span className="muted fine cut" role="gridcell">
        {proof === null ? '' : t(`enforcement:proofOf.${proof.state}`)}
      </span>
    </DecisionRow>
  );
}
