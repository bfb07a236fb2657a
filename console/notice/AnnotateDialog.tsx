import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useNoticeForm } from '../forms/use-command-form.js';
import { useWords } from '../words/use-words.js';

export default function AnnotateDialog({ notice, onClose }: { notice: string; onClose: () => void }) {
  const t = useWords();
  const form = useNoticeForm(notice, 'annotate', {
    start: { text: '' },
    body: ({ text }) => ({ text: text.trim(), audience: 'internal' }),
    missing: t('notice:annotating.text'),
    done: t('notice:annotating.done'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('notice:annotating.title')}
      body={t('timeline:addHelp')}
      go={t('notice:annotating.go')}
      failed={t('notice:annotating.failed')}
      busy={t('notice:annotating.go')}
    >
      <TextField label={t('notice:annotating.text')} rows={4} {...form.field('text')} autoFocus />
    </CommandDialog>
  );
}
