import { useState } from 'react';
import { useNoticeByNumber } from '../../linked/find-notice.js';
import { useWords } from '../../words/use-words.js';
import { errorAt } from '../list/Field.js';
import { Saving } from '../list/Saving.js';
import { TextField } from '../list/TextField.js';
import { useChange } from '../people/use-change.js';
import type { InboundMail } from '../../http/types.js';

export function AttachDialog({ mail, onClose }: { mail: InboundMail; onClose: () => void }) {
  const t = useWords();
  const [number, setNumber] = useState(/N-\d{4}-\d{6,}/i.exec(mail.subject)?.[0] ?? '');
  const notice = useNoticeByNumber(number) ?? null;
  const save = useChange({
    method: 'POST',
    path: `/v1/inbound/${mail.id}/attach`,
    done: t('inbound:attached'),
    onDone: onClose,
  });
  return (
    <Saving
      title={t('inbound:joinTitle')}
      body={t('inbound:joinBody')}
      go={t('inbound:join')}
      failed={t('inbound:notDone')}
      isSaving={save.isPending}
      error={save.error}
      fields={['notice']}
      why={notice === null ? t('inbound:noticeWanted') : null}
      onSave={() => save.mutate({ notice: notice?.id })}
      onClose={onClose}
    >
      <TextField
        label={t('records:notice')}
        value={number}
        error={errorAt(save.error, '/notice')}
        help={notice?.subject ?? ''}
        onChange={setNumber}
        autoFocus
      />
    </Saving>
  );
}
