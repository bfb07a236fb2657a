import { useState } from 'react';
import type { LumenState } from '../http/types.js';
import { ActDialog, ActField } from '../notice/acts/ActDialog.js';
import { useWords } from '../words/use-words.js';
import { usePublishing } from './queries.js';
import { Redactions } from './Redactions.js';

export function LumenDialog(props: {
  notice: string;
  proposal: NonNullable<LumenState['proposal']>;
  onClose: () => void;
}) {
  const { notice, proposal, onClose } = props;
  const t = useWords();
  const { redactions, urls, ...proposed } = proposal;
  const [texts, setTexts] = useState(proposed);
  const draft = usePublishing(notice, { done: t('publishing:publications.done'), onDone: onClose });
  const set = (part: Partial<typeof texts>) => setTexts({ ...texts, ...part });
  return (
    <ActDialog
      title={t('publishing:publications.lumen.ask')}
      body={t('publishing:publications.lumen.body')}
      go={t('publishing:publications.go')}
      why={texts.title.trim() === '' ? t('publishing:publications.need') : null}
      pending={draft.isPending}
      error={draft.error}
      onGo={() => draft.mutate({ path: 'lumen', body: texts })}
      onClose={onClose}
    >
      <ActField label={t('publishing:publications.heading')} value={texts.title} onChange={(title) => set({ title })} />
      <ActField
        label={t('publishing:publications.lumen.subject')}
        value={texts.subject}
        onChange={(subject) => set({ subject })}
      />
      <ActField
        label={t('publishing:publications.lumen.reference')}
        value={texts.reference}
        onChange={(reference) => set({ reference })}
      />
      <ActField
        label={t('publishing:publications.lumen.document')}
        value={texts.body}
        rows={10}
        onChange={(body) => set({ body })}
      />
      <label className="tick">
        <input type="checkbox" checked={texts.items} onChange={(event) => set({ items: event.target.checked })} />
        {t('publishing:publications.lumen.items', { count: urls })}
      </label>
      <Redactions title={t('publishing:publications.lumen.accepted')} redactions={redactions} />
    </ActDialog>
  );
}
