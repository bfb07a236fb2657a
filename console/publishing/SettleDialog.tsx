import { useState } from 'react';
import { ActDialog, ActField } from '../notice/acts/ActDialog.js';
import { useWords } from '../words/use-words.js';
import { usePublishing } from './queries.js';

/** Records what a person found at Lumen for a version whose response was lost. */
export function SettleDialog({ notice, version, onClose }: { notice: string; version: number; onClose: () => void }) {
  const t = useWords();
  const [receipt, setReceipt] = useState('');
  const settle = usePublishing(notice, { done: t('publishing:publications.said'), onDone: onClose });
  const isThere = receipt.trim() !== '';
  const body = isThere ? { outcome: 'accepted', receipt: receipt.trim() } : { outcome: 'again' };
  return (
    <ActDialog
      title={t('publishing:publications.settleAsk')}
      body={t('publishing:publications.settleBody')}
      go={t(`publishing:publications.${isThere ? 'there' : 'again'}`)}
      why={null}
      pending={settle.isPending}
      error={settle.error}
      onGo={() => settle.mutate({ path: `lumen/${version}/settle`, body })}
      onClose={onClose}
    >
      <ActField label={t('publishing:publications.settleReceipt')} value={receipt} onChange={setReceipt} />
    </ActDialog>
  );
}
