import { useMutation } from '@tanstack/react-query';
import type { z } from 'zod';
import type { targetContentView } from '../../contract/review/content.js';
import { read } from '../http/call.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatLanguage } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { useWords } from '../words/use-words.js';

type View = z.infer<typeof targetContentView>;

/** Content of a target as the platform shows it: loaded only when a person asks, and gone from the page afterwards. */
export function ShownContent({ notice, no }: { notice: string; no: number }) {
  const t = useWords();
  // No query: a live event of the notice would load it again, and each load is an event of the notice.
  const { data, error, isIdle, isPending, mutate, reset } = useMutation({
    mutationFn: () => read<View>(`/v1/notices/${notice}/targets/${no}/content`),
    retry: false,
    gcTime: 0,
  });
  return (
    <div className="stack" role="group" aria-label={t('review:content.label')}>
      {isIdle ? (
        <>
          <Button size="small" onPress={() => mutate()}>
            {t('review:content.show')}
          </Button>
          <p className="muted fine">{t('review:content.logged')}</p>
        </>
      ) : (
        <Button size="small" onPress={reset} busy={isPending ? t('review:content.asking') : null}>
          {t('review:content.hide')}
        </Button>
      )}
      <Failure title={t('review:content.failed')} error={error} onRetry={() => mutate()} />
      {data === undefined ? null : <Shown view={data} />}
    </div>
  );
}

function Shown({ view: { state, content } }: { view: View }) {
  const t = useWords();
  if (state !== 'shown' || content === null)
    return <p role="status">{t(`review:content.${state === 'shown' ? 'gone' : state}`)}</p>;
  const { text, cut, author, createdAt, language, images } = content;
  const details = [
    author,
    createdAt === null ? null : <Instant at={createdAt} short />,
    language === null ? null : formatLanguage(language),
    images === null || images === 0 ? null : t('review:content.images', { count: images }),
  ].filter((detail) => detail !== null);
  return (
    <blockquote className="said plain fine" dir="auto">
      {text === null || text === '' ? <span className="muted">{t('review:content.empty')}</span> : text}
      {cut ? ' …' : ''}
      <footer dir="auto">
        {details.map((detail, nth) => (
          <span key={nth}>
            {nth === 0 ? '' : ' · '}
            {detail}
          </span>
        ))}
      </footer>
    </blockquote>
  );
}
