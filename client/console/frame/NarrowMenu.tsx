import { PLACES } from './places.js';
import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';
import { useMay } from '../http/may.js';
import { Dialog } from '../parts/Dialog.js';
import { findCommand } from '../state/commands.js';
import { OwnSettings } from './OwnSettings.js';

/** The side bar on small windows. */
export function NarrowMenu({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const may = useMay();
  return (
    <Dialog title={t('frame:main')} onClose={onClose}>
      <nav className="nav" aria-label={t('frame:main')}>
        {PLACES.filter(({ needs }) => needs === undefined || needs.some(may)).map(({ to, name }) => (
          <Link key={to} to={to} onClick={onClose}>
            {t(`frame:go.${name}`)}
          </Link>
        ))}
      </nav>
      <div className="own">
        <OwnSettings
          onKeys={() => {
            onClose();
            findCommand('keys')?.run();
          }}
        />
      </div>
    </Dialog>
  );
}
