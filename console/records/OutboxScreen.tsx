import { Link } from '@tanstack/react-router';
import { Instant } from '../parts/Instant.js';
import { useWords } from '../words/use-words.js';
import type { Column } from './list/column.js';
import { FilterField } from './list/FilterField.js';
import { includesText } from './list/includes-text.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { usePages } from './list/use-pages.js';
import { parseNoticeNumber, type CaughtMail } from './outbox/mail.js';
import { MailDetail } from './outbox/MailDetail.js';

/** Mails sent by the embedded server; they went to its own catcher only. */
export function OutboxScreen() {
  const t = useWords();
  const title = t('frame:go.outbox');
  return (
    <RecordScreen title={title} lead={t('records:outbox.lead')} permission="outbox.read">
      <Mails title={title} />
    </RecordScreen>
  );
}

function Mails({ title }: { title: string }) {
  const t = useWords();
  const [{ q = '' }, change] = useAddress();
  const list = usePages<CaughtMail>('/v1/outbox');
  const shown = list.rows.filter(({ subject, envelope, text }) => includesText([subject, envelope, text], q));
  const columns: Column<CaughtMail>[] = [
    { head: t('records:outbox.sent'), width: '8rem', cell: ({ receivedAt }) => <Instant at={receivedAt} short /> },
    {
      head: t('records:outbox.to'),
      width: 'minmax(10rem, 1fr)',
      cell: ({ envelope }) => <span className="monospace">{envelope.to.join(', ')}</span>,
    },
    {
      head: t('records:outbox.subject'),
      width: 'minmax(14rem, 2fr)',
      cell: ({ subject }) => <span dir="auto">{subject ?? t('records:outbox.noSubject')}</span>,
    },
    {
      head: t('records:notice'),
      width: '8rem',
      cell: ({ subject }) => <span className="identifier">{parseNoticeNumber(subject) ?? ''}</span>,
    },
  ];
  return (
    <RecordsList
      label={title}
      list={list}
      shown={shown}
      columns={columns}
      keyOf={({ id }) => id}
      failed={t('records:outbox.failed')}
      paneLabel={t('records:pane')}
      pane={(row) => <MailDetail mail={row} />}
      filters={
        <div className="filters no-print" role="search">
          <FilterField
            value={q}
            label={t('records:outbox.filter')}
            placeholder={t('queue:filter')}
            onChange={(text) => change({ q: text, open: '' })}
          />
          {q !== '' && list.more !== null ? (
            <span className="muted">{t('records:outbox.filteredOf', { count: list.rows.length })}</span>
          ) : null}
          <span className="push muted number">
            {list.total === null ? '' : t('records:outbox.count', { count: list.total })}
          </span>
        </div>
      }
      empty={
        <div className="none stack">
          <p>{q === '' ? t('records:outbox.none') : t('records:noneMatch')}</p>
          <Link className="button" to={q === '' ? '/' : '.'} search={{} as never}>
            {q === '' ? t('frame:notFound.back') : t('queue:clear')}
          </Link>
        </div>
      }
    />
  );
}
