import { useState } from 'react';
import { Button } from '../../parts/Button.js';
import { Fact } from '../../parts/Fact.js';
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
          <Fact name={t('records:audit.at')}>{`${formatInstant(entry.at)}, ${formatTime(Date.parse(entry.at))}`}</Fact>
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
