import type { Enforcement } from '../http/types.js';
import { formatInstant, formatNumber } from '../parts/format.js';
import { Icon, type IconName } from '../parts/Icon.js';
import { useWords } from '../words/use-words.js';

const KINDS = ['proven', 'mismatch', 'unread', 'withoutState'] as const;
const LOOK: Record<(typeof KINDS)[number], { icon: IconName; ink: string }> = {
  proven: { icon: 's-met', ink: 'ok-ink' },
  mismatch: { icon: 'm-warn', ink: 'danger-ink' },
  unread: { icon: 's-calm', ink: 'muted' },
  withoutState: { icon: 'l-none', ink: 'muted' },
};

/** What the platform reported when its state was read back, as opposed to what it reported when it acted. */
export function Proof({ proof }: { proof: Enforcement['proof'] }) {
  const t = useWords();
  return (
    <section>
      <div className="section-head">
        <h2>{t('enforcement:proof.title')}</h2>
        <span className="muted fine">
          {proof === null ? '' : t('enforcement:proof.at', { at: formatInstant(proof.at) })}
        </span>
      </div>
      {proof === null ? (
        <p className="muted">{t('enforcement:proof.none')}</p>
      ) : (
        <ul className="lines">
          {KINDS.filter((kind) => kind === 'proven' || proof[kind] > 0).map((kind) => (
            <li key={kind}>
              <Icon name={LOOK[kind].icon} className={LOOK[kind].ink} />
              <span>
                <b className="number">{formatNumber(proof[kind])}</b> {t(`enforcement:proof.${kind}`)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
