import { useWords, type WordKey } from '../words/use-words.js';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type FocusEvent, type RefObject } from 'react';
import { Bar } from '../frame/Bar.js';
import { Button } from '../parts/Button.js';
import { formatSpan } from '../parts/format.js';
import { Keys } from '../parts/Keys.js';
import { useRowFocus } from '../parts/use-row-focus.js';
import { settingsStore } from '../state/settings.js';
import { useStore } from '../state/store.js';
import { nowMs, useNow } from '../state/now.js';
import { useScreenTitle } from '../state/title.js';
import { computeBand } from './bands.js';
import { findOwnDue } from './due.js';
import { EmptyQueue } from './EmptyQueue.js';
import { Filters } from './Filters.js';
import { Peek } from './Peek.js';
import { usePresence } from './presence.js';
import { QueueRow } from './QueueRow.js';
import { readSearch, type QueueSearch } from './search.js';
import { SelectionTray } from './SelectionTray.js';
import { useQueueCommands } from './use-queue-commands.js';
import { useQueue, type QueueRows } from './use-queue.js';
import { Loading } from '../parts/Loading.js';

export function QueueScreen({ only }: { only?: { stage: string; title: WordKey } }) {
  const t = useWords();
  const params = useSearch({ strict: false });
  const stage = only?.stage;
  const search = useMemo(() => ({ ...readSearch(params), ...(stage === undefined ? {} : { stage }) }), [params, stage]);
  const navigate = useNavigate();
  const queue = useQueue(search);
  const { rows } = queue;
  const { selected, toggle, clear } = useSelected();
  const [isPeeking, setPeeking] = useState(false);
  const { preview } = useStore(settingsStore);
  const list = useRef<HTMLDivElement>(null);
  const rowFocus = useRowFocus(list);
  const title = t(only?.title ?? 'queue:title');
  useScreenTitle(title);
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === search.open),
  );
  const current = rows[at];
  const moveTo = (place: number) => {
    const next = rows[Math.min(Math.max(place, 0), rows.length - 1)];
    rowFocus.take();
    if (next !== undefined) {
      void navigate({ to: '.', search: (before: object) => ({ ...before, open: next.id }), replace: true });
    }
    if (place >= rows.length - 5) queue.more?.();
  };
  const open = () => {
    if (current === undefined) return;
    void navigate({
      to: current.stage === 'approval' ? '/notices/$id/approval' : '/notices/$id',
      params: { id: current.id },
    });
  };
  useQueueCommands({ queue, at, moveTo, toggle, open, isPeeking, onPeek: setPeeking });
  const chosen = rows.filter(({ id }) => selected.has(id));
  return (
    <>
      <Bar>
        <h1 className="where">{title}</h1>
        <span className="muted long cut">
          <Summary queue={queue} isApprovals={stage === 'approval'} />
        </span>
      </Bar>
      <div className={preview === 'folded' ? 'split queue folded' : 'split queue'}>
        <section className="list" aria-label={t('queue:list')}>
          <Filters
            search={search}
            fixedStage={only !== undefined}
            countries={queue.rows.map(({ jurisdiction }) => jurisdiction)}
          />
          {queue.fresh === 0 ? null : (
            <button type="button" className="line fresh fine medium accent-ink" onClick={queue.showFresh}>
              {t('queue:fresh', { count: queue.fresh })} <Keys of="u" />
            </button>
          )}
          <Rows
            queue={queue}
            search={search}
            stage={stage}
            at={at}
            list={list}
            onFocus={rowFocus.onFocus}
            selected={selected}
            onCursor={moveTo}
            onToggle={toggle}
            onOpen={open}
          />
          <SelectionTray
            notices={chosen.length > 0 || current === undefined ? chosen : [current]}
            selected={chosen.length}
            onClear={clear}
          />
        </section>
        <Peek id={current?.id} isOpen={isPeeking} onOpen={open} />
      </div>
    </>
  );
}

function useSelected() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string | undefined, on?: boolean) => {
    if (id === undefined) return;
    setSelected((before) => {
      const next = new Set(before);
      if (on ?? !before.has(id)) next.add(id);
      else next.delete(id);
      return next;
    });
  };
  return { selected, toggle, clear: () => setSelected(new Set()) };
}

function Summary({ queue: { rows, total }, isApprovals }: { queue: QueueRows; isApprovals: boolean }) {
  const t = useWords();
  const now = useNow();
  if (total === null) return null;
  const dues = rows.flatMap((notice) => findOwnDue(notice) ?? []);
  const overdue = dues.filter((due) => due <= now).length;
  const next = dues.find((due) => due > now);
  const yours = rows.filter(({ approvals }) => approvals?.yours === true).length;
  return (
    <span className="number">
      {isApprovals ? t(yours > 0 ? 'queue:yours' : 'queue:noneYours', { count: yours }) : ''}{' '}
      {overdue > 0 ? t('queue:summaryOverdue', { count: total, overdue }) : t('queue:summary', { count: total })}{' '}
      {next === undefined ? '' : t('queue:next', { span: formatSpan(next - now) })}
    </span>
  );
}

interface RowsProps {
  queue: QueueRows;
  search: QueueSearch;
  stage: string | undefined;
  at: number;
  list: RefObject<HTMLDivElement | null>;
  onFocus: (event: FocusEvent) => void;
  selected: ReadonlySet<string>;
  onCursor: (place: number) => void;
  onToggle: (id: string) => void;
  onOpen: () => void;
}

function Rows({ queue, search, stage, at, list, onFocus, selected, onCursor, onToggle, onOpen }: RowsProps) {
  const t = useWords();
  const presence = usePresence();
  const { hiddenColumns } = useStore(settingsStore);
  const { rows } = queue;
  const hasCursor = search.open !== undefined;
  useEffect(() => {
    if (hasCursor) list.current?.querySelectorAll('.queue-row[tabindex]')[at]?.scrollIntoView({ block: 'nearest' });
  }, [at, hasCursor, list]);
  if (queue.isLoading || (queue.error !== null && rows.length === 0)) {
    const query = { error: queue.error, refetch: queue.retry };
    return <Loading query={query} failed={t('queue:failed.list')} className="row queue-row" rows={10} />;
  }
  if (rows.length === 0) return <EmptyQueue search={search} stage={stage} />;
  const now = nowMs();
  const bandAt = (place: number) => {
    const notice = rows[place];
    return notice === undefined ? null : computeBand(findOwnDue(notice), now);
  };
  const isBanded = (search.sort ?? 'due') === 'due';
  return (
    <div
      className="rows print-whole"
      role="grid"
      aria-label={t('queue:notices')}
      aria-rowcount={queue.total ?? rows.length}
      ref={list}
      tabIndex={-1}
      onFocus={onFocus}
      aria-multiselectable="true"
      data-hidden={hiddenColumns.join(' ')}
    >
      <HeadRow />
      {rows.map((notice, place) => {
        const band = bandAt(place);
        const opens = isBanded && band !== null && band !== bandAt(place - 1);
        return (
          <QueueRow
            key={notice.id}
            notice={notice}
            band={opens ? { name: band, count: rows.filter((_, other) => bandAt(other) === band).length } : null}
            isCursor={place === at}
            isSelected={selected.has(notice.id)}
            present={presence.get(notice.id)}
            onCursor={() => onCursor(place)}
            onToggle={() => onToggle(notice.id)}
            onOpen={onOpen}
          />
        );
      })}
      {queue.more === null ? null : (
        <div className="pad">
          <Button size="small" onPress={queue.more}>
            {t('frame:more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function HeadRow() {
  const t = useWords();
  return (
    <div className="row queue-row head" role="row">
      <span className="queue-select" role="columnheader">
        <span className="visually-hidden">{t('queue:col.selected')}</span>
      </span>
      <span className="kind" role="columnheader">
        {t('queue:col.due')}
      </span>
      <span role="columnheader">{t('queue:col.notice')}</span>
      <span className="queue-count align-end" role="columnheader">
        {t('queue:col.targets')}
      </span>
      <span className="queue-stage" role="columnheader">
        {t('queue:col.stage')}
      </span>
      <span className="queue-who" role="columnheader">
        {t('queue:col.assignee')}
      </span>
    </div>
  );
}
