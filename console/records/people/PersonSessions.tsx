import { nameBrowser } from '../../state/browser-name.js';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { Page } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';
import { RECORD_KEYS, useWrite } from '../../http/use-write.js';
import { Ask } from '../../forms/Ask.js';

interface OpenSession {
  id: string;
  lastSeenAt: string;
  userAgent: string;
  current: boolean;
}

export function PersonSessions({ person, name }: { person: string; name: string }) {
  const t = useWords();
  const sessions = useQuery({
    queryKey: ['records', 'sessions', person],
    queryFn: ({ signal }) => read<Page<OpenSession>>(`/v1/sessions?person=${person}&limit=200`, { signal }),
  });
  const toEnd = (what: 'sessions' | 'identities' | 'passkeys') => ({
    method: 'DELETE' as const,
    to: `/v1/people/${person}/${what}`,
    refresh: RECORD_KEYS,
    failed: t('records:people.notEnded'),
  });
  const items = sessions.data?.items ?? [];
  return (
    <section>
      <div className="heading">{t('records:people.sessions')}</div>
      <Failure
        title={t('records:people.sessionsFailed')}
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
      />
      {items.length === 0 && sessions.isSuccess ? <p className="muted">{t('records:people.noSessions')}</p> : null}
      <ul>
        {items.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </ul>
      {items.length > 1 ? (
        <Ask
          size="small"
          label={t('records:people.endAllAsk')}
          title={t('records:people.endAllTitle', { name })}
          body={t('records:people.endAllBody')}
          go={t('records:people.endAll')}
          {...toEnd('sessions')}
          done={t('records:people.allEnded', { name })}
        />
      ) : null}
      <Ask
        size="small"
        label={t('records:people.forgetAsk')}
        title={t('records:people.forgetTitle', { name })}
        body={t('records:people.forgetBody')}
        go={t('records:people.forget')}
        {...toEnd('identities')}
        done={t('records:people.forgotten', { name })}
      />
      <Ask
        size="small"
        label={t('records:people.passkeysAsk')}
        title={t('records:people.passkeysTitle', { name })}
        body={t('records:people.passkeysBody')}
        go={t('records:people.passkeysGo')}
        {...toEnd('passkeys')}
        done={t('records:people.passkeysGone', { name })}
      />
    </section>
  );
}

function SessionLine({ session }: { session: OpenSession }) {
  const t = useWords();
  const end = useWrite({
    method: 'DELETE',
    refresh: RECORD_KEYS,
    to: `/v1/sessions/${session.id}`,
    done: t('records:people.sessionEnded'),
  });
  return (
    <li className="chips record-item">
      <span className="grow">
        <span title={session.userAgent}>{nameBrowser(session.userAgent) ?? t('records:people.unknownBrowser')}</span>
        <span className="muted fine block">
          {t('records:people.lastSeen')} <Instant at={session.lastSeenAt} short />{' '}
          {session.current ? <Tag>{t('records:people.thisOne')}</Tag> : null}
        </span>
      </span>
      <Button size="small" busy={end.isPending ? t('frame:saving') : null} onPress={() => end.mutate(undefined)}>
        {t('records:people.end')}
      </Button>
      <Failure title={t('records:people.notEnded')} error={end.error} />
    </li>
  );
}
