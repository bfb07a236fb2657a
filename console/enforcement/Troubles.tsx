import { useInfiniteQuery } from '@tanstack/react-query';
import type { TargetRepairAction } from '../../domain/commands/command.js';
import type { Notice, Target } from '../http/types.js';
import { TargetName } from '../notice/targets/TargetCells.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { type CursorProps } from '../parts/use-cursor.js';
import { MoreTargets } from './MoreTargets.js';
import { targetsQuery } from './queries.js';
import { troubleText } from './trouble-text.js';
import { formatInstant } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import type { RepairBody } from '../../contract/repair.js';
import { ReasonDialog } from '../forms/ReasonDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import type { Commanded } from '../http/commands.js';
import { noticeKeys } from '../http/use-write.js';
import { padNo } from '../notice/targets/selection.js';
import { useWords } from '../words/use-words.js';
import { DecisionGrid, DecisionRow } from '../notice/targets/DecisionGrid.js';

export interface RequestedRepair {
  action: TargetRepairAction;
  no: number | null;
  count: number;
}

interface TroublesProps extends CursorProps {
  notice: Notice;
  /** Why no repair is possible now; null if one is. */
  why: string | null;
  onAsk: (repair: RequestedRepair) => void;
}

const LISTS = [
  { name: 'failed', filter: { status: 'failed' } },
  { name: 'mismatch', filter: { proof: 'mismatch' } },
] as const;

export function Troubles(props: TroublesProps) {
  return (
    <>
      {LISTS.map((list) => (
        <TroubleList key={list.name} {...props} {...list} />
      ))}
    </>
  );
}

function TroubleList({ notice, why, cursor, onCursor, onAsk, name, filter }: TroublesProps & (typeof LISTS)[number]) {
  const t = useWords();
  const list = useInfiniteQuery(targetsQuery(notice.id, filter));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  if (list.error !== null)
    return (
      <section>
        <Failure title={t('enforcement:trouble.unreadable')} error={list.error} onRetry={() => void list.refetch()} />
      </section>
    );
  if (total === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{t(`enforcement:trouble.${name}`, { count: total })}</h2>
        <span className="muted fine">{t(`enforcement:trouble.${name}Body`)}</span>
        <span className="push acts">
          <Button size="small" why={why} onPress={() => onAsk({ action: 'retry', no: null, count: total })}>
            {t('enforcement:repair.retryAll')}
          </Button>
          {name === 'failed' ? (
            <Button size="small" why={why} onPress={() => onAsk({ action: 'skip', no: null, count: total })}>
              {t('enforcement:repair.skipAll')}
            </Button>
          ) : null}
        </span>
      </div>
      <DecisionGrid
        label={t(`enforcement:trouble.${name}`, { count: total })}
        heads={(['no', 'target', 'what', 'act'] as const).map((head) => t(`enforcement:col.${head}`))}
        targets={notice.counts.targets}
        kind="trouble"
      >
        {items.map((target) => (
          <TroubleRow
            key={target.no}
            row={`${name}-${target.no}`}
            target={target}
            canSkip={name === 'failed' && target.skipped === null}
            {...{ why, cursor, onCursor, onAsk }}
          />
        ))}
      </DecisionGrid>
      <MoreTargets list={list} left={total - items.length} />
    </section>
  );
}

interface TroubleRowProps extends Pick<TroublesProps, 'why' | 'cursor' | 'onCursor' | 'onAsk'> {
  row: string;
  target: Target;
  canSkip: boolean;
}

function TroubleRow({ row, target, canSkip, why, cursor, onCursor, onAsk }: TroubleRowProps) {
  const t = useWords();
  const { no } = target;
  const isCursor = cursor?.row === row;
  const text = troubleText(target, t);
  return (
    <DecisionRow no={no} row={row} kind="trouble" cursor={cursor} onCursor={onCursor}>
      <TargetName target={target} />
      <span className={isCursor ? 'muted fine whole' : 'muted fine cut'} role="gridcell" title={text} dir="auto">
        {text}
      </span>
      <span className="acts" role="gridcell">
        <Button
          size="small"
          why={why}
          {...(isCursor ? { keys: 't' } : {})}
          onPress={() => onAsk({ action: 'retry', no, count: 1 })}
        >
          {t('enforcement:repair.retry')} <span className="visually-hidden">{padNo(no)}</span>
        </Button>
        {canSkip ? (
          <Button size="small" why={why} onPress={() => onAsk({ action: 'skip', no, count: 1 })}>
            {t('enforcement:repair.skip')} <span className="visually-hidden">{padNo(no)}</span>
          </Button>
        ) : null}
      </span>
    </DecisionRow>
  );
}

/** Alert kinds that concern the platform; each states what happened automatically. */
const KINDS = [
  'platform_drift',
  'platform_outage',
  'platform_refused',
  'owner_changed',
  'protected_class_changed',
  'enforcement_refused',
  'restore_due',
];

export function Drift({ notice }: { notice: Notice }) {
  const t = useWords();
  const open = notice.alert.filter(({ kind }) => KINDS.includes(kind));
  if (open.length === 0) return null;
  return (
    <section aria-label={t('enforcement:alert')}>
      <ul className="flags">
        {open.map(({ id, summary, since }) => (
          <li key={id}>
            <Icon name="m-warn" className="caution-ink" />
            <div>
              <b className="medium">{summary}</b>
              <p className="why">{t('enforcement:since', { at: formatInstant(since) })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RepairDialogProps {
  notice: string;
  repair: RequestedRepair;
  onClose: () => void;
}

/** Retries targets that failed or differ, or skips failed ones. */
export function RepairDialog({ notice, repair: { action, no, count }, onClose }: RepairDialogProps) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'repair',
    to: `/v1/ops/notices/${notice}/repair`,
    refresh: noticeKeys(notice),
    start: { reason: '' },
    body: ({ reason }): RepairBody => ({ action, reason: reason.trim(), ...(no === null ? {} : { target: no }) }),
    done: ({ result }: Commanded<{ targets: number }>) =>
      t(`enforcement:repair.done.${action}`, { count: result?.targets ?? 0 }),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={
        no === null
          ? t(`enforcement:repair.titleAll.${action}`, { count })
          : t(`enforcement:repair.title.${action}`, { no: padNo(no) })
      }
      body={t(`enforcement:repair.body.${action}`)}
      go={t(`enforcement:repair.go.${action}`)}
      busy={t('enforcement:repair.busy')}
      failed={t(`enforcement:repair.failed.${action}`)}
    />
  );
}
