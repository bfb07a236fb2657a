import { Fragment, useState } from 'react';
import { Button } from '../../parts/Button.js';
import { formatInstant, formatTime } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { CopyButton } from '../list/CopyButton.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeNumberLink } from '../list/NoticeLink.js';
import { auditLines } from './audit-text.js';
import { canonicalText, type ShownAuditEntry } from './entry.js';

export function EntryDetail({ entry, text }: { entry: ShownAuditEntry; text: string }) {
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
          <dt>{t('records:audit.at')}</dt>
          <dd>
            {formatInstant(entry.at)}, {formatTime(Date.parse(entry.at))}
          </dd>
          <dt>{t('records:audit.actor')}</dt>
          <dd>
            <span dir="auto">{actor.name}</span>, {formatValueName(t, 'records:actorKind', actor.kind)}
          </dd>
          {notice === null ? null : (
            <>
              <dt>{t('records:notice')}</dt>
              <dd>
                <NoticeNumberLink id={notice} number={number ?? notice} />{' '}
                <NoticeNumberLink id={notice} number={t('records:audit.timeline')} tab="timeline" />
              </dd>
            </>
          )}
          {entry.version === null ? null : (
            <>
              <dt>{t('records:audit.version')}</dt>
              <dd className="number">{entry.version}</dd>
            </>
          )}
          <dt>{t('records:audit.leaf')}</dt>
          <dd className="identifier">{entry.leafHash}</dd>
          {auditLines(entry, t).map(({ name, value }) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </Fragment>
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
