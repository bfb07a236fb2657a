import { useQuery, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Segments, toOptions } from '../forms/Segments.js';
import type { Notice } from '../http/types.js';
import { CopyDecisions } from './CopyDecisions.js';
import { useNoticeByNumber } from './find-notice.js';
import { useWords } from '../words/use-words.js';
import { byCursor } from '../http/build-query.js';
import { read } from '../http/call.js';
import { padNo } from '../notice/targets/selection.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import { ActionLabel } from '../parts/Action.js';
import { Skeleton } from '../parts/Skeleton.js';
import { Marks } from '../notice/targets/TargetRow.js';
import type { z } from 'zod';
import type { listDiffView } from '../../contract/lists.js';

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

type DiffItem = NonNullable<Diff['items']>[number];
const PAGE = 100;

function DiffRows({ notice, against, part }: { notice: string; against: string; part: DiffPart }) {
  const t = useWords();
  const pages = useInfiniteQuery({
    queryKey: ['notice', notice, 'list-diff', against, part],
    ...byCursor<Diff & { nextCursor: string | null }>(
      `/v1/notices/${notice}/list-diff?against=${against}&part=${part}&limit=${PAGE}&count=true`,
    ),
  });
  if (pages.error !== null) {
    return <Failure title={t('linked:diff.failed')} error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (pages.data === undefined) return <Skeleton rows={6} />;
  const items = pages.data.pages.flatMap((page) => page.items ?? []);
  const total = pages.data.pages[0]?.total ?? items.length;
  if (items.length === 0) return <p className="muted">{t('linked:diff.empty')}</p>;
  return (
    <>
      <div className="scrolls-x">
        <table className="table" aria-label={t('linked:diff.table', { part: t(`linked:diff.${part}`) })}>
          <thead>
            <tr>
              {(['no', 'target', 'marks', 'then', 'status'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`linked:diff.col.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={`${item.no ?? 'x'}-${item.before?.no ?? 'x'}`} item={item} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="why number">
        {t('linked:diff.shown', { shown: formatNumber(items.length), total: formatNumber(total) })}{' '}
        {pages.hasNextPage ? (
          <Button
            size="small"
            onPress={() => void pages.fetchNextPage()}
            busy={pages.isFetchingNextPage ? t('frame:loading') : null}
          >
            {t('frame:more')}
          </Button>
        ) : null}
      </p>
    </>
  );
}

function Row({ item: { no, locator, flags, problem, before } }: { item: DiffItem }) {
  const t = useWords();
  return (
    <tr>
      <td className="number faint">{no === null ? (before === null ? '' : padNo(before.no)) : padNo(no)}</td>
      <td className="locator medium" dir="ltr">
        {locator}
      </td>
      <td>
        <Marks
          target={{ protectedClass: null, problem, flags: flags.filter((flag) => flag !== 'seen_before').slice(0, 1) }}
        />
      </td>
      <td>
        {before === null ? (
          ''
        ) : before.decision === null ? (
          <span className="faint">{t('linked:diff.undecided')}</span>
        ) : (
          <ActionLabel action={before.decision.action} />
        )}
      </td>
      <td className="muted">{before === null ? '' : t(`words:status.${before.status}`)}</td>
    </tr>
  );
}

type Diff = z.infer<typeof listDiffView>;
const LIST_DIFF_PARTS = ['added', 'dropped', 'unchanged'] as const;
type DiffPart = (typeof LIST_DIFF_PARTS)[number];
