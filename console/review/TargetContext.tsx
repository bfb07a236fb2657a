import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { targetContextView } from '../../contract/review/precedents.js';
import { decisionText } from '../approval/decision-text.js';
import { read } from '../http/call.js';
import { useMay } from '../http/may.js';
import type { Notice, Target } from '../http/types.js';
import { ActionLabel } from '../parts/Action.js';
import { Fact } from '../parts/Fact.js';
import { Failure } from '../parts/Failure.js';
import { formatLanguage } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { useSettled } from '../state/settled.js';
import { ShownContent } from './ShownContent.js';
import { useWords } from '../words/use-words.js';

type View = z.infer<typeof targetContextView>;

/** What the platform knows of a target, and what was decided on it in other notices. */
export default function TargetContext({ notice, target }: { notice: Notice; target: Target }) {
  const t = useWords();
  // The cursor passes over many targets; only the one it rests on is looked up.
  const no = useSettled(String(target.no));
  const mayReadContent = useMay()('notice.read_documents');
  const { data, error } = useQuery({
    queryKey: ['notice', notice.id, 'targets', 'context', no],
    queryFn: ({ signal }) => read<View>(`/v1/notices/${notice.id}/targets/${no}/context`, { signal, background: true }),
    staleTime: 60_000,
  });
  if (error !== null) return <Failure title={t('review:context.failed')} error={error} />;
  if (data === undefined || no !== String(target.no)) return null;
  const { platform, notices, total, imported } = data;
  return (
    <>
      <dl className="key-values fine" aria-label={t('review:context.label')}>
        <Fact name={t('review:context.platform')}>
          {t(`review:context.${platform.exists === null ? 'unchecked' : platform.exists ? 'known' : 'unknown'}`)}
          {platform.exists === null || platform.checkedAt === null ? null : (
            <span className="muted">
              , {t('review:context.checked')} <Instant at={platform.checkedAt} short />
            </span>
          )}
        </Fact>
        {platform.language === null ? null : (
          <Fact name={t('review:context.language')}>{formatLanguage(platform.language)}</Fact>
        )}
        {notices.length === 0 ? null : (
          <Fact name={t('review:context.notices')}>
            <ul>
              {notices.map((other) => (
                <OtherNotice key={other.notice} other={other} locator={target.locator} />
              ))}
            </ul>
            {total > notices.length ? (
              <span className="muted">{t('review:context.more', { count: total - notices.length })}</span>
            ) : null}
          </Fact>
        )}
        {imported.length === 0 ? null : (
          <Fact name={t('review:context.imported')}>
            <ul>
              {imported.map((one) => (
                <ImportedCase key={one.id} one={one} />
              ))}
            </ul>
          </Fact>
        )}
      </dl>
      {mayReadContent ? <ShownContent key={target.no} notice={notice.id} no={target.no} /> : null}
    </>
  );
}

function ImportedCase({ one: { id, source, externalId, authority, decision } }: { one: View['imported'][number] }) {
  const t = useWords();
  return (
    <li title={authority}>
      <Link to="/imported" search={{ q: externalId, open: id }}>
        {externalId}
      </Link>{' '}
      <span className="muted">{source}</span>{' '}
      {decision === null ? (
        <span className="muted">{t('review:context.undecided')}</span>
      ) : (
        <>
          <ActionLabel action={decision.action} />{' '}
          {decision.at === null ? null : <Instant className="muted" at={decision.at} short />}
          {decision.note === '' ? null : (
            <p className="muted" dir="auto">
              {decision.note}
            </p>
          )}
        </>
      )}
    </li>
  );
}

function OtherNotice({ other, locator }: { other: View['notices'][number]; locator: string }) {
  const t = useWords();
  const { notice, number, authority, decision } = other;
  return (
    <li title={authority}>
      <Link to="/notices/$id" params={{ id: notice }} search={{ q: locator }}>
        {number}
      </Link>{' '}
      {decision === null ? (
        <span className="muted">{t('review:context.undecided')}</span>
      ) : (
        <>
          <ActionLabel action={decision.action} />{' '}
          {decision.status === 'restored' || decision.status === 'failed' ? t(`words:status.${decision.status}`) : null}{' '}
          {decision.at === null ? null : <Instant className="muted" at={decision.at} short />}
          <p className="muted">{decisionText(decision, t)}</p>
        </>
      )}
    </li>
  );
}
