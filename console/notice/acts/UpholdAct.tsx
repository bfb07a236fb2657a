import { useState } from 'react';
import { useCommand } from '../../http/commands.js';
import type { Notice } from '../../http/types.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';
import { ActDialog, ActField } from './ActDialog.js';

/** Lets counsel enforce an order although it is not in effect. */
export function UpholdAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const [reason, setReason] = useState('');
  const uphold = useCommand(notice.id, 'uphold-order', () => {
    say(t('acts:uphold.done'));
    onClose();
  });
  return (
    <ActDialog
      title={t('acts:uphold.title')}
      body={t('acts:uphold.body', { status: t(`words:orderStatus.${notice.orderStatus}`) })}
      go={t('acts:uphold.go')}
      why={reason.trim() === '' ? t('acts:reasonWhy') : null}
      danger
      pending={uphold.isPending}
      error={uphold.error}
      onGo={() => uphold.mutate({ reason: reason.trim() })}
      onClose={onClose}
    >
      <ActField label={t('acts:reason')} rows={3} value={reason} onChange={setReason} autoFocus />
    </ActDialog>
  );
}
