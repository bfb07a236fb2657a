import { useMay } from '../http/may.js';
import { Instant } from '../parts/Instant.js';
import { useWords, type Words } from '../words/use-words.js';
import { includesText, type Filter } from './list/filter.js';
import type { RecordColumn } from './list/RecordRows.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList, ToQueue } from './list/RecordsList.js';
import { usePages } from './list/use-pages.js';
import { parseNoticeNumber } from './outbox/mail.js';
import { MailDetail } from './outbox/MailDetail.js';
import type { CaughtMail } from '../http/types.js';

/** Mails sent by the embedded server; they went to its own catcher only. */
export function OutboxScreen() {
  const t = useWords();
  const title = t('frame:go.outbox');
  const list = usePages<CaughtMail>('/v1/outbox', {}, { isOn: useMay()('outbox.read') });
  const search: Filter<CaughtMail> = {
    kind: 'text',
    at: 'q',
    label: t('records:outbox.filter'),
    keeps: ({ subject, envelope, text }, q) => includesText([subject, envelope, text], q),
  };
  return (
    <RecordScreen title={title} lead={t('records:outbox.lead')} permission="outbox.read">
      <RecordsList
        label={title}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('records:outbox.failed')}
        empty={t('records:outbox.none')}
        way={<ToQueue />}
        filters={[search]}
        count={(count) => t('records:outbox.count', { count })}
        pane={(row) => <MailDetail mail={row} />}
      />
    </RecordScreen>
  );
}

function buildColumns(t: Words): RecordColumn<CaughtMail>[] {
  return [
    { head: t('records:outbox.sent'), width: '8rem', cell: ({ receivedAt }) => <Instant at={receivedAt} short /> },
    {
      head: t('records:outbox.to'),
      width: 'minmax(10rem, 1fr)',
      className: 'monospace',
      cell: ({ envelope }) => envelope.to.join(', '),
    },
    {
      head: t('records:outbox.subject'),
      width: 'minmax(14rem, 2fr)',
      cell: ({ subject }) => subject ?? t('records:outbox.noSubject'),
    },
    {
      head: t('records:notice'),
      width: '8rem',
      className: 'identifier',
      cell: ({ subject }) => parseNoticeNumber(subject) ?? '',
    },
  ];
}
