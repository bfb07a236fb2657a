import { Ask } from '../../forms/Ask.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatDay } from '../../parts/format.js';
import { Tag } from '../../parts/Tag.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { useAllPages } from '../list/use-pages.js';
import { keyStateAt } from './key-state.js';
import type { Key } from '../../http/types.js';

export function PersonKeys({ person, onAdd }: { person: string; onAdd: (() => void) | null }) {
  const t = useWords();
  const list = useAllPages<Key>('/v1/keys');
  const live = list.rows.filter((key) => key.person === person && keyStateAt(key, nowMs()) === 'live');
  return (
    <section>
      <div className="heading">{t('records:people.keys')}</div>
      <Failure title={t('records:people.keysFailed')} error={list.error} onRetry={list.again} />
      {live.length === 0 && !list.isLoading ? <p className="muted">{t('records:people.noKeys')}</p> : null}
      <ul>
        {live.map((key) => (
          <li key={key.id} className="chips record-item">
            <span className="grow">
              <b dir="auto">{key.name}</b>
              <span className="muted fine block">
                <span className="monospace">{key.id}</span>{' '}
                {key.roles.map((role) => t(`frame:role.${role}`)).join(', ')}
                {key.expiresAt === null ? '' : `, ${t('records:people.expires', { day: formatDay(key.expiresAt) })}`}{' '}
                {key.endsSoon ? <Tag tone="caution">{t('records:people.endsSoon')}</Tag> : null}
              </span>
            </span>
            <RevokeKey keyId={key.id} name={key.name} />
          </li>
        ))}
      </ul>
      <Button
        size="small"
        onPress={() => onAdd?.()}
        why={onAdd === null ? t('records:people.inactiveNoKey') : null}
        hasPopup="dialog"
      >
        {t('records:people.makeKey')}
      </Button>
    </section>
  );
}

export function RevokeKey({ keyId, name }: { keyId: string; name: string }) {
  const t = useWords();
  return (
    <Ask
      size="small"
      label={t('records:people.revokeAsk')}
      named={t('records:people.revokeNamed', { name })}
      title={t('records:people.revokeTitle', { name })}
      body={t('records:people.revokeBody')}
      go={t('records:people.revoke')}
      failed={t('records:people.notRevoked')}
      method="DELETE"
      to={`/v1/keys/${keyId}`}
      refresh={RECORD_KEYS}
      done={t('records:people.keyRevoked', { name })}
    />
  );
}

export function KeyEnd({ of: { expiresAt, endsSoon } }: { of: Key }) {
  const t = useWords();
  if (expiresAt === null) return t('records:people.never');
  return endsSoon ? <Tag tone="caution">{formatDay(expiresAt)}</Tag> : formatDay(expiresAt);
}

export function KeyState({ of }: { of: Key }) {
  const t = useWords();
  const state = keyStateAt(of, nowMs());
  return <Tag {...(state === 'live' ? { tone: 'ok' as const } : {})}>{t(`records:keyState.${state}`)}</Tag>;
}
