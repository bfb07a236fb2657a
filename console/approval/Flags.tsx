import type { ReactNode } from 'react';
import { formatNumber, withOwnTimes } from '../parts/format.js';
import { Icon, type IconName } from '../parts/Icon.js';
import { useWords } from '../words/use-words.js';
import { isPlainDoubt, type Flag } from './flags.js';
import type { LineFilter } from './types.js';

const LOOK: Record<Flag['tone'], { icon: IconName; ink: string }> = {
  guard: { icon: 'm-guard', ink: 'guard-ink' },
  urgent: { icon: 's-urgent', ink: 'urgent-ink' },
  caution: { icon: 'm-warn', ink: 'caution-ink' },
};

interface FlagsProps {
  flags: readonly Flag[];
  onShow: (filter: LineFilter) => void;
  /** The link to the facts that the flags are based on. */
  children: ReactNode;
}

export function Flags({ flags, onShow, children }: FlagsProps) {
  const t = useWords();
  return (
    <section>
      <div className="heading">{t('approval:flags.title')}</div>
      {flags.length === 0 ? <p className="muted">{t('approval:flags.none')}</p> : null}
      <ul className="flags">
        {flags.map(({ name, tone, count, values, show }) => {
          const words = { ...values, count, n: formatNumber(count) };
          const title = withOwnTimes(t(`approval:flag.${name}.title`, words));
          return (
            <li key={name}>
              <Icon name={LOOK[tone].icon} className={LOOK[tone].ink} />
              <div>
                <b className="medium">{title}</b>
                <p className="why">
                  {isPlainDoubt(name) ? t(`authenticity:doubt.${name}`) : t(`approval:flag.${name}.body`, words)}
                </p>
              </div>
              {show === null ? (
                <span />
              ) : (
                <button type="button" className="text-button link fine" onClick={() => onShow(show)}>
                  {count > 0 ? t('approval:flags.show', { n: formatNumber(count) }) : t('approval:flags.showAll')}
                  <span className="visually-hidden"> {title}</span>
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {children}
    </section>
  );
}
