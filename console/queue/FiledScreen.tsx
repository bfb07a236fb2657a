import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { KINDS_WITHOUT_TARGETS } from '../../domain/notices/notice.js';
import type { NoticeReceipt } from '../http/types.js';
import { AddDocumentAct } from '../notice/acts/AddDocumentAct.js';
import { Button } from '../parts/Button.js';
import { Fact } from '../parts/Fact.js';
import { formatInstant, formatNumber } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { lazyDialog } from '../parts/lazy-dialog.js';
import type { RecordColumn } from '../records/list/RecordRows.js';
import { RecordScreen } from '../records/list/RecordScreen.js';
import { RecordsList } from '../records/list/RecordsList.js';
import { usePages } from '../records/list/use-pages.js';
import { useWords, type Words } from '../words/use-words.js';

const AddTargets = lazyDialog(() => import('../intake/AddTargets.js'), 'intake');

/** Receipts for people who submit notices but cannot read them, each with its stage. */
export function FiledScreen() {
  const t = useWords();
  const title = t('queue:filed.title');
  const list = usePages<NoticeReceipt>('/v1/notices', { sort: 'received' });
  return (
    <RecordScreen title={title} lead={list.total === null ? '' : t('queue:filed.summary', { count: list.total })}>
      <RecordsList
        label={title}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('queue:failed.list')}
        empty={t('queue:filed.none')}
        way={
          <Link className="button primary" to="/intake">
            {t('queue:start.dropGo')}
          </Link>
        }
        pane={(receipt) => <Receipt receipt={receipt} />}
        paneLabel={t('queue:peek.label')}
      />
    </RecordScreen>
  );
}

function buildColumns(t: Words): RecordColumn<NoticeReceipt>[] {
  return [
    { head: t('records:notice'), width: '8rem', className: 'identifier', cell: ({ number }) => number },
    {
      head: t('queue:filed.reference'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ reference }) => (
        <span dir="auto" title={reference}>
          {reference}
        </span>
      ),
    },
    { head: t('queue:f.kind'), width: 'minmax(8rem, 1fr)', cell: ({ kind }) => t(`words:kind.${kind}`) },
    { head: t('queue:filed.received'), width: '8rem', cell: ({ receivedAt }) => <Instant at={receivedAt} short /> },
    {
      head: t('queue:col.targets'),
      width: '5rem',
      end: true,
      className: 'number',
      cell: ({ counts }) => formatNumber(counts.targets),
    },
    { head: t('queue:f.stage'), width: '8rem', cell: ({ stage }) => t(`words:stage.${stage}`) },
  ];
}

function Receipt({ receipt }: { receipt: NoticeReceipt }) {
  const t = useWords();
  const { number, reference, kind, stage, outcome, regime, receivedAt, nextDue, counts } = receipt;
  return (
    <section>
      <div className="heading number">{number}</div>
      <h2 className="title">{t(`words:kind.${kind}`)}</h2>
      <dl className="key-values">
        <Fact name={t('queue:filed.reference')}>{reference === '' ? t('queue:filed.noReference') : reference}</Fact>
        <Fact name={t('queue:filed.received')}>{formatInstant(receivedAt)}</Fact>
        <Fact name={t('queue:filed.law')}>{regime.id}</Fact>
        <Fact name={t('queue:f.stage')}>{t(`words:stage.${stage}`)}</Fact>
        <Fact name={t('queue:filed.outcome')}>{outcome === null ? null : t(`words:outcome.${outcome}`)}</Fact>
        <Fact name={t('queue:col.targets')} className="number">
          {formatNumber(counts.targets)}
        </Fact>
        {nextDue === null ? null : (
          <Fact name={nextDue.kind === null ? '' : t(`words:clock.${nextDue.kind}`)}>
            {formatInstant(nextDue.dueAt)}
          </Fact>
        )}
      </dl>
      <p className="muted">{t('queue:filed.body')}</p>
      {stage === 'closed' ? null : <Additions receipt={receipt} />}
    </section>
  );
}

function Additions({ receipt }: { receipt: NoticeReceipt }) {
  const t = useWords();
  const [adding, setAdding] = useState<'targets' | 'document' | null>(null);
  const close = () => setAdding(null);
  return (
    <div className="acts">
      {KINDS_WITHOUT_TARGETS.includes(receipt.kind) ? null : (
        <Button hasPopup="dialog" onPress={() => setAdding('targets')}>
          {t('queue:filed.addTargets')}
        </Button>
      )}
      <Button hasPopup="dialog" onPress={() => setAdding('document')}>
        {t('queue:filed.addDocument')}
      </Button>
      {adding === 'targets' ? <AddTargets notice={receipt} onClose={close} /> : null}
      {adding === 'document' ? <AddDocumentAct notice={receipt} onClose={close} /> : null}
    </div>
  );
}
