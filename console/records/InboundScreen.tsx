import { Link } from '@tanstack/react-router';
import { Instant } from '../parts/Instant.js';
import { Menu } from '../parts/Menu.js';
import { useWords } from '../words/use-words.js';
import { InboundDetail } from './inbound/InboundDetail.js';
import { STATES, type InboundMail } from './inbound/mail.js';
import { ProofTag } from './inbound/ProofTag.js';
import type { Column } from './list/column.js';
import { FilterField } from './list/FilterField.js';
import { includesText } from './list/includes-text.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { usePages } from './list/use-pages.js';

export function InboundScreen() {
  const t = useWords();
  const title = t('frame:go.inbound');
  return (
    <RecordScreen title={title} lead={t('inbound:lead')} permission="inbound.read">
      <Mails title={title} />
    </RecordScreen>
  );
}

/**
 * API filter values for choices that are not a state; the default shows mails that wait for a person or are still being
 * read.
 */
const REQUESTED: Record<string, string> = { waiting: 'held,unread', all: '' };

function Mails({ title }: { title: string }) {
  const t = useWords();
  const [{ q = '', state = 'waiting' }, change] = useAddress();
  const list = usePages<InboundMail>('/v1/inbound', { state: REQUESTED[state] ?? state });
  const shown = list.rows.filter(({ subject, from, text }) => includesText([subject, from, text], q));
  const columns: Column<InboundMail>[] = [
    { head: t('inbound:received'), width: '8rem', cell: ({ receivedAt }) => <Instant at={receivedAt} short /> },
    {
      head: t('inbound:from'),
      width: 'minmax(10rem, 1fr)',
      cell: ({ from }) => <span className="monospace">{from}</span>,
    },
    {
      head: t('inbound:subject'),
      width: 'minmax(12rem, 2fr)',
      cell: ({ subject }) => <span dir="auto">{subject === '' ? t('inbound:noSubject') : subject}</span>,
    },
    { head: t('inbound:proof'), width: '9rem', cell: (mail) => <ProofTag mail={mail} /> },
    {
      head: t('inbound:seems'),
      width: '8rem',
      cell: (mail) => (mail.state === 'unread' ? '' : t(`inbound:kind.${mail.proposal.kind}`)),
    },
  ];
  return (
    <RecordsList
      label={title}
      list={list}
      shown={shown}
      columns={columns}
      keyOf={({ id }) => id}
      failed={t('inbound:failed')}
      paneLabel={t('records:pane')}
      pane={(row) => <InboundDetail mail={row} />}
      filters={
        <div className="filters no-print" role="search">
          <FilterField
            value={q}
            label={t('inbound:filter')}
            placeholder={t('queue:filter')}
            onChange={(text) => change({ q: text, open: '' })}
          />
          <Menu
            label={t('inbound:state')}
            value={state}
            options={['waiting', 'all', ...STATES].map((value) => ({
              value,
              label: t(`inbound:states.${value as 'all'}`),
            }))}
            onChange={(value) => change({ state: value, open: '' })}
          />
          <span className="push muted number">
            {list.total === null ? '' : t('inbound:count', { count: list.total })}
          </span>
        </div>
      }
      empty={
        <div className="none stack">
          <p>{q === '' ? t('inbound:none') : t('records:noneMatch')}</p>
          <Link className="button" to={q === '' ? '/' : '.'} search={{} as never}>
            {q === '' ? t('frame:notFound.back') : t('queue:clear')}
          </Link>
        </div>
      }
    />
  );
}
