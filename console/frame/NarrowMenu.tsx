import { isOpenTo, PLACES, type Place } from './places.js';
import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';
import { useMay } from '../http/may.js';
import { Dialog } from '../parts/Dialog.js';
import { findShortcut } from '../state/shortcuts.js';
import { usePlace } from './use-place.js';
import { Views } from './Views.js';
import { OwnSettings } from './OwnSettings.js';

export default function NarrowMenu({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const may = useMay();
  const here = usePlace();
  const reads = may('notice.read_facts');
  const links = (group: Place['group']) =>
    PLACES.filter((place) => place.group === group && isOpenTo(place.to, may)).map(({ to, name }) => (
      <Link key={to} to={to} onClick={onClose} aria-current={here === to ? 'page' : undefined}>
        {name === 'queue' && !reads ? t('queue:filed.title') : t(`frame:go.${name}`)}
      </Link>
    ));
  return (
    <Dialog title={t('frame:main')} onClose={onClose}>
      <nav className="side-inside" aria-label={t('frame:main')}>
        <div className="places">{links('work')}</div>
        {reads ? <Views onGo={onClose} /> : null}
        <h2 className="heading">{t('frame:records')}</h2>
        <div className="places">{links('records')}</div>
      </nav>
      <div className="stack gap-above">
        <OwnSettings
          onKeys={() => {
            onClose();
            findShortcut('keys')?.run();
          }}
        />
      </div>
    </Dialog>
  );
}
