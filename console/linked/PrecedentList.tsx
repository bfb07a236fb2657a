import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { precedentsView } from '../../contract/review/precedents.js';
import { read } from '../http/call.js';
import type { Notice } from '../http/types.js';
import { ActionLabel } from '../parts/Action.js';
import { formatNumber } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { Tag } from '../parts/Tag.js';
import { Loading } from '../parts/Loading.js';
import { useWords } from '../words/use-words.js';

type View = z.infer<typeof precedentsView>;

/** Earlier notices of the same authority and law or with a similar subject, with what became of them and why. */
export function PrecedentList({ notice }: { notice: Notice }) {
  const t = useWords();
  const precedents = useQuery({
    queryKey: ['notice', notice.id, 'precedents'],
    queryFn: ({ signal }) => read<View>(`/v1/notices/${notice.id}/precedents`, { signal }),
    staleTime: 60_000,
  });
  return (
    <section aria-labelledby="linked-precedents">
      <div className="section-head">
        <h2 id="linked-precedents">{t('linked:precedents.title')}</h2>
      </div>
      {precedents.data === undefined ? (
        <Loading query={precedents} failed={t('linked:precedents.failed')} rows={3} />
      ) : precedents.data.items.length + precedents.data.imported.length === 0 ? (
        <p className="muted">{t('linked:precedents.none')}</p>
      ) : (
        <ul className="entries">
          {precedents.data.items.map((one) => (
            <Precedent key={one.notice} one={one} />
          ))}
          {precedents.data.imported.map((one) => (
            <ImportedPrecedent key={one.id} one={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ImportedPrecedent({ one }: { one: View['imported'][number] }) {
  const t = useWords();
  return (
    <li className="link-entry">
      <span className="muted">
        {t('linked:precedents.law')}
        <br />
        <Instant at={one.receivedAt} short />
      </span>
      <div>
        <Link to="/imported" search={{ q: one.externalId, open: one.id }}>
          <b>{one.externalId}</b>
        </Link>{' '}
        <Tag>{t('linked:precedents.imported')}</Tag> <span dir="auto">{one.subject}</span>{' '}
        <span className="faint">
          {one.source}
          {one.outcome === null ? '' : `, ${t(`words:outcome.${one.outcome}`)}`}
        </span>
        {one.decisions.map(({ action, count }) => (
          <p key={action} className="fine">
            <ActionLabel action={action} /> <span className="number">{formatNumber(count)}</span>
          </p>
        ))}
      </div>
    </li>
  );
}

function Precedent({ one }: { one: View['items'][number] }) {
  const t = useWords();
  return (
    <li className="link-entry">
      <span className="muted">
        {t(`linked:precedents.${one.because}`)}
        <br />
        <Instant at={one.receivedAt} short />
      </span>
      <div>
        <Link to="/notices/$id" params={{ id: one.notice }}>
          <b>{one.number}</b>
        </Link>{' '}
        <span dir="auto">{one.subject}</span>{' '}
        <span className="faint">
          {one.authority}
          {one.outcome === null ? '' : `, ${t(`words:outcome.${one.outcome}`)}`}
        </span>
        {one.decisions.length === 0 ? <p className="muted fine">{t('linked:precedents.undecided')}</p> : null}
        {one.decisions.map(({ action, count, grounds, note }) => (
          <p key={action} className="fine">
            <ActionLabel action={action} /> <span className="number">{formatNumber(count)}</span>{' '}
            <span className="muted">{grounds.map((ground) => t(`words:ground.${ground}`)).join(', ')}</span>
            {note === '' ? null : (
              <span className="muted" dir="auto">
                {' '}
                {t('linked:precedents.note')}: “{note}”
              </span>
            )}
          </p>
        ))}
      </div>
    </li>
  );
}
