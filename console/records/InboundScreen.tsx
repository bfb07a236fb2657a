import { useMay } from '../http/may.js';
import { Instant } from '../parts/Instant.js';
import { useWords, type Words } from '../words/use-words.js';
import { InboundDetail } from './inbound/InboundDetail.js';
import type { InboundMail } from '../http/types.js';
import { STATES } from './inbound/mail.js';
import { ProofTag } from './inbound/ProofTag.js';
import type { Filter } from './list/filter.js';
import type { RecordColumn } from './list/RecordRows.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList, ToQueue } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { usePages } from './list/use-pages.js';

/**
 * API filter values for choices that are not a state; the default shows mails that wait for a person or are still being
 * read.
 */
const REQUESTED: Record<string, string> = { waiting: 'held,unread', all: '' };

export function InboundScreen() {
  const t = useWords();
  const title = t('frame:go.inbound');
  const [{ state = 'waiting', q }] = useAddress();
  const isOn = useMay()('inbound.read');
  const list = usePages<InboundMail>('/v1/inbound', { state: REQUESTED[state] ?? state, q }, { isOn });
  return (
    <RecordScreen title={title} lead={t('inbound:lead')} permission="inbound.read">
      <RecordsList
        label={title}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('inbound:failed')}
        empty={t('inbound:none')}
        way={<ToQueue />}
        filters={buildFilters(t)}
        count={(count) => t('inbound:count', { count })}
        pane={(row) => <InboundDetail mail={row} />}
      />
    </RecordScreen>
  );
}

function buildFilters(t: Words): Filter<InboundMail>[] {
  return [
    {
      kind: 'text',
      at: 'q',
      label: t('inbound:filter'),
    },
    {
      kind: 'menu',
      at: 'state',
      label: t('inbound:state'),
      usual: 'waiting',
      options: (['waiting', 'all', ...STATES] as const).map((value) => ({
        value,
        label: t(`inbound:states.${value}`),
      })),
    },
  ];
}

function buildColumns(t: Words): RecordColumn<InboundMail>[] {
  return [
    { head: t('inbound:received'), width: '8rem', cell: ({ receivedAt }) => <Instant at={receivedAt} short /> },
    { head: t('inbound:from'), width: 'minmax(10rem, 1fr)', className: 'monospace', cell: ({ from }) => from },
    {
      head: t('inbound:subject'),
      width: 'minmax(12rem, 2fr)',
      cell: ({ subject }) => (subject === '' ? t('inbound:noSubject') : subject),
    },
    { head: t('inbound:proof'), width: '9rem', cell: (mail) => <ProofTag mail={mail} /> },
    {
      head: t('inbound:seems'),
      width: '8rem',
      cell: (mail) => (mail.state === 'unread' ? '' : t(`inbound:kind.${mail.proposal.kind}`)),
    },
  ];
}
