import { Tick } from '../forms/choices.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useNoticeForm } from '../forms/use-command-form.js';
import type { LumenState } from '../http/types.js';
import { useWords } from '../words/use-words.js';
import { Redactions } from './Redactions.js';

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
