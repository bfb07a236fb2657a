import { useQuery } from '@tanstack/react-query';
import { sessionStore } from '../http/session.js';
import { Dialog } from '../parts/Dialog.js';
import { Loading } from '../parts/Loading.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { ownRosterQuery } from './queries.js';
import { RosterFacts } from './RosterDetail.js';

/** What the roster says of the reader. */
export default function OwnRosterDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const me = useStore(sessionStore).session?.person.id ?? '';
  const entry = useQuery(ownRosterQuery(me));
  return (
    <Dialog title={t('roster:mine')} onClose={onClose} hasClose>
      {entry.data === undefined ? (
        <Loading query={entry} failed={t('roster:failed')} rows={3} />
      ) : (
        <>
          <RosterFacts entry={entry.data} />
          <p className="muted">{t('roster:askOps')}</p>
        </>
      )}
    </Dialog>
  );
}
