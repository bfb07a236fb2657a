import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isOneOf } from '../../domain/is-one-of.js';
import { getKeys } from '../../domain/record-keys.js';
import { PRIORITIES } from '../../domain/notices/notice.js';
import { lawQuery } from '../http/queries.js';
import type { Notice } from '../http/types.js';
import { formatCountry, formatDuration, formatInstant, formatList } from '../parts/format.js';
import { reachList } from '../parts/reach.js';
import { useWords, type Words } from '../words/use-words.js';
import { channelText } from './channel-text.js';
import { Button } from '../parts/Button.js';
import { EvidenceButton } from './sender/EvidenceButton.js';

export function listNoticeFacts(notice: Notice, t: Words, onVerify: (() => void) | null): [string, ReactNode][] {
  const at = (instant: string | null) => (instant === null ? t('notice:facts.none') : formatInstant(instant));
  const facts: [string, ReactNode][] = [
    [t('notice:facts.kind'), t(`words:kind.${notice.kind}`)],
    [t('notice:facts.authority'), `${notice.authority.name}, ${formatCountry(notice.authority.country)}`],
    [t('notice:facts.authenticity'), <Sender key="sender" notice={notice} onVerify={onVerify} />],
    [t('notice:facts.regime'), <Law key="law" notice={notice} />],
    [t('notice:facts.reference'), notice.reference],
    [t('notice:facts.issued'), at(notice.issuedAt)],
    [t('notice:facts.served'), at(notice.servedAt)],
    [t('notice:facts.received'), at(notice.receivedAt)],
    [t('notice:facts.channel'), channelText(notice.channel, t)],
    [t('notice:facts.ordered'), orderedText(notice, t)],
    [t('notice:facts.reaches'), reachList(notice.defaultCountries ?? [notice.jurisdiction])],
    [t('notice:facts.secrecy'), t(`words:secrecy.${notice.secrecy.level}`)],
  ];
  for (const field of getKeys(notice.details)) facts.push([t(`notice:detail.${field}`), notice.details[field]]);
  if (notice.effectiveUntil !== null) facts.push([t('notice:facts.until'), at(notice.effectiveUntil)]);
  if (notice.handover !== null) facts.push([t('notice:facts.handover'), notice.handover.note]);
  if (notice.queue) {
    const link = (
      <Link to="/" search={{ queue: notice.queue }}>
        {notice.queue}
      </Link>
    );
    const { routed } = notice;
    facts.push([
      t('notice:facts.queue'),
      routed === null ? (
        link
      ) : (
        <>
          {link} <span className="muted">{t('notice:facts.byRule', { rule: routed.rule })}</span>
        </>
      ),
    ]);
  }
  if (notice.priority)
    facts.push([
      t('notice:facts.priority'),
      isOneOf(PRIORITIES, notice.priority) ? t(`words:priority.${notice.priority}`) : notice.priority,
    ]);
  if (notice.outcome !== null) facts.push([t('notice:facts.outcome'), t(`words:outcome.${notice.outcome}`)]);
  return facts;
}

function Law({ notice: { regime, receivedAt, lawCandidates } }: { notice: Notice }) {
  const t = useWords();
  const { data } = useQuery(lawQuery(regime.id, receivedAt));
  return (
    <>
      {data === undefined ? null : `${data.title} `}
      <span className="faint fine nowrap">
        {regime.id}, {regime.version}
      </span>
      {lawCandidates.length === 0 ? null : (
        <span className="unsure block">
          {t('notice:facts.orLaw', { ids: formatList(lawCandidates.map(({ id }) => id)) })}
        </span>
      )}
    </>
  );
}

function orderedText({ orderedDeadline }: Notice, t: Words): string {
  if (orderedDeadline === null) return t('notice:facts.none');
  const { at, within } = orderedDeadline;
  if (typeof at === 'string') return t('notice:facts.at', { at: formatInstant(at) });
  if (typeof within === 'string') return t('notice:facts.within', { span: formatDuration(within) });
  return t('notice:facts.immediately');
}

function Sender({ notice, onVerify }: { notice: Notice; onVerify: (() => void) | null }) {
  const t = useWords();
  return (
    <>
      {t(`words:authenticity.${notice.authenticity}`)}{' '}
      {onVerify === null ? null : (
        <Button size="small" variant="quiet" keys="w" onPress={onVerify} hasPopup="dialog">
          {t('sender:act')}
        </Button>
      )}
      <EvidenceButton notice={notice} />
    </>
  );
}
