import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
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
  const [shown, setShown] = useState(false);
  const { data, error, isFetching } = useQuery({
    queryKey: ['notice', notice, 'content', no],
    queryFn: ({ signal }) => read<View>(`/v1/notices/${notice}/targets/${no}/content`, { signal }),
    enabled: shown,
    retry: false,
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  return (
    <div className="stack" role="group" aria-label={t('review:content.label')}>
      {shown ? (
        <Button size="small" onPress={() => setShown(false)} busy={isFetching ? t('review:content.asking') : null}>
          {t('review:content.hide')}
        </Button>
      ) : (
        <>
          <Button size="small" onPress={() => setShown(true)}>
            {t('review:content.show')}
          </Button>
          <p className="muted fine">{t('review:content.logged')}</p>
        </>
      )}
      {!shown || error === null ? null : <Failure title={t('review:content.failed')} error={error} />}
      {!shown || data === undefined ? null : <Shown view={data} />}
    </div>
  );
}

function Shown({ view: { state, content } }: { view: View }) {
  const t = useWords();
  if (state !== 'shown' || content === null)
    return <p role="status">{t(`review:content.${state === 'shown' ? 'gone' : state}`)}</p>;
  const { text, cut, author, createdAt, language, images } = content;
  return (
    <blockquote className="said plain fine" dir="auto">
      {text === null || text === '' ? <span className="muted">{t('review:content.empty')}</span> : text}
      {cut ? ' …' : ''}
      <footer dir="auto">
        {author === null ? null : <span>{author} </span>}
        {createdAt === null ? null : <Instant at={createdAt} short />}
        {language === null ? null : <span> {formatLanguage(language)}</span>}
        {images === null || images === 0 ? null : <span> {t('review:content.images', { count: images })}</span>}
      </footer>
    </blockquote>
  );
}
