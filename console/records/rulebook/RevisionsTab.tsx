import { Instant } from '../../parts/Instant.js';
import { formatNumber } from '../../parts/format.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { usePages } from '../list/use-pages.js';
import { PendingDetail } from './PendingDetail.js';
import { RevisionDetail } from './RevisionDetail.js';
import { StateTag } from './RevisionDetail.js';
import type { Pending, Revision } from './types.js';

type Row = { of: 'pending'; pending: Pending } | { of: 'revision'; revision: Revision };

/** Clock moves after a rulebook change: one person proposes them, another approves. */
export function RevisionsTab() {
  const t = useWords();
  const pending = usePages<Pending['items'][number], Pending>('/v1/rulebook/revision');
  const revisions = usePages<Revision>('/v1/rulebook/revisions');
  const rows: Row[] = [
    ...(pending.head === null ? [] : [{ of: 'pending' as const, pending: pending.head }]),
    ...revisions.rows.map((revision) => ({ of: 'revision' as const, revision })),
  ];
  const isWaiting = revisions.rows.some(({ state }) => state === 'proposed');
  return (
    <RecordsList
      label={t('rulebook:revisions')}
      list={{
        ...revisions,
        rows,
        total: null,
        isLoading: revisions.isLoading || pending.isLoading,
        error: pending.error ?? revisions.error,
        again: () => {
          pending.again();
          revisions.again();
        },
      }}
      reading
      columns={buildColumns(t)}
      keyOf={(row) => (row.of === 'pending' ? 'pending' : String(row.revision.number))}
      failed={t('rulebook:failed')}
      empty={t('rulebook:noRevision')}
      pane={(row) =>
        row.of === 'pending' ? (
          <PendingDetail list={pending} pending={row.pending} isWaiting={isWaiting} />
        ) : (
          <RevisionDetail revision={row.revision} />
        )
      }
    />
  );
}

function buildColumns(t: Words): RecordColumn<Row>[] {
  return [
    {
      head: t('rulebook:revision'),
      width: 'minmax(0, 1fr)',
      cell: (row) =>
        row.of === 'pending' ? (
          <b>{t('rulebook:pending')}</b>
        ) : (
          <>
            <b>{t('rulebook:numbered', { number: row.revision.number })}</b> <StateTag state={row.revision.state} />
            <span className="muted fine block cut" dir="auto">
              {row.revision.reason}
            </span>
          </>
        ),
    },
    {
      head: t('rulebook:clocks'),
      width: '4rem',
      end: true,
      cell: (row) => formatNumber(row.of === 'pending' ? row.pending.clocks : row.revision.clocks),
    },
    {
      head: t('rulebook:proposed'),
      width: '7.5rem',
      cell: (row) => (row.of === 'pending' ? null : <Instant at={row.revision.proposedAt} short />),
    },
  ];
}
