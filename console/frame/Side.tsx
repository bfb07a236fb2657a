import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { waitingQuery, type WaitingList } from '../http/counts.js';
import { useMay } from '../http/may.js';
import { sessionStore } from '../http/session.js';
import { formatNumber } from '../parts/format.js';
import { Keys } from '../parts/Keys.js';
import { lazyDialog } from '../parts/lazy-dialog.js';
import { useStore } from '../state/store.js';
import { isOpenTo, PLACES, type PlaceName } from './places.js';
import { usePlace } from './use-place.js';
import { Count, Views } from './Views.js';
import type { Role } from '../../domain/people/permission.js';
import { useWords } from '../words/use-words.js';

const NarrowMenu = lazyDialog(() => import('./NarrowMenu.js'));
const OwnDialog = lazyDialog(() => import('./OwnDialog.js'));

export function Side({ onKeys }: { onKeys: () => void }) {
  const t = useWords();
  const may = useMay();
  const { session } = useStore(sessionStore);
  const roles = session?.roles ?? [];
  const here = usePlace();
  const [menu, setMenu] = useState(false);
  const reads = may('notice.read_facts');
  // People who cannot read notices see their own submissions in place of the queue, without counts.
  const formatName = (name: PlaceName) => (name === 'queue' && !reads ? t('queue:filed.title') : t(`frame:go.${name}`));
  const waiting = (name: PlaceName) => (reads || name === 'forMe' ? WAITING[name] : null);
  const shown = (group: 'work' | 'records') =>
    PLACES.filter((place) => place.group === group && isOpenTo(place.to, may));
  return (
    <nav className="side no-print" aria-label={t('frame:main')}>
      <Link className="brand" to="/">
        {t('frame:name')}
      </Link>
      <div className="scrolls">
        <div className="places">
          {shown('work').map(({ to, name, keys }) => (
            <Entry key={to} to={to} keys={keys} label={formatName(name)} isHere={here === to} count={waiting(name)} />
          ))}
          <button
            type="button"
            className="text-button folded"
            aria-haspopup="dialog"
            aria-current={shown('records').some(({ to }) => to === here) ? 'page' : undefined}
            onClick={() => setMenu(true)}
          >
            {t('frame:others')}
          </button>
        </div>
        <div className="views">
          {reads ? <Views /> : null}
          <h2 className="heading">{t('frame:records')}</h2>
          <div className="places">
            {shown('records').map(({ to, name }) => (
              <Entry key={to} to={to} label={t(`frame:go.${name}`)} isHere={here === to} />
            ))}
          </div>
        </div>
      </div>
      {menu ? <NarrowMenu onClose={() => setMenu(false)} /> : null}
      <OwnMenu name={session?.person.name ?? ''} roles={roles} onKeys={onKeys} />
    </nav>
  );
}

interface EntryProps {
  to: (typeof PLACES)[number]['to'];
  label: string;
  keys?: string;
  isHere: boolean;
  count?: ReactNode;
}

function Entry({ to, label, keys, isHere, count }: EntryProps) {
  return (
    <Link to={to} aria-current={isHere ? 'page' : undefined} title={label}>
      <span className="cut">{label}</span>
      {keys === undefined ? null : <Keys of={keys} />}
      {count}
    </Link>
  );
}

const WAITING: Partial<Record<string, ReactNode>> = {
  forMe: <Total of="unread" isSilent />,
  queue: <Count of="open=true" />,
  approvals: <Count of="stage=approval" />,
  enforcement: <Count of="stage=enforcement" />,
  ops: <Total of="alerts" />,
  inbound: <Total of="mail" isSilent />,
  changes: <Total of="changes" isSilent />,
  secondReviews: <Total of="secondReviews" isSilent />,
  appeals: <Total of="appeals" isSilent />,
};

interface TotalProps {
  of: WaitingList;
  /** Shows nothing for none. */
  isSilent?: boolean;
}

function Total({ of, isSilent = false }: TotalProps) {
  const { data: total } = useQuery(waitingQuery(of));
  return total === undefined || (isSilent && total === 0) ? null : (
    <span className="number">{formatNumber(total)}</span>
  );
}

interface OwnMenuProps {
  name: string;
  roles: readonly Role[];
  onKeys: () => void;
}

/** The reader's name; it opens what is theirs alone. */
function OwnMenu({ name, roles, onKeys }: OwnMenuProps) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const roleNames = roles.map((role) => t(`frame:role.${role}`)).join(', ');
  return (
    <div className="foot">
      <button type="button" className="text-button own-menu" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span className="medium">{name}</span>
        <span className="faint fine">{roleNames}</span>
        <span className="faint fine">{t('frame:settings')}</span>
      </button>
      {isOpen ? <OwnDialog onKeys={onKeys} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
