import { useWords } from '../words/use-words.js';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useMay } from '../http/may.js';
import { countQuery, waitingQuery } from '../http/counts.js';
import { useShortcuts } from '../state/shortcuts.js';
import { askAgain, followEvents } from '../state/live.js';
import { readNotified } from '../state/notified.js';
import { sessionStore } from '../http/session.js';
import { useStore } from '../state/store.js';
import { syncSettings } from '../state/settings-sync.js';
import { useWhatIsOpen } from '../state/title.js';
import { Banners } from './Banners.js';
import { MessageTray } from './MessageTray.js';
import { OwnDialogs } from './OwnDialogs.js';
import { ownCommands } from './own-commands.js';
import { isOpenTo, PLACES } from './places.js';
import { PrintHead } from './PrintHead.js';
import { Side } from './Side.js';
import { SignInAgain } from './SignInAgain.js';
import { loadWords } from '../words/index.js';
import { lazyDialog } from '../parts/lazy-dialog.js';

const HelpDialog = lazyDialog(() => import('../help/HelpDialog.js'), 'help', 'terms');
const Palette = lazyDialog(() => import('./Palette.js'), 'search');

export function App() {
  const t = useWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const may = useMay();
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  const hearsEvents = may('notice.read_facts');
  useEffect(() => (hearsEvents ? followEvents(queries) : askAgain(queries)), [queries, hearsEvents]);
  useEffect(() => syncSettings(), []);
  // Preloaded so that no keystroke after Ctrl+K is lost; until it is shown, no letter key acts on the screen.
  useEffect(() => void Promise.all([import('./Palette.js'), loadWords('search')]), []);
  useTitle();
  useNotifications();
  const isWork = useWhatIsOpen().isWork;
  useShortcuts(
    [
      { id: 'palette', label: t('frame:find'), keys: '$mod+k', run: () => setOpen('palette'), hidden: true },
      { id: 'keys', label: t('frame:allKeys'), keys: 'Shift+? | ?', run: () => setOpen('keys') },
      ...PLACES.filter(({ to }) => isOpenTo(to, may)).map(({ to, name, keys }) => ({
        id: `go-${name}`,
        label: t(`frame:go.${name}`),
        keys,
        run: () => void navigate({ to }),
      })),
    ],
    'everywhere',
  );
  useShortcuts(ownCommands(t), 'own');
  return (
    <>
      <PrintHead />
      <div className={isWork ? 'app rail print-flow' : 'app print-flow'}>
        <a className="skip no-print" href="#content">
          {t('frame:skip')}
        </a>
        <Side onKeys={() => setOpen('keys')} />
        <main className="main print-flow" id="content" tabIndex={-1}>
          <Banners />
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
          <MessageTray />
        </main>
        {open === 'palette' ? <Palette onClose={() => setOpen(null)} /> : null}
        {open === 'keys' ? <HelpDialog onClose={() => setOpen(null)} /> : null}
        <OwnDialogs />
        <SignInAgain />
      </div>
    </>
  );
}

/** Loaded only where somebody has turned notifications on. */
function useNotifications(): void {
  const { session } = useStore(sessionStore);
  const person = session?.person.id;
  useEffect(() => {
    if (person !== undefined && readNotified() === person)
      void import('../for-me/push.js').then(({ continueHere }) => continueHere()).catch(() => undefined);
  }, [person]);
}

/** The title counts what is unread for the reader and overdue deadlines, so that a background tab shows them. */
function useTitle(): void {
  const t = useWords();
  const { what } = useWhatIsOpen();
  const unread = useQuery({ ...waitingQuery('unread'), refetchInterval: 60_000 }).data ?? 0;
  const reads = useMay()('notice.read_facts');
  const overdue = useQuery({ ...countQuery('overdue=true'), refetchInterval: 60_000, enabled: reads }).data ?? 0;
  useEffect(() => {
    const name = what === '' ? t('frame:name') : what;
    const counts = [unread, overdue > 0 && t('frame:page.overdue', { count: overdue })].filter(Boolean);
    document.title = `${counts.length > 0 ? `(${counts.join(', ')}) ` : ''}${t('frame:page.title', { what: name })}`;
  }, [t, what, unread, overdue]);
}
