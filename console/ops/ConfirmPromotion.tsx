import { Ask } from '../forms/Ask.js';
import { sessionStore } from '../http/session.js';
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
  const label = t('ops:releases.promote.confirm');
  return (
    <Ask
      size="small"
      label={label}
      named={t('ops:releases.promote.confirmNamed', { build })}
      title={t('ops:releases.promote.confirmAsk', { build })}
      body={t('ops:releases.promote.confirmBody', { name: by.name, reason })}
      go={label}
      failed={t('ops:releases.promote.failed')}
      why={by.id === me ? t('ops:releases.promote.own') : null}
      to="/v1/ops/releases/confirm"
      refresh={[releasesQuery.queryKey]}
      sends={{ build }}
      done={t('ops:releases.promote.done', { build })}
    />
  );
}
