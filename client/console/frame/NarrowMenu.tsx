import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';
import { Dialog } from '../parts/Dialog.js';

const PLACES = [
  ['/', 'queue'],
  ['/approvals', 'approvals'],
  ['/enforcement', 'enforcement'],
  ['/ops', 'ops'],
  ['/intake', 'intake'],
  ['/restrictions', 'restrictions'],
  ['/authorities', 'authorities'],
  ['/people', 'people'],
  ['/rulebook', 'rulebook'],
  ['/reports', 'reports'],
  ['/audit', 'audit'],
  ['/outbox', 'outbox'],
] as const;

/** The side bar on small windows. */
export function NarrowMenu({ onClose }: { onClose: () => void }) {
  const t = useWords();
  return (
    <Dialog title={t('frame:main')} onClose={onClose}>
      <nav className="nav" aria-label={t('frame:main')}>
        {PLACES.map(([to, name]) => (
          <Link key={to} to={to} onClick={onClose}>
            {t(`frame:go.${name}`)}
          </Link>
        ))}
      </nav>
    </Dialog>
  );
}
