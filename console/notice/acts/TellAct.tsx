import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, makeKey } from '../../http/call.js';
import type { Notice } from '../../http/types.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';
import { ActDialog, ActField } from './ActDialog.js';

const WAYS = ['again', 'told_otherwise'] as const;

/** Handles user notices that the platform did not deliver: retries them, or records that people did it another way. */
export function TellAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [action, setAction] = useState<(typeof WAYS)[number]>('again');
  const [reason, setReason] = useState('');
  const tell = useMutation({
    mutationFn: () =>
      call<{ messages: number }>('POST', `/v1/notices/${notice.id}/tell-users`, {
        body: { action, reason: reason.trim() },
        key: makeKey(),
      }),
    onSuccess: ({ messages }) => {
      say(t('acts:tell.done', { count: messages }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice.id] }),
  });
  return (
    <ActDialog
      title={t('acts:tell.title')}
      body={t(`acts:tell.body.${action}`)}
      go={t('acts:tell.go')}
      why={reason.trim() === '' ? t('acts:reasonWhy') : null}
      pending={tell.isPending}
      error={tell.error}
      onGo={() => tell.mutate()}
      onClose={onClose}
    >
      <div className="segments" role="group" aria-label={t('acts:tell.title')}>
        {WAYS.map((way) => (
          <button key={way} type="button" aria-pressed={action === way} onClick={() => setAction(way)}>
            {t(`acts:tell.way.${way}`)}
          </button>
        ))}
      </div>
      <ActField label={t('acts:reason')} rows={2} value={reason} onChange={setReason} />
    </ActDialog>
  );
}
