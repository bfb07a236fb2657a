import { useMemo, useState } from 'react';
import { useColleagues } from '../http/colleagues.js';
import { useMay } from '../http/may.js';
import { Instant } from '../parts/Instant.js';
import { useWords, type Words } from '../words/use-words.js';
import { ACTIONS, actionName, findActionsCalled, useAuditText, auditLines } from './audit/audit-text.js';
import { toAuditEntry, type ShownAuditEntry, type AuditItem, canonicalText } from './audit/entry.js';
import type { Filter } from './list/filter.js';
import type { RecordColumn } from './list/RecordRows.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { usePages } from './list/use-pages.js';
import { Button } from '../parts/Button.js';
import { Fact } from '../parts/Fact.js';
import { formatDay, formatTime } from '../parts/format.js';
import { CopyButton } from './list/CopyButton.js';
import { formatValueName } from './list/find-name.js';
import { NoticeNumberLink } from './list/NoticeLink.js';

type TextOf = (entry: ShownAuditEntry) => string;

export function AuditScreen() {
  const t = useWords();
  const title = t('frame:go.audit');
  const textOf = useAuditText();
  const [{ notice, action, actor, order = 'newest', q }] = useAddress();
  const isOn = useMay()('audit.read');
  const called = findActionsCalled(q ?? '', t).join(',');
  const list = usePages<AuditItem>('/v1/audit', { order, notice, action, actor, q, called }, { isOn });
  const rows = useMemo(() => list.rows.flatMap((item) => toAuditEntry(item) ?? []), [list.rows]);
  const erased = list.rows.length - rows.length;
  const filters = useAuditFilters(t);
  return (
    <RecordScreen title={title} lead={t('records:audit.lead')} permission="audit.read">
      <RecordsList
        label={title}
        list={{ ...list, rows }}
        columns={buildColumns(t, textOf)}
        keyOf={({ seq }) => String(seq)}
        failed={t('records:audit.failed')}
        empty={t('records:audit.none')}
        filters={filters}
        count={(count) => t('records:audit.count', { count })}
        tools={erased === 0 ? null : <p className="muted fine">{t('records:audit.erased', { count: erased })}</p>}
        pane={(row) => <EntryDetail entry={row} text={textOf(row)} />}
      />
    </RecordScreen>
  );
}

function buildColumns(t: Words, textOf: TextOf): RecordColumn<ShownAuditEntry>[] {
  return [
    { head: t('records:audit.seq'), width: '4.5rem', end: true, className: 'number', cell: ({ seq }) => seq },
    { head: t('records:audit.at'), width: '9.5rem', cell: ({ at }) => <Instant at={at} short seconds /> },
    { head: t('records:audit.actor'), width: '9rem', cell: (row) => row.actor.name },
    { head: t('records:audit.what'), width: 'minmax(12rem, 1fr)', cell: (row) => textOf(row) },
    { head: t('records:notice'), width: '8rem', className: 'identifier', cell: ({ number }) => number ?? '' },
  ];
}

function useAuditFilters(t: Words): Filter<ShownAuditEntry>[] {
  const colleagues = useColleagues().map(({ id, name }) => ({ value: id, label: name }));
  const actions = ACTIONS.map((value) => ({ value, label: actionName(value, t) }));
  return [
    { kind: 'link', at: 'notice', label: t('records:notice') },
    { kind: 'text', at: 'q', label: t('records:audit.filter'), hint: t('records:audit.filterHint') },
    {
      kind: 'menu',
      at: 'action',
      label: t('records:audit.action'),
      options: actions.toSorted((one, other) => one.label.localeCompare(other.label)),
    },
    {
      kind: 'menu',
      at: 'actor',
      label: t('records:audit.actor'),
      options: [{ value: 'notice-desk', label: t('frame:name') }, ...colleagues],
    },
    {
      kind: 'menu',
      at: 'order',
      label: t('queue:f.sort'),
      usual: 'newest',
      bare: true,
      options: (['newest', 'oldest'] as const).map((value) => ({ value, label: t(`records:audit.${value}`) })),
    },
  ];
}

function EntryDetail({ entry, text }: { entry: ShownAuditEntry; text: string }) {
  const t = useWords();
  const [isWhole, setWhole] = useState(false);
  const canonical = canonicalText(entry.kept);
  const { actor, notice, number } = entry;
  return (
    <>
      <section>
        <div className="heading">{t('records:audit.entry', { seq: entry.seq })}</div>
        <h2 className="title" dir="auto">
          {text}
        </h2>
        <dl className="key-values">
          <Fact name={t('records:audit.at')}>{`${formatDay(entry.at)}, ${formatTime(Date.parse(entry.at))}`}</Fact>
          <Fact name={t('records:audit.actor')}>
            <span dir="auto">{actor.name}</span>, {formatValueName(t, 'records:actorKind', actor.kind)}
          </Fact>
          <Fact name={t('records:notice')}>
            {notice === null ? null : (
              <>
                <NoticeNumberLink id={notice} number={number ?? notice} />{' '}
                <NoticeNumberLink id={notice} number={t('records:audit.timeline')} tab="timeline" />
              </>
            )}
          </Fact>
          <Fact name={t('records:audit.version')} className="number">
            {entry.version}
          </Fact>
          <Fact name={t('records:audit.leaf')} className="identifier">
            {entry.leafHash}
          </Fact>
          {auditLines(entry, t).map(({ name, value }) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
        </dl>
      </section>
      <section>
        <Button size="small" expanded={isWhole} onPress={() => setWhole(!isWhole)}>
          {t('records:audit.canonical')}
        </Button>
        {isWhole ? (
          <>
            <p>
              <CopyButton text={canonical} what={t('records:audit.entryWord')} />
            </p>
            <pre tabIndex={0} role="region" aria-label={t('records:audit.canonical')} className="plain" dir="ltr">
              {canonical}
            </pre>
          </>
        ) : null}
      </section>
    </>
  );
}
