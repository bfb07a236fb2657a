import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';
import { Clause } from '../../parts/Clause.js';
import type { Provision } from '../../../domain/rulebook/citation.js';
import { sourceQuality, type SourceQuality } from './laws.js';
import type { Sourced } from './types.js';

/** The confidence in a fact; facts from memory are marked most prominently. */
export function Trust({ sourced }: { sourced: Sourced }) {
  const t = useWords();
  const { reviewer, source, citation, provision } = sourced;
  const quality = sourceQuality(sourced);
  if (quality === 'policy')
    return (
      <span className="muted fine trust">
        <Tag>{t('rulebook:confidence.policy')}</Tag>
      </span>
    );
  return (
    <span className="muted fine trust">
      {source} <QualityTag quality={quality} />{' '}
      {reviewer === null ? (
        <span className="unsure">{t('notice:unchecked')}</span>
      ) : (
        <span>{t('rulebook:fact.checkedBy', { name: reviewer })}</span>
      )}
      {provision === undefined ? null : <Place provision={provision} />}
      {citation === undefined ? null : <Clause citation={citation} />}
    </span>
  );
}

function Place({ provision: { id, pinpoint, unsure } }: { provision: Provision }) {
  const t = useWords();
  return (
    <>
      {' '}
      <span>
        {id}, {pinpoint}
      </span>
      {unsure === null ? null : <span className="unsure"> {t('rulebook:fact.placeUnsure', { unsure })}</span>}
    </>
  );
}

export function QualityTag({ quality }: { quality: SourceQuality }) {
  const t = useWords();
  if (quality === 'from_memory')
    return (
      <Tag tone="caution" icon="m-warn">
        {t('rulebook:confidence.from_memory')}
      </Tag>
    );
  return <Tag {...(quality === 'primary' ? { tone: 'ok' as const } : {})}>{t(`rulebook:confidence.${quality}`)}</Tag>;
}
