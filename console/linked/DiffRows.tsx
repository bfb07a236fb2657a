import { useWords } from '../words/use-words.js';
import { problemName } from '../parts/problem-name.js';
import { FIRST_PAGE } from '../http/build-query.js';
import { useInfiniteQuery } from '@tanstack/react-query';
import { read } from '../http/call.js';
import { padNo } from '../notice/targets/selection.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import { ActionLabel } from '../parts/Action.js';
import { Skeleton } from '../parts/Skeleton.js';
import { Tag } from '../parts/Tag.js';
import type { Diff, DiffPart } from './diff.js';

type DiffItem = NonNullable<Diff['items']>[number];
const PAGE = 100;

export function DiffRows({ notice, against, part }: { notice: string; against: string; part: DiffPart }) {
  const t = useWords();
  const pages = useInfiniteQuery({
    queryKey: ['notice', notice, 'list-diff', against, part],
    queryFn: ({ pageParam, signal }) =>
      read<Diff>(
        `/v1/notices/${notice}/list-diff?against=${against}&part=${part}&limit=${PAGE}&count=true${
          pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`
        }`,
        { signal },
      ),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (last) => last.nextCursor ?? null,
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
        {problem === null ? null : (
          <Tag tone="danger" icon="m-x">
            {problemName(problem, t)}
          </Tag>
        )}
        {flags
          .filter((flag) => flag !== 'seen_before')
          .slice(0, 1)
          .map((flag) => (
            <Tag key={flag} tone="caution" icon="m-warn">
              {t(`words:flag.${flag}`)}
            </Tag>
          ))}
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
