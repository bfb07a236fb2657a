import { Tick } from '../../../console/forms/choices.js';
import { CommandDialog } from '../../../console/forms/CommandDialog.js';
import { TextField } from '../../../console/forms/TextField.js';
import { useCommandForm, useNoticeForm } from '../../../console/forms/use-command-form.js';
import { noticeKeys } from '../../../console/http/use-write.js';
import type { LumenState } from './types.js';
import { useWords } from '../../../console/words/use-words.js';

interface LumenDialogProps {
  notice: string;
  proposal: NonNullable<LumenState['proposal']>;
  onClose: () => void;
}

export function LumenDialog({ notice, proposal: { redactions, urls, ...start }, onClose }: LumenDialogProps) {
  const t = useWords();
  const form = useNoticeForm(notice, 'lumen', {
    start,
    body: (texts) => texts,
    missing: t('publishing:publications.need'),
    done: t('publishing:publications.done'),
    onClose,
  });
  const { field } = form;
  return (
    <CommandDialog
      form={form}
      title={t('publishing:publications.lumen.ask')}
      body={t('publishing:publications.lumen.body')}
      go={t('publishing:publications.go')}
    >
      <TextField label={t('publishing:publications.heading')} {...field('title')} />
      <TextField label={t('publishing:publications.lumen.subject')} {...field('subject')} />
      <TextField label={t('publishing:publications.lumen.reference')} {...field('reference')} />
      <TextField label={t('publishing:publications.lumen.document')} rows={10} {...field('body')} />
      <Tick label={t('publishing:publications.lumen.items', { count: urls })} {...field('items')} />
      <Redactions title={t('publishing:publications.lumen.accepted')} redactions={redactions} />
    </CommandDialog>
  );
}

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

export function Redactions(props: { title: string; redactions: LumenState['versions'][number]['remaining'] }) {
  const { title, redactions } = props;
  const t = useWords();
  if (redactions.length === 0) return null;
  return (
    <section>
      <p className="medium">{title}</p>
      <ul>
        {redactions.map(({ kind, text }, place) => (
          <li key={`${place} ${text}`} dir="auto">
            {t(`publishing:publications.kind.${kind}`)}: {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
