import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useState, useRef } from 'react';
import { clocksQuery } from '../http/queries.js';
import type { Clock, Notice } from '../http/types.js';
import { Failure } from '../parts/Failure.js';
import { formatDay, formatNumber } from '../parts/format.js';
import { Skeleton } from '../parts/Skeleton.js';
import { NoticeTimeline } from '../charts/notice/NoticeTimeline.js';
import { Entry } from './Entry.js';
import { GROUPS, isInGroup, type Group } from './groups.js';
import { useTimeline } from './use-timeline.js';
import { useOpenNotice } from '../notice/open-notice.js';
import { CommandFields } from '../forms/CommandDialog.js';
import { Tick } from '../forms/choices.js';
import { TextField } from '../forms/TextField.js';
import { useNoticeForm, type CommandForm } from '../forms/use-command-form.js';
import { Button } from '../parts/Button.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';

export function TimelineTab() {
  const notice = useOpenNotice();
  const t = useWords();
  const wanted = parseSeq(useLocation().hash);
  const [order, setOrder] = useState<'newest' | 'oldest'>('newest');
  const [group, setGroup] = useState<Group>('all');
  const clocks = useQuery(clocksQuery(notice.id)).data?.items ?? [];
  const timeline = useTimeline(notice.id, order, wanted);
  const shown = timeline.entries.filter((entry) => isInGroup(group, entry));
  return (
    <div className="read timeline print-flow">
      <NoticeTimeline notice={notice} clocks={clocks} />
      <Filters
        entries={timeline.entries}
        group={group}
        onGroup={setGroup}
        order={order}
        onOrder={setOrder}
        url={notice.workflow.url}
      />
      <AddNote notice={notice} />
      {timeline.error === null ? null : (
        <div className="pad">
          <Failure title={t('timeline:failed')} error={timeline.error} onRetry={timeline.retry} />
        </div>
      )}
      {timeline.isLoading ? <Skeleton rows={10} /> : null}
      {!timeline.isLoading && shown.length === 0 && timeline.error === null ? (
        <p className="pad muted">{t('timeline:none')}</p>
      ) : null}
      <Spine entries={shown} wanted={wanted} url={notice.workflow.url} clocks={clocks} />
      {timeline.more === null ? null : (
        <div className="pad">
          <p className="print-only">{t('timeline:printedPart')}</p>
          <Button
            className="no-print"
            onPress={timeline.more}
            busy={timeline.isFetchingMore ? t('frame:loading') : null}
          >
            {t(order === 'newest' ? 'timeline:more' : 'frame:more')}
          </Button>
        </div>
      )}
    </div>
  );
}

const parseSeq = (hash: string) => (/^\d+$/.test(hash) ? Number(hash) : null);

type Entries = ReturnType<typeof useTimeline>['entries'];

interface SpineProps {
  entries: Entries;
  wanted: number | null;
  url: string | null;
  clocks: readonly Clock[];
}

function Spine({ entries, wanted, url, clocks }: SpineProps) {
  const t = useWords();
  const isThere = entries.some(({ seq }) => seq === wanted);
  useEffect(() => {
    if (isThere) document.getElementById(String(wanted))?.scrollIntoView({ block: 'center' });
  }, [isThere, wanted]);
  return (
    <ol className="entries spine" aria-label={t('timeline:label')}>
      {entries.map((entry, place) => {
        const day = formatDay(entry.at);
        const before = entries[place - 1];
        const opens = before === undefined || formatDay(before.at) !== day;
        return (
          <Entry
            key={entry.seq}
            entry={entry}
            day={opens ? day : null}
            isWanted={entry.seq === wanted}
            url={url}
            clocks={clocks}
          />
        );
      })}
    </ol>
  );
}

interface FiltersProps {
  entries: Entries;
  group: Group;
  onGroup: (group: Group) => void;
  order: 'newest' | 'oldest';
  onOrder: (order: 'newest' | 'oldest') => void;
  url: string | null;
}

function Filters({ entries, group, onGroup, order, onOrder, url }: FiltersProps) {
  const t = useWords();
  return (
    <div className="filters no-print" role="search" aria-label={t('timeline:filter')}>
      {GROUPS.map((each) => (
        <button key={each} type="button" className="chip" aria-pressed={group === each} onClick={() => onGroup(each)}>
          {t(`timeline:group.${each}`)}{' '}
          <span className="number">{formatNumber(entries.filter((entry) => isInGroup(each, entry)).length)}</span>
        </button>
      ))}
      <span className="push" />
      <button
        type="button"
        className="chip"
        aria-pressed={order === 'newest'}
        onClick={() => onOrder(order === 'newest' ? 'oldest' : 'newest')}
      >
        {t('timeline:newest')}
      </button>
      <Button size="small" variant="quiet" onPress={() => window.print()}>
        {t('timeline:print')}
      </Button>
      {url === null ? null : (
        <a className="button small quiet" href={url} target="_blank" rel="noreferrer">
          {t('timeline:engine')}
        </a>
      )}
    </div>
  );
}

const EMPTY = { text: '', outward: false };

function AddNote({ notice }: { notice: Notice }) {
  const t = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const may = notice.allowedCommands.includes('annotate');
  const form: CommandForm<typeof EMPTY> = useNoticeForm(notice.id, 'annotate', {
    start: EMPTY,
    body: ({ text, outward }) => ({ text: text.trim(), audience: outward ? 'outward' : 'internal' }),
    missing: t('timeline:addWhy'),
    done: t('timeline:added'),
    onDone: () => form.change(EMPTY),
  });
  useShortcuts(
    may ? [{ id: 'write-note', label: t('timeline:add'), keys: 'n', run: () => field.current?.focus() }] : [],
  );
  if (!may) return <p className="pad why no-print">{t('timeline:no')}</p>;
  return (
    <div className="stack pad note-form no-print">
      <CommandFields form={form} failed={t('timeline:notAdded')}>
        <TextField
          label={t('timeline:add')}
          rows={form.values.text === '' ? 1 : 3}
          areaRef={field}
          {...form.field('text')}
        />
        <div className="acts">
          <Button why={form.why} busy={form.isPending ? t('timeline:add') : null} onPress={form.send}>
            {t('timeline:add')}
          </Button>
          <Tick label={t('timeline:outward')} {...form.field('outward')} />
          <span className="why">{t('timeline:addHelp')}</span>
        </div>
      </CommandFields>
    </div>
  );
}
