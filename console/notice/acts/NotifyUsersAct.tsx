import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, makeKey } from '../../http/call.js';
import type { Notice } from '../../http/types.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';
import { ActDialog, ActField } from './ActDialog.js';

const WAYS = ['again', 'notified_otherwise'] as const;

/** Handles user notices that the platform did not deliver: retries them, or records that people did it another way. */
export function NotifyUsersAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [action, setAction] = useState<(typeof WAYS)[number]>('again');
  const [reason, setReason] = useState('');
  const userNotice = useMutation({
    mutationFn: () =>
      call<{ messages: number }>('POST', `/v1/notices/${notice.id}/notify-users`, {
        body: { action, reason: reason.trim() },
        key: makeKey(),
      }),
    onSuccess: ({ messages }) => {
      say(t('acts:userNotice.done', { count: messages }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice.id] }),
  });
  return (
    <ActDialog
      title={t('acts:userNotice.title')}
      body={t(`acts:userNotice.body.${action}`)}
      go={t('acts:userNotice.go')}
      why={reason.trim() === '' ? t('acts:reasonWhy') : null}
      pending={userNotice.isPending}
      error={userNotice.error}
      onGo={() => userNotice.mutate()}
      onClose={onClose}
    >
      <div className="segments" role="group" aria-label={t('acts:userNotice.title')}>
        {WAYS.map((way) => (
          <button key={way} type="button" aria-pressed={action === way} onClick={() => setAction(way)}>
            {t(`acts:userNotice.way.${way}`)}
          </button>
        ))}
      </div>
      <ActField label={t('acts:reason')} rows={2} value={reason} onChange={setReason} />
    </ActDialog>
  );
}
