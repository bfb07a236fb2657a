import { useMay } from '../http/may.js';
import { useWords, type Words } from '../words/use-words.js';
import { includesText, type Filter } from './list/filter.js';
import type { RecordColumn } from './list/RecordRows.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList, ToQueue } from './list/RecordsList.js';
import { usePages } from './list/use-pages.js';
import { parseNoticeNumber, headerLines } from './outbox/mail.js';
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { Fact } from '../parts/Fact.js';
import { Instant } from '../parts/Instant.js';
import { MessageId } from './list/CopyButton.js';
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

/** One mail with text, headers and raw bytes. Always plain text: HTML of a mail is never rendered. */
function MailDetail({ mail }: { mail: CaughtMail }) {
  const t = useWords();
  const [part, setPart] = useState<'text' | 'headers' | 'raw'>('text');
  const number = parseNoticeNumber(mail.subject);
  return (
    <>
      <section>
        <div className="heading">
          <Instant at={mail.receivedAt} />
        </div>
        <h2 className="title" dir="auto">
          {mail.subject ?? t('records:outbox.noSubject')}
        </h2>
        <dl className="key-values">
          <Fact name={t('records:outbox.from')} className="monospace plain">
            {mail.envelope.from}
          </Fact>
          <Fact name={t('records:outbox.to')} className="monospace plain">
            {mail.envelope.to.join(', ')}
          </Fact>
          <MessageId id={mail.messageId} />
          <Fact name={t('records:notice')}>
            {number === null ? null : (
              <Link to="/" search={{ q: number }}>
                {number}
              </Link>
            )}
          </Fact>
        </dl>
      </section>
      <section>
        <div className="segments" role="group" aria-label={t('records:outbox.parts')}>
          {(['text', 'headers', 'raw'] as const).map((name) => (
            <button type="button" key={name} aria-pressed={part === name} onClick={() => setPart(name)}>
              {t(`records:outbox.part.${name}`)}
            </button>
          ))}
        </div>
        <Part mail={mail} part={part} />
      </section>
    </>
  );
}

function Part({ mail, part }: { mail: CaughtMail; part: 'text' | 'headers' | 'raw' }) {
  const t = useWords();
  if (part === 'headers') {
    return (
      <dl className="record-headers">
        {headerLines(mail.headers).map(([name, value], place) => (
          <div key={place}>
            <dt className="monospace faint">{name}</dt>
            <dd className="plain" dir="auto">
              {value}
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  const text = part === 'raw' ? mail.raw : mail.text;
  if (text === null || text === '')
    return <p className="muted">{mail.html === null ? t('records:outbox.noText') : t('records:outbox.htmlOnly')}</p>;
  return (
    <pre className="plain" tabIndex={0} role="region" aria-label={t(`records:outbox.part.${part}`)} dir="auto">
      {text}
    </pre>
  );
}
