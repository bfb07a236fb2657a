import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../http/may.js';
import type { Notice, NoticeProposal } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { useWords } from '../words/use-words.js';
import { RecordProposal, SettleProposal } from './ProposalActs.js';
import { ProposalText } from './ProposalText.js';
import { queryListBelow } from '../http/queries.js';

export function Proposals({ notice }: { notice: Notice }) {
  const t = useWords();
  const may = useMay();
  const { data, error, refetch } = useQuery(proposalsQuery(notice.id));
  const [settling, setSettling] = useState<number | 'new' | null>(null);
  const items = data?.items ?? [];
  const chosen = items.find(({ n }) => n === settling);
  const isClosed = notice.stage === 'closed';
  const why = may('record_dialogue') ? (isClosed ? t('proposals:closed') : null) : t('proposals:mayNot');
  const close = () => setSettling(null);
  return (
    <>
      <h2 className="band muted">{t('proposals:title')}</h2>
      <Failure title={t('proposals:failed')} error={error} onRetry={() => void refetch()} />
      <ul>
        {items.map((proposal) => (
          <li key={proposal.n} className="pad">
            <ProposalText proposal={proposal} />
            {proposal.state === 'open' ? (
              <Button
                size="small"
                label={`${t('proposals:settle.short')} ${proposal.n}`}
                why={why}
                onPress={() => setSettling(proposal.n)}
              >
                {t('proposals:settle.short')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="pad">
        {data !== undefined && items.length === 0 ? <p className="muted">{t('proposals:none')}</p> : null}
        <Button size="small" why={why} onPress={() => setSettling('new')}>
          {t('proposals:record.open')}
        </Button>
      </div>
      {settling === 'new' ? <RecordProposal notice={notice.id} onClose={close} /> : null}
      {chosen === undefined ? null : <SettleProposal notice={notice.id} proposal={chosen} onClose={close} />}
    </>
  );
}

export function OnTheTable({ notice }: { notice: Notice }) {
  const t = useWords();
  const open = (useQuery(proposalsQuery(notice.id)).data?.items ?? []).filter(({ state }) => state === 'open');
  if (open.length === 0) return null;
  return (
    <section aria-label={t('proposals:onTheTable')}>
      <div className="heading">{t('proposals:onTheTable')}</div>
      <ul>
        {open.map((proposal) => (
          <li key={proposal.n}>
            <ProposalText proposal={proposal} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const proposalsQuery = queryListBelow<NoticeProposal>('proposals');
