import { useState } from 'react';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { errorAt } from '../list/Field.js';
import { TextField } from '../list/TextField.js';
import { useChange } from '../people/use-change.js';
import type { AdministrationChange } from '../../http/types.js';

/** Confirms or rejects another person's change. A confirmed key waits for its owner to claim it. */
export function Decide({ change: { id, kind, subject, requestedBy, expiresAt } }: { change: AdministrationChange }) {
  const t = useWords();
  const may = useMay();
  const [reason, setReason] = useState('');
  const confirm = useChange({
    method: 'POST',
    path: `/v1/changes/${id}/confirm`,
    done: t(kind === 'key' ? 'records:changes.keyClaim' : 'records:changes.confirmed', { name: subject.name }),
  });
  const refuse = useChange({
    method: 'POST',
    path: `/v1/changes/${id}/refuse`,
    done: t('records:changes.refused', { name: subject.name }),
  });
  const isMine = sessionStore.get().session?.person.id === requestedBy.id;
  const why = isMine ? t('records:changes.own') : may('changes.decide') ? null : t('records:changes.mayNot');
  const given = reason.trim() === '' ? {} : { reason: reason.trim() };
  const error = confirm.error ?? refuse.error;
  return (
    <section>
      <p>{t('records:changes.openUntil', { time: formatInstant(expiresAt) })}</p>
      <TextField
        label={t('records:changes.reason')}
        value={reason}
        error={errorAt(error, '/reason')}
        onChange={setReason}
      />
      <div className="acts">
        <Button
          variant="primary"
          why={why}
          showWhy
          busy={confirm.isPending ? t('records:saving') : null}
          onPress={() => confirm.mutate(given)}
        >
          {t('records:changes.confirm')}
        </Button>
        <Button why={why} busy={refuse.isPending ? t('records:saving') : null} onPress={() => refuse.mutate(given)}>
          {t('records:changes.refuse')}
        </Button>
      </div>
      {error === null ? null : <Failure title={t('records:changes.notDecided')} error={error} />}
    </section>
  );
}
