import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Segments, toOptions } from '../forms/Segments.js';
import { read } from '../http/call.js';
import type { Notice } from '../http/types.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import { Skeleton } from '../parts/Skeleton.js';
import { CopyDecisions } from './CopyDecisions.js';
import { LIST_DIFF_PARTS, type DiffPart, type Diff } from './diff.js';
import { DiffRows } from './DiffRows.js';
import { useNoticeByNumber } from './find-notice.js';

/** Compares the list with an earlier one: added, dropped and common targets. */
export function ListDiff({ notice }: { notice: Notice }) {
  const t = useWords();
  const [text, setText] = useState('');
  const chosen = useNoticeByNumber(text);
  const [part, setPart] = useState<DiffPart>('added');
  const against = chosen === null || chosen === undefined ? '' : `against=${chosen.id}`;
  const { data, error, refetch } = useQuery({
    queryKey: ['notice', notice.id, 'list-diff', against],
    queryFn: ({ signal }) => read<Diff>(`/v1/notices/${notice.id}/list-diff?${against}`, { signal }),
    placeholderData: (before) => before,
  });
  return (
    <section aria-labelledby="linked-diff">
      <div className="section-head">
        <h2 id="linked-diff">
          {data?.against === null || data === undefined
            ? t('linked:diff.title')
            : t('linked:diff.against', { number: data.against.number })}
        </h2>
        <span className="push" />
        <label className="field small compare-field">
          <input
            value={text}
            aria-label={t('linked:diff.choose')}
            placeholder={t('linked:diff.choose')}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      </div>
      <Failure title={t('linked:diff.failed')} error={error} onRetry={() => void refetch()} />
      {data === undefined ? error === null ? <Skeleton rows={3} /> : null : null}
      {data?.against === null ? <p className="muted">{t('linked:diff.noEarlier')}</p> : null}
      {data === undefined || data.against === null ? null : (
        <>
          <Segments
            label={t('linked:diff.parts')}
            options={toOptions(LIST_DIFF_PARTS, (each) => `${t(`linked:diff.${each}`)} ${formatNumber(data[each])}`)}
            value={part}
            onChange={setPart}
          />
          <p className="why">{t(`linked:diff.${part}Means`)}</p>
          <CopyDecisions notice={notice} from={data.against} both={data.unchanged} />
          <DiffRows notice={notice.id} against={data.against.id} part={part} key={part} />
        </>
      )}
    </section>
  );
}
