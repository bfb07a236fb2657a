import type { ReactNode } from 'react';
import type { Correspondence, Letter } from '../http/types.js';
import { Instant } from '../parts/Instant.js';
import { Tag } from '../parts/Tag.js';
import { useWords, type Words } from '../words/use-words.js';
import type { IconName } from '../parts/Icon.js';

const LOOK: Partial<Record<Letter['state'], { tone: 'ok' | 'danger'; icon: IconName }>> = {
  sent: { tone: 'ok', icon: 's-met' },
  bounced: { tone: 'danger', icon: 'm-x' },
  failed: { tone: 'danger', icon: 'm-x' },
};

function LetterState({ state }: { state: Letter['state'] }) {
  const t = useWords();
  return <Tag {...(LOOK[state] ?? { icon: 's-calm' })}>{t(`letters:state.${state}`)}</Tag>;
}

interface LetterLineProps {
  what: string;
  who: string | null;
  isAt: boolean;
  onPress: () => void;
  status: ReactNode;
  children?: ReactNode;
}

export function LetterLine({ what, who, isAt, onPress, status, children }: LetterLineProps) {
  return (
    <button
      type="button"
      className={isAt ? 'letter-line current' : 'letter-line'}
      aria-current={isAt ? 'true' : undefined}
      onClick={onPress}
    >
      <b>{what}</b>
      {status}
      <span className="muted fine cut">{who}</span>
      {children}
    </button>
  );
}

interface CorrespondenceListProps {
  items: readonly Correspondence[];
  at: number;
  onAt: (at: number) => void;
}

export function CorrespondenceList({ items, at, onAt }: CorrespondenceListProps) {
  const t = useWords();
  return (
    <ul>
      {items.map((item, place) => (
        <li key={item.id}>
          <LetterLine
            what={describeCorrespondence(item, t)}
            who={item.kind === 'letter' ? (item.with ?? t('letters:nobody')) : (item.with ?? item.subject)}
            isAt={place === at}
            onPress={() => onAt(place)}
            status={
              item.state !== null ? (
                <LetterState state={item.state} />
              ) : item.isRead === false ? (
                <Tag tone="caution">{t('correspondence:unread')}</Tag>
              ) : (
                <span />
              )
            }
          >
            {item.kind === 'letter' && item.state !== 'sent' ? (
              <span />
            ) : (
              <Instant className="faint fine number" at={item.at} short />
            )}
          </LetterLine>
        </li>
      ))}
    </ul>
  );
}

export function describeCorrespondence({ kind, letter, interim }: Correspondence, t: Words): string {
  if (interim) return t('updates:interim');
  if (kind === 'letter') return letter === null ? '' : t(`letters:kind.${letter}`);
  return t(`correspondence:kind.${kind}`);
}
