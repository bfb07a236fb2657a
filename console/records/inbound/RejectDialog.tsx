import { useState } from 'react';
import { useWords } from '../../words/use-words.js';
import { errorAt } from '../list/Field.js';
import { Saving } from '../list/Saving.js';
import { TextField } from '../list/TextField.js';
import { useChange } from '../people/use-change.js';
import type { InboundMail } from '../../http/types.js';

export function RejectDialog({ mail, onClose }: { mail: InboundMail; onClose: () => void }) {
  const t = useWords();
  const [reason, setReason] = useState('');
  const save = useChange({
    method: 'POST',
    path: `/v1/inbound/${mail.id}/reject`,
    done: t('inbound:rejected'),
    onDone: onClose,
  });
  return (
    <Saving
      title={t('inbound:rejectTitle')}
      body={t('inbound:rejectBody')}
      go={t('inbound:reject')}
      failed={t('inbound:notDone')}
      isSaving={save.isPending}
      error={save.error}
      fields={['reason']}
      why={reason.trim() === '' ? t('inbound:reasonWanted') : null}
      onSave={() => save.mutate({ reason: reason.trim() })}
      onClose={onClose}
    >
      <TextField
        label={t('inbound:reason')}
        value={reason}
        error={errorAt(save.error, '/reason')}
        onChange={setReason}
        autoFocus
      />
    </Saving>
  );
}
