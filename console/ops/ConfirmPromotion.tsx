import { sessionStore } from '../http/session.js';
import { useWrite } from '../http/use-write.js';
import { Ask } from '../parts/Ask.js';
import { Failure } from '../parts/Failure.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { releasesQuery } from './queries.js';
import type { ReleasesView } from './types.js';

interface ConfirmPromotionProps {
  build: string;
  request: NonNullable<ReleasesView['items'][number]['request']>;
}

export function ConfirmPromotion({ build, request: { by, reason } }: ConfirmPromotionProps) {
  const t = useWords();
  const me = useStore(sessionStore).session?.person.id;
  const confirm = useWrite({
    to: '/v1/ops/releases/confirm',
    refresh: [releasesQuery.queryKey],
    done: t('ops:releases.promote.done', { build }),
  });
  const label = t('ops:releases.promote.confirm');
  return (
    <>
      <Ask
        size="small"
        label={label}
        named={t('ops:releases.promote.confirmNamed', { build })}
        title={t('ops:releases.promote.confirmAsk', { build })}
        body={t('ops:releases.promote.confirmBody', { name: by.name, reason })}
        go={label}
        why={by.id === me ? t('ops:releases.promote.own') : null}
        busy={confirm.isPending}
        onGo={() => confirm.mutate({ build })}
      />
      {confirm.error === null ? null : <Failure title={t('ops:releases.promote.failed')} error={confirm.error} />}
    </>
  );
}
