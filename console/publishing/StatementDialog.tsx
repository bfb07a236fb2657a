import { useState } from 'react';
import type { PublicStatementState } from '../http/types.js';
import { ActDialog, ActField } from '../notice/acts/ActDialog.js';
import { useWords } from '../words/use-words.js';
import { usePublishing } from './queries.js';
import { StatementFiguresList } from './StatementFigures.js';

type Version = PublicStatementState['versions'][number];

export function StatementDialog(props: {
  notice: string;
  figures: Version['figures'];
  last: Version | null;
  onClose: () => void;
}) {
  const { notice, figures, last, onClose } = props;
  const t = useWords();
  const [title, setTitle] = useState(last?.title ?? '');
  const [text, setText] = useState(last?.text ?? '');
  const draft = usePublishing(notice, { done: t('publishing:publications.done'), onDone: onClose });
  return (
    <ActDialog
      title={t('publishing:publications.statement.ask')}
      body={t('publishing:publications.statement.body')}
      go={t('publishing:publications.go')}
      why={title.trim() === '' || text.trim() === '' ? t('publishing:publications.need') : null}
      pending={draft.isPending}
      error={draft.error}
      onGo={() => draft.mutate({ path: 'public-statement', body: { title, text } })}
      onClose={onClose}
    >
      <ActField label={t('publishing:publications.heading')} value={title} onChange={setTitle} />
      <ActField label={t('publishing:publications.statement.text')} value={text} rows={10} onChange={setText} />
      <StatementFiguresList figures={figures} />
    </ActDialog>
  );
}
