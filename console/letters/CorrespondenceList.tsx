import type { ReactNode } from 'react';
import type { Correspondence, Letter } from '../http/types.js';
import { Instant } from '../parts/Instant.js';
import { Tag } from '../parts/Tag.js';
import { useWords, type Words } from '../words/use-words.js';

function LetterState({ state }: { state: Letter['state'] }) {
  const t = useWords();
  const words = t(`letters:state.${state}`);
  if (state === 'sent') {
    return (
      <Tag tone="ok" icon="s-met">
        {words}
      </Tag>
    );
  }
  if (state === 'bounced' || state === 'failed') {
    return (
      <Tag tone="danger" icon="m-x">
        {words}
      </Tag>
    );
  }
  return <Tag icon="s-calm">{words}</Tag>;
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
