import { useMay } from '../../http/may.js';
import type { ImportedSummary } from '../../http/types.js';
import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordScreen } from '../list/RecordScreen.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import { usePages } from '../list/use-pages.js';
import { ImportedDetail } from './ImportedDetail.js';

export function ImportedScreen() {
  const t = useWords();
  const title = t('frame:go.imported');
  const [{ q, state, locator }] = useAddress();
  const isOn = useMay()('notice.read_documents');
  const list = usePages<ImportedSummary>('/v1/imported-cases', { q, state, locator }, { isOn });
  const states = (['open', 'closed'] as const).map((value) => ({ value, label: t(`imported:states.${value}`) }));
  return (
    <RecordScreen title={title} lead={t('imported:lead')} permission="notice.read_documents">
      <RecordsList
        label={title}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('imported:failed')}
        empty={t('imported:none')}
        filters={[
          { kind: 'text', at: 'q', label: t('imported:searchLabel'), hint: t('imported:search') },
          { kind: 'text', at: 'locator', label: t('imported:itemLabel'), hint: t('imported:item') },
          { kind: 'menu', at: 'state', label: t('imported:state'), options: states },
        ]}
        pane={({ id }) => <ImportedDetail key={id} id={id} />}
      />
    </RecordScreen>
  );
}

function buildColumns(t: Words): RecordColumn<ImportedSummary>[] {
  return [
    { head: t('imported:received'), width: '8rem', cell: ({ receivedAt }) => <Instant at={receivedAt} short /> },
    {
      head: t('imported:source'),
      width: 'minmax(6rem, 0.6fr)',
      cell: (row) => <span className="cut">{row.source}</span>,
    },
    {
      head: t('imported:case'),
      width: 'minmax(7rem, 0.8fr)',
      className: 'identifier',
      cell: ({ externalId }) => <span className="cut">{externalId}</span>,
    },
    {
      head: t('imported:authority'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ authority }) => (
        <span className="cut" dir="auto">
          {authority.name}
        </span>
      ),
    },
    {
      head: t('imported:subject'),
      width: 'minmax(10rem, 2fr)',
      cell: ({ subject }) => (
        <span className="cut" dir="auto">
          {subject}
        </span>
      ),
    },
    { head: t('imported:state'), width: '8rem', cell: (row) => <CaseState of={row} /> },
  ];
}

function CaseState({ of: { closedAt, notice, outcome } }: { of: ImportedSummary }) {
  const t = useWords();
  if (notice !== null) return <Tag>{notice.number}</Tag>;
  if (closedAt === null) return <Tag tone="caution">{t('imported:states.open')}</Tag>;
  return <Tag>{outcome === null ? t('imported:states.closed') : t(`words:outcome.${outcome}`)}</Tag>;
}
