import { useInfiniteQuery } from '@tanstack/react-query';
import { INTERVENTIONS, type DecisionAction as ActionName } from '../../domain/targets/decision-action.js';
import type { Notice, Target } from '../http/types.js';
import { noWidth, padNo } from '../notice/targets/selection.js';
import { TargetCells } from '../notice/targets/TargetCells.js';
import { TextFilter } from '../notice/targets/TextFilter.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { ActionLabel } from '../parts/Action.js';
import { cursorRow, type Cursor } from '../parts/use-cursor.js';
import { useWords } from '../words/use-words.js';
import { MoreTargets } from './MoreTargets.js';
import { isPicked, togglePicked, type Picked } from './numbers.js';
import { targetsQuery } from './queries.js';

export interface InForceFilter {
  action?: ActionName;
  q?: string;
}

interface InForceProps {
  notice: Notice;
  filter: InForceFilter;
  onFilter: (filter: InForceFilter) => void;
  picked: Picked;
  onPicked: (picked: Picked) => void;
  cursor: Cursor | null;
  onCursor: (cursor: Cursor) => void;
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

function Rows({
  notice,
  items,
  total,
  picked,
  onPicked,
  cursor,
  onCursor,
}: InForceProps & { items: Target[]; total: number }) {
  const t = useWords();
  return (
    <div
      className="decision-list"
      style={noWidth(notice.counts.targets)}
      role="grid"
      aria-label={t('enforcement:inForce.label')}
      aria-rowcount={total + 1}
      aria-multiselectable="true"
    >
      <div className="decision-row head pick" role="row">
        <span role="columnheader">
          <span className="visually-hidden">{t('enforcement:col.selected')}</span>
        </span>
        <span role="columnheader">{t('enforcement:col.no')}</span>
        <span role="columnheader">{t('enforcement:col.target')}</span>
        <span role="columnheader">{t('enforcement:col.marks')}</span>
        <span role="columnheader">{t('enforcement:col.action')}</span>
        <span role="columnheader">{t('enforcement:col.proof')}</span>
      </div>
      {items.map((target) => (
        <InForceRow
          key={target.no}
          target={target}
          isOn={isPicked(picked, target.no)}
          onToggle={() => onPicked(togglePicked(picked, target.no))}
          cursor={cursor}
          onCursor={onCursor}
        />
      ))}
    </div>
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
      <TextFilter q={q ?? ''} onText={(text) => onFilter(text === '' ? others : { ...others, q: text })} />
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

interface InForceRowProps {
  target: Target;
  isOn: boolean;
  onToggle: () => void;
  cursor: Cursor | null;
  onCursor: (cursor: Cursor) => void;
}

function InForceRow({ target, isOn, onToggle, cursor, onCursor }: InForceRowProps) {
  const t = useWords();
  const { no, decision, proof } = target;
  const row = `in-force-${no}`;
  const name = ['decision-row pick', cursor?.row === row ? 'current' : '', isOn ? 'selected' : ''].join(' ').trim();
  return (
    <div
      className={name}
      role="row"
      aria-selected={isOn}
      {...cursorRow(row, no, cursor)}
      onClick={() => onCursor({ row, no })}
    >
      <span role="gridcell">
        <button
          type="button"
          className={isOn ? 'box selected' : 'box'}
          tabIndex={-1}
          aria-pressed={isOn}
          aria-label={`${t('enforcement:col.selected')}: ${padNo(no)}`}
          onClick={(event) => {
            event.stopPropagation();
            onCursor({ row, no });
            onToggle();
          }}
        >
          <Icon name="s-met" />
        </button>
      </span>
      <TargetCells target={target} />
      <span role="gridcell">{decision === null ? null : <ActionLabel action={decision.action} />}</span>
      <span className="muted fine cut" role="gridcell">
        {proof === null ? '' : t(`enforcement:proofOf.${proof.state}`)}
      </span>
    </div>
  );
}
