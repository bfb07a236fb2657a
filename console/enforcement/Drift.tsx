import type { Notice } from '../http/types.js';
import { formatInstant } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useWords } from '../words/use-words.js';

/** Alert kinds that concern the platform; each states what happened automatically. */
const KINDS = [
  'platform_drift',
  'platform_outage',
  'platform_refused',
  'owner_changed',
  'protected_class_changed',
  'enforcement_refused',
  'restore_due',
];

export function Drift({ notice }: { notice: Notice }) {
  const t = useWords();
  const open = notice.alert.filter(({ kind }) => KINDS.includes(kind));
  if (open.length === 0) return null;
  return (
    <section aria-label={t('enforcement:alert')}>
      <ul className="flags">
        {open.map(({ id, summary, since }) => (
          <li key={id}>
            <Icon name="m-warn" className="caution-ink" />
            <div>
              <b className="medium">{summary}</b>
              <p className="why">{t('enforcement:since', { at: formatInstant(since) })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
