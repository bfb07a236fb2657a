import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { Fact } from '../../parts/Fact.js';
import { Instant } from '../../parts/Instant.js';
import { useWords } from '../../words/use-words.js';
import { MessageId } from '../list/CopyButton.js';
import { headerLines, parseNoticeNumber } from './mail.js';
import type { CaughtMail } from '../../http/types.js';

/** One mail with text, headers and raw bytes. Always plain text: HTML of a mail is never rendered. */
export function MailDetail({ mail }: { mail: CaughtMail }) {
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
