import { useMemo } from 'react';
import { useColleagues } from '../http/colleagues.js';
import { Button } from '../parts/Button.js';
import { Instant } from '../parts/Instant.js';
import { Menu } from '../parts/Menu.js';
import { useWords } from '../words/use-words.js';
import { ACTIONS, actionName, useAuditText } from './audit/audit-text.js';
import { toAuditEntry, type ShownAuditEntry, type AuditItem } from './audit/entry.js';
import { EntryDetail } from './audit/EntryDetail.js';
import type { Column } from './list/column.js';
import { FilterField } from './list/FilterField.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { usePages } from './list/use-pages.js';

export function AuditScreen() {
  const t = useWords();
  const title = t('frame:go.audit');
  return (
    <RecordScreen title={title} lead={t('records:audit.lead')} permission="audit.read">
      <Log title={title} />
    </RecordScreen>
  );
}

function Log({ title }: { title: string }) {
  const t = useWords();
  const textOf = useAuditText();
  const [{ notice = '', action = '', actor = '', order = '', q = '' }, change] = useAddress();
  const filters = { order: order === '' ? 'newest' : order, notice, action, actor, q };
  const list = usePages<AuditItem>('/v1/audit', filters);
  const rows = useMemo(() => list.rows.flatMap((item) => toAuditEntry(item) ?? []), [list.rows]);
  const gone = list.rows.length - rows.length;
  const columns: Column<ShownAuditEntry>[] = [
    {
      head: t('records:audit.seq'),
      width: '4.5rem',
      end: true,
      cell: ({ seq }) => <span className="number">{seq}</span>,
    },
    { head: t('records:audit.at'), width: '9.5rem', cell: ({ at }) => <Instant at={at} short seconds /> },
    { head: t('records:audit.actor'), width: '9rem', cell: (row) => <span dir="auto">{row.actor.name}</span> },
    {
      head: t('records:audit.what'),
      width: 'minmax(12rem, 1fr)',
      cell: (row) => <span dir="auto">{textOf(row)}</span>,
    },
    {
      head: t('records:notice'),
      width: '8rem',
      cell: ({ number }) => <span className="identifier">{number ?? ''}</span>,
    },
  ];
  const isNarrowed = notice !== '' || action !== '' || actor !== '' || q !== '';
  const clear = () => change({ notice: '', action: '', actor: '', q: '', open: '' });
  return (
    <RecordsList
      label={title}
      list={{ ...list, rows }}
      columns={columns}
      keyOf={({ seq }) => String(seq)}
      failed={t('records:audit.failed')}
      paneLabel={t('records:pane')}
      pane={(row) => <EntryDetail entry={row} text={textOf(row)} />}
      filters={
        <>
          <AuditFilters total={list.total} />
          {gone === 0 ? null : <p className="muted fine">{t('records:audit.erased', { count: gone })}</p>}
        </>
      }
      empty={
        <div className="none stack">
          <p>{isNarrowed ? t('records:noneMatch') : t('records:audit.none')}</p>
          {isNarrowed ? <Button onPress={clear}>{t('queue:clear')}</Button> : null}
        </div>
      }
    />
  );
}

function AuditFilters({ total }: { total: number | null }) {
  const t = useWords();
  const [{ action = '', actor = '', order = '', q = '' }, change] = useAddress();
  const any = { value: '', label: t('queue:any') };
  const colleagues = useColleagues();
  return (
    <div className="filters no-print" role="search">
      <FilterField
        value={q}
        label={t('records:audit.filter')}
        placeholder={t('records:audit.filterHint')}
        onChange={(text) => change({ q: text, open: '' })}
      />
      <Menu
        label={t('records:audit.action')}
        value={action}
        options={[any, ...ACTIONS.map((value) => ({ value, label: actionName(value, t) })).sort(byLabel)]}
        onChange={(value) => change({ action: value, open: '' })}
      />
      <Menu
        label={t('records:audit.actor')}
        value={actor}
        options={[
          any,
          { value: 'notice-desk', label: t('frame:name') },
          ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(value) => change({ actor: value, open: '' })}
      />
      <span className="push muted number">{total === null ? '' : t('records:audit.count', { count: total })}</span>
      <Menu
        label={t('queue:f.sort')}
        value={order === '' ? 'newest' : order}
        options={[
          { value: 'newest', label: t('records:audit.newest') },
          { value: 'oldest', label: t('records:audit.oldest') },
        ]}
        onChange={(value) => change({ order: value === 'newest' ? '' : value, open: '' })}
        bare
      />
    </div>
  );
}

const byLabel = (one: { label: string }, other: { label: string }) => one.label.localeCompare(other.label);
