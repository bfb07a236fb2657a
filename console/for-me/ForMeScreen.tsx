import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Bar } from '../frame/Bar.js';
import { call } from '../http/call.js';
import { waitingQuery } from '../http/counts.js';
import { useMay } from '../http/may.js';
import { forMeQuery } from '../http/queries.js';
import type { ForMe, ForMeItem } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { formatNumber } from '../parts/format.js';
import { Empty, Loading } from '../parts/Loading.js';
import { lazyDialog } from '../parts/lazy-dialog.js';
import { useRowFocus } from '../parts/use-row-focus.js';
import { MOVE, useShortcuts } from '../state/shortcuts.js';
import { useScreenTitle } from '../state/title.js';
import { OwnExposure } from '../ops/exposure/Exposure.js';
import { useAddress } from '../records/list/use-address.js';
import { useWords } from '../words/use-words.js';
import { ShiftNotes } from '../roster/ShiftNotes.js';
import { ForMeRow } from './ForMeRow.js';
import { openOwnDialog } from '../frame/OwnDialogs.js';
import { Checklist } from '../help/Checklist.js';
import { toItemAddress } from './link.js';

const ShiftNoteDialog = lazyDialog(() => import('../roster/ShiftNoteDialog.js'), 'roster');
const RemindDialog = lazyDialog(() => import('./RemindDialog.js'), 'for-me', 'intake');

export function ForMeScreen() {
  const t = useWords();
  const title = t('frame:go.forMe');
  useScreenTitle(title);
  const [isHandingOver, setHandingOver] = useState(false);
  const mayHandOver = useMay()('notice.read_facts');
  const query = useQuery(forMeQuery);
  const [{ open: at, unread: only }, change] = useAddress();
  const items = (query.data?.items ?? []).filter(({ unread, key }) => only !== 'true' || unread || key === at);
  const list = useList(items, { at, move: (key) => change({ open: key }) });
  return (
    <>
      <Bar>
        <h1 className="where">{title}</h1>
        <span className="muted long cut number">
          {query.data === undefined
            ? ''
            : t('for-me:summary', { count: query.data.items.length, unread: formatNumber(query.data.unread) })}
        </span>
        {mayHandOver ? (
          <Button size="small" hasPopup="dialog" onPress={() => setHandingOver(true)}>
            {t('roster:note.write')}
          </Button>
        ) : null}
        <Button size="small" hasPopup="dialog" onPress={() => openOwnDialog('notifications')}>
          {t('for-me:notify.open')}
        </Button>
        {isHandingOver ? <ShiftNoteDialog onClose={() => setHandingOver(false)} /> : null}
        {list.reminding === null ? null : (
          <RemindDialog item={list.reminding} onClose={() => list.setReminding(null)} />
        )}
      </Bar>
      <div className="split for-me">
        <section className="list" aria-label={t('for-me:list')}>
          <Checklist />
          <ShiftNotes />
          <OwnExposure />
          <Chips forMe={query.data} isUnreadOnly={only === 'true'} onChange={(unread) => change({ unread })} />
          {query.data === undefined ? (
            <Loading query={query} failed={t('for-me:failed')} className="row queue-row" rows={8} />
          ) : items.length === 0 ? (
            <Empty>
              <p>{t(only === 'true' ? 'for-me:noneUnread' : 'for-me:none')}</p>
            </Empty>
          ) : (
            <Rows items={items} list={list} />
          )}
        </section>
      </div>
    </>
  );
}

type List = ReturnType<typeof useList>;

function useList(items: readonly ForMeItem[], { at, move }: { at: string | undefined; move: (key: string) => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const mark = useMark();
  const [reminding, setReminding] = useState<ForMeItem | null>(null);
  const rows = useRef<HTMLDivElement>(null);
  const focus = useRowFocus(rows);
  const place = Math.max(
    0,
    items.findIndex(({ key }) => key === at),
  );
  const current = items[place];
  const moveTo = (to: number) => {
    const next = items[Math.min(Math.max(to, 0), items.length - 1)];
    focus.take();
    if (next !== undefined) move(next.key);
  };
  const open = (item = current) => {
    if (item === undefined) return;
    if (item.unread) void mark([item], true);
    void navigate({ href: toItemAddress(item) });
  };
  const group = items.filter(({ kind, unread }) => unread && kind === current?.kind);
  const whyNone = current === undefined ? '' : null;
  useShortcuts([
    { id: 'next', label: t('for-me:cmd.next'), keys: 'j | ArrowDown', run: () => moveTo(place + 1), ...MOVE },
    { id: 'previous', label: t('for-me:cmd.previous'), keys: 'k | ArrowUp', run: () => moveTo(place - 1), ...MOVE },
    { id: 'open', label: t('for-me:cmd.open'), keys: 'Enter', run: () => open(), why: whyNone },
    {
      id: 'unread',
      label: t('for-me:cmd.unread'),
      keys: 'u',
      run: () => current !== undefined && void mark([current], current.unread),
      why: whyNone,
    },
    {
      id: 'remind',
      label: t('for-me:cmd.remind'),
      keys: 's',
      run: () => current !== undefined && setReminding(current),
      why: whyNone,
    },
    {
      id: 'group-read',
      label: t('for-me:cmd.group'),
      keys: 'Shift+E',
      run: () => void mark(group, true),
      why: group.length === 0 ? '' : null,
    },
  ]);
  return { rows, focus, place, moveTo, open, reminding, setReminding };
}

/** Marks items as read or unread, on screen at once. */
function useMark() {
  const queries = useQueryClient();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  return async (items: readonly ForMeItem[], seen: boolean) => {
    const keys = new Set(items.map(({ key }) => key));
    await queries.cancelQueries({ queryKey: forMeQuery.queryKey });
    queries.setQueryData(forMeQuery.queryKey, (before) => before && setUnread(before, keys, !seen));
    // In the order of the key presses.
    const sent = last.current.then(() => call('POST', '/v1/me/seen', { body: { items: [...keys], seen } }));
    last.current = sent.catch(() => undefined);
    try {
      await sent;
    } finally {
      await queries.invalidateQueries({ queryKey: forMeQuery.queryKey });
      await queries.invalidateQueries({ queryKey: waitingQuery('unread').queryKey });
    }
  };
}

function setUnread(before: ForMe, keys: ReadonlySet<string>, unread: boolean): ForMe {
  const items = before.items.map((item) => (keys.has(item.key) ? { ...item, unread } : item));
  return { ...before, items, unread: items.filter((item) => item.unread).length };
}

interface ChipsProps {
  forMe: ForMe | undefined;
  isUnreadOnly: boolean;
  onChange: (unread: string) => void;
}

function Chips({ forMe, isUnreadOnly, onChange }: ChipsProps) {
  const t = useWords();
  const chip = (label: string, { count, isOn, to }: { count: number | undefined; isOn: boolean; to: string }) => (
    <button type="button" className="chip" aria-pressed={isOn} onClick={() => onChange(to)}>
      {label} {count === undefined ? null : <span className="number">{formatNumber(count)}</span>}
    </button>
  );
  return (
    <div className="filters chips">
      {chip(t('for-me:all'), { count: forMe?.items.length, isOn: !isUnreadOnly, to: '' })}
      {chip(t('for-me:unreadOnly'), { count: forMe?.unread, isOn: isUnreadOnly, to: 'true' })}
    </div>
  );
}

function Rows({ items, list: { rows, focus, place, moveTo, open } }: { items: readonly ForMeItem[]; list: List }) {
  const t = useWords();
  return (
    <div
      className="rows print-whole"
      role="grid"
      aria-label={t('for-me:list')}
      aria-rowcount={items.length}
      ref={rows}
      tabIndex={-1}
      onFocus={focus.onFocus}
    >
      {items.map((item, at) => (
        <ForMeRow
          key={item.key}
          item={item}
          count={items[at - 1]?.kind === item.kind ? null : items.filter(({ kind }) => kind === item.kind).length}
          isCursor={at === place}
          onCursor={() => moveTo(at)}
          onOpen={() => open(item)}
        />
      ))}
    </div>
  );
}
