import { useWords } from '../words/use-words.js';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useColleagues } from '../http/colleagues.js';
import { command } from '../http/commands.js';
import { say } from '../state/message.js';
import { Dialog } from './Dialog.js';
import { Failure } from './Failure.js';

export function AssignDialog({ notices, onClose }: { notices: readonly string[]; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const people = useColleagues().filter(({ roles }) =>
    roles.some((role) => role === 'reviewer' || role === 'approver' || role === 'counsel'),
  );
  const [to, setTo] = useState('');
  const chosen = people.find(({ id }) => id === to);
  const assign = useMutation({
    mutationFn: async () => {
      for (const id of notices) await command(id, 'assign', { to: chosen?.id ?? '' });
    },
    onSuccess: () => {
      say(t('queue:done.assign', { count: notices.length, name: chosen?.name ?? '' }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <Dialog
      title={t('queue:assignTo.title', { count: notices.length })}
      onClose={onClose}
      go={{
        label: t('queue:assignTo.go'),
        run: () => assign.mutate(),
        // No colleague is preselected: an early keystroke must not reassign a notice.
        why: chosen === undefined ? t('queue:assignTo.choose') : null,
        busy: assign.isPending ? t('queue:assignTo.go') : null,
      }}
    >
      <p>{t('queue:assignTo.body')}</p>
      <label>
        {t('queue:assignTo.person')}
        <span className="field">
          <select value={chosen?.id ?? ''} onChange={(event) => setTo(event.target.value)} autoFocus>
            <option value="">{t('queue:assignTo.choose')}</option>
            {people.map(({ id, name, roles }) => (
              <option key={id} value={id}>
                {name}, {roles.map((role) => t(`frame:role.${role}`)).join(', ')}
              </option>
            ))}
          </select>
        </span>
      </label>
      {assign.error === null ? null : <Failure title={t('queue:failed.assign')} error={assign.error} />}
    </Dialog>
  );
}
