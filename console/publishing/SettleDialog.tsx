import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { noticeKeys } from '../http/use-write.js';
import { useWords } from '../words/use-words.js';

/** Records what a person found at Lumen for a version whose response was lost. */
export function SettleDialog({ notice, version, onClose }: { notice: string; version: number; onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/notices/${notice}/lumen/${version}/settle`,
    refresh: noticeKeys(notice),
    start: { receipt: '' },
    body: ({ receipt }) =>
      receipt.trim() === '' ? { outcome: 'again' } : { outcome: 'accepted', receipt: receipt.trim() },
    done: t('publishing:publications.said'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('publishing:publications.settleAsk')}
      body={t('publishing:publications.settleBody')}
      go={t(`publishing:publications.${form.values.receipt.trim() === '' ? 'again' : 'there'}`)}
    >
      <TextField label={t('publishing:publications.settleReceipt')} {...form.field('receipt')} />
    </CommandDialog>
  );
}
