import { CommandDialog } from '../../../console/forms/CommandDialog.js';
import { TextField } from '../../../console/forms/TextField.js';
import { useNoticeForm } from '../../../console/forms/use-command-form.js';
import type { PublicStatementState } from './types.js';
import { useWords } from '../../../console/words/use-words.js';
import { StatementFiguresList } from './StatementFigures.js';

type Version = PublicStatementState['versions'][number];

interface StatementDialogProps {
  notice: string;
  figures: Version['figures'];
  last: Version | null;
  onClose: () => void;
}

export function StatementDialog({ notice, figures, last, onClose }: StatementDialogProps) {
  const t = useWords();
  const form = useNoticeForm(notice, 'public-statement', {
    start: { title: last?.title ?? '', text: last?.text ?? '' },
    body: (texts) => texts,
    missing: t('publishing:publications.need'),
    done: t('publishing:publications.done'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('publishing:publications.statement.ask')}
      body={t('publishing:publications.statement.body')}
      go={t('publishing:publications.go')}
    >
      <TextField label={t('publishing:publications.heading')} {...form.field('title')} />
      <TextField label={t('publishing:publications.statement.text')} rows={10} {...form.field('text')} />
      <StatementFiguresList figures={figures} />
    </CommandDialog>
  );
}
