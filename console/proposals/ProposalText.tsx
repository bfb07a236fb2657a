import type { NoticeProposal } from '../http/types.js';
import { formatCountry, formatInstant, formatList } from '../parts/format.js';
import { Tag } from '../parts/Tag.js';
import { useWords, type Words } from '../words/use-words.js';
import { joinTexts } from '../parts/texts.js';
import { toRanges } from '../notice/targets/selection.js';

export function offerText({ kind, targets, countries, until, words }: NoticeProposal, t: Words): string {
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

export function ProposalText({ proposal }: { proposal: NoticeProposal }) {
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
