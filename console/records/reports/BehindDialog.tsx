import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { Page } from '../../http/types.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant, formatNumber } from '../../parts/format.js';
import { Skeleton } from '../../parts/Skeleton.js';
import { Table, type Column } from '../../parts/Table.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeNumberLink } from '../list/NoticeLink.js';

interface Behind {
  notice: string;
  number: string;
  receivedAt: string;
  /** Only in the transparency report. */
  targetsRestored?: number;
  outcome?: string;
  category?: string;
  /** The notice's contribution to the figure; which field is set depends on the report. */
  targets?: number;
  items?: number;
  value?: number;
}

/** The notices behind a figure of a report, as they stood at the instant of the report. */
export function BehindDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const t = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['behind', path],
    queryFn: ({ signal }) => read<Page<Behind>>(`${path}&limit=200`, { signal }),
  });
  return (
    <Dialog title={t('publishing:reports.behind')} onClose={onClose} wide hasClose>
      <p>{t('publishing:reports.behindBody')}</p>
      <Failure title={t('publishing:reports.failed')} error={error} onRetry={() => void refetch()} />
      {data === undefined ? error === null ? <Skeleton rows={4} /> : null : <BehindTable notices={data.items} />}
      {data?.nextCursor == null ? null : <p className="muted">{t('publishing:reports.more', { path })}</p>}
    </Dialog>
  );
}

function BehindTable({ notices }: { notices: readonly Behind[] }) {
  const t = useWords();
  // A sheet has counts only, without outcomes.
  const isWhole = notices.some(({ outcome }) => outcome !== undefined);
  const whole: Column<Behind>[] = [
    {
      head: t('publishing:reports.targetsRestored'),
      end: true,
      cell: ({ targetsRestored = 0 }) => formatNumber(targetsRestored),
    },
    {
      head: t('publishing:reports.outcome'),
      cell: ({ outcome = '' }) => formatValueName(t, 'records:outcome', outcome),
    },
    {
      head: t('publishing:category.label'),
      cell: ({ category = '' }) => formatValueName(t, 'publishing:category.of', category),
    },
  ];
  return (
    <Table
      rows={notices}
      keyOf={({ notice }) => notice}
      columns={[
        {
          head: t('publishing:reports.notices'),
          cell: ({ notice, number }) => <NoticeNumberLink id={notice} number={number} />,
        },
        { head: t('publishing:reports.receivedAt'), cell: ({ receivedAt }) => formatInstant(receivedAt) },
        {
          head: t(`publishing:reports.${isWhole ? 'targets' : 'adds'}`),
          end: true,
          cell: ({ targets, items, value }) => formatNumber(targets ?? items ?? value ?? 0),
        },
        ...(isWhole ? whole : []),
      ]}
    />
  );
}
