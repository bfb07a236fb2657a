import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionStore } from '../http/session.js';
import { RECORD_KEYS, useWrite } from '../http/use-write.js';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { Loading } from '../parts/Loading.js';
import { AbsenceDialog } from '../records/people/AbsenceDialog.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { ownRosterQuery, type RosterEntry } from './queries.js';
import { RosterFacts } from './RosterDetail.js';

export default function OwnRosterDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const me = useStore(sessionStore).session?.person.id ?? '';
  const entry = useQuery(ownRosterQuery(me));
  const [isEntering, setEntering] = useState(false);
  if (isEntering && entry.data !== undefined) return <AbsenceDialog person={entry.data} onClose={onClose} />;
  return (
    <Dialog title={t('roster:mine')} onClose={onClose} hasClose>
      {entry.data === undefined ? (
        <Loading query={entry} failed={t('roster:failed')} rows={3} />
      ) : (
        <>
          <RosterFacts entry={entry.data} />
          <p className="muted">{t('roster:askOps')}</p>
          <OwnAbsence entry={entry.data} onEnter={() => setEntering(true)} />
        </>
      )}
    </Dialog>
  );
}

function OwnAbsence({ entry: { id, absences }, onEnter }: { entry: RosterEntry; onEnter: () => void }) {
  const t = useWords();
  const end = useWrite({
    refresh: RECORD_KEYS,
    to: `/v1/people/${id}/absence`,
    done: t('roster:absence.ended'),
  });
  return (
    <div className="acts">
      <Button onPress={onEnter} hasPopup="dialog">
        {t('roster:absence.enter')}
      </Button>
      {absences.length === 0 ? null : (
        <Button busy={end.isPending ? t('frame:saving') : null} onPress={() => end.mutate({ over: true })}>
          {t('roster:absence.end')}
        </Button>
      )}
      <Failure title={t('roster:absence.notEnded')} error={end.error} />
    </div>
  );
}
