import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../http/may.js';
import type { Notice, NoticeProposal } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { RecordProposal, SettleProposal } from './ProposalActs.js';
import { queryListBelow } from '../http/queries.js';
import { formatCountry, formatInstant, formatList } from '../parts/format.js';
import { Tag } from '../parts/Tag.js';
import { useWords, type Words } from '../words/use-words.js';
import { joinTexts } from '../parts/texts.js';
import { toRanges } from '../../domain/targets/target-numbers.js';

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

function offerText({ kind, targets, countries, until, words }: NoticeProposal, t: Words): string {
  return joinTexts([
    kind === 'later' && until !== null ? t('proposals:says.until', { at: formatInstant(until) }) : '',
    targets === null ? '' : t('proposals:says.targets', { count: targets.length, numbers: formatRanges(targets) }),
    countries === null ? '' : t('proposals:says.countries', { countries: formatList(countries.map(formatCountry)) }),
    words,
  ]);
}

const formatRanges = (numbers: readonly number[]) =>
  toRanges(numbers)
    .map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`))
    .join(', ');

function ProposalText({ proposal }: { proposal: NoticeProposal }) {
  const t = useWords();
  const { n, by, at, document, state, settled, beyond, extended, kind } = proposal;
  return (
    <>
      <p className="flow">
        <b>{t(`proposals:by.${by}`, { n })}</b>
        <ProposalState state={state} />
      </p>
      <p dir="auto">{offerText(proposal, t)}</p>
      <p className="muted fine">
        {formatInstant(at)}. {documentText(document, t)}{' '}
        {settled === null ? null : t('proposals:settled', { at: formatInstant(settled.at), by: settled.by ?? '' })}{' '}
        {settled === null || settled.reason === '' ? null : settled.reason}
      </p>
      {beyond === 0 ? null : <p className="unsure">{t('proposals:beyond', { count: beyond })}</p>}
      {state === 'open' && by === 'authority' && kind === 'later' ? (
        <p className="muted fine">{t(extended ? 'proposals:extended' : 'proposals:notExtended')}</p>
      ) : null}
    </>
  );
}

function ProposalState({ state }: Pick<NoticeProposal, 'state'>) {
  const t = useWords();
  const words = t(`proposals:state.${state}`);
  if (state === 'open') return <Tag tone="caution">{words}</Tag>;
  return state === 'accepted' ? <Tag tone="ok">{words}</Tag> : <Tag>{words}</Tag>;
}

function documentText({ letter, reply, document }: NoticeProposal['document'], t: Words): string {
  if (letter !== null) return t('proposals:document.letter', { n: letter });
  if (reply !== null) return t('proposals:document.reply', { n: reply });
  return document === null
    ? t('proposals:document.meeting')
    : t('proposals:document.document', { sha256: document.slice(0, 12) });
}
