import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ask } from '../forms/Ask.js';
import { read } from '../http/call.js';
import type { Push } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { Instant } from '../parts/Instant.js';
import { storeNotified } from '../state/notified.js';
import { useWords } from '../words/use-words.js';
import { getPushState, PUSH_PATH, turnOnHere } from './push.js';

const KEY = ['push'];

/** The browsers that show the reader's notifications, and a button for this one. */
export function Browsers() {
  const t = useWords();
  const queries = useQueryClient();
  const push = useQuery({ queryKey: KEY, queryFn: ({ signal }) => read<Push>(PUSH_PATH, { signal }) });
  const turnOn = useMutation({
    mutationFn: turnOnHere,
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  if (push.data === undefined) return null;
  const { publicKey, devices } = push.data;
  const state = publicKey === null ? 'off' : getPushState();
  return (
    <div className="form-field">
      <span>{t('for-me:push.title')}</span>
      {state === 'ready' && publicKey !== null ? (
        devices.some(({ current }) => current) ? null : (
          <Button
            size="small"
            busy={turnOn.isPending ? t('frame:saving') : null}
            onPress={() => turnOn.mutate(publicKey)}
          >
            {t('for-me:push.here')}
          </Button>
        )
      ) : (
        <span className="why">{t(`for-me:push.${state === 'ready' ? 'off' : state}`)}</span>
      )}
      {turnOn.isError ? <p className="why">{t('for-me:push.failed')}</p> : null}
      <Failure title={t('for-me:push.notRead')} error={push.error} />
      <ul>
        {devices.map(({ id, name, createdAt, current }) => (
          <li key={id} className="chips record-item">
            <span className="grow">
              {name}
              {current ? ` · ${t('for-me:push.current')}` : ''}
              <span className="muted fine block">
                {t('for-me:push.since')} <Instant at={createdAt} short />
              </span>
            </span>
            <Ask
              size="small"
              label={t('for-me:push.remove')}
              named={t('for-me:push.removeNamed', { name })}
              title={t('for-me:push.removeNamed', { name })}
              body={t('for-me:push.removeBody')}
              go={t('for-me:push.remove')}
              failed={t('for-me:push.notRemoved')}
              method="DELETE"
              to={`${PUSH_PATH}/${id}`}
              refresh={[KEY]}
              done={t('for-me:push.removed', { name })}
              onDone={() => current && storeNotified(null)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
