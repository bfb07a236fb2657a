import { useQuery } from '@tanstack/react-query';
import { MANUAL_EFFECTS, type ManualEffect } from '../../../domain/targets/manual-action.js';
import { readTargetNumbers } from '../../../domain/targets/target-numbers.js';
import { SegmentsField, SelectField } from '../../forms/choices.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { toOptions } from '../../forms/Segments.js';
import { TextField } from '../../forms/TextField.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import { pickInstant, readWhen } from '../../forms/when/when.js';
import { WhenField } from '../../forms/when/WhenField.js';
import { ownZone } from '../../forms/when/zones.js';
import { useMay } from '../../http/may.js';
import { documentsQuery } from '../../http/queries.js';
import type { Notice } from '../../http/types.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';

interface RecordForm {
  effect: ManualEffect;
  targets: string;
  doneAt: string;
  doneBy: string;
  evidence: string;
  document: string;
}

const EMPTY: RecordForm = { effect: 'withheld', targets: '', doneAt: '', doneBy: '', evidence: '', document: '' };

/** Records what was done on the platform by hand. */
export default function RecordManualAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const zone = ownZone();
  const readDoneAt = (text: string) => pickInstant(readWhen(text, { zone, now: nowMs() }));
  const documents = useQuery({ ...documentsQuery(notice.id), enabled: useMay()('notice.read_documents') });
  const files = documents.data?.items ?? [];
  const form = useNoticeForm(notice.id, 'manual-actions', {
    start: EMPTY,
    body: ({ effect, targets, doneAt, doneBy, evidence, document }) => {
      const read = readTargetNumbers(targets);
      const at = readDoneAt(doneAt);
      if ('wrong' in read || at === null) return null;
      const texts = { doneBy: doneBy.trim(), evidence: evidence.trim() };
      return { effect, targets: read.numbers, doneAt: at, ...texts, ...(document === '' ? {} : { document }) };
    },
    missing: t('manual:form.whoWhy'),
    why: ({ targets, doneAt, evidence, document }) => {
      const read = readTargetNumbers(targets);
      if ('wrong' in read) return t('manual:form.targetsWhy', { part: read.wrong });
      if (readDoneAt(doneAt) === null) return t('intake:when.why');
      return evidence.trim() === '' && document === '' ? t('manual:form.evidenceWhy') : null;
    },
    done: t('manual:form.done'),
    onClose,
  });
  const { field } = form;
  return (
    <CommandDialog form={form} title={t('manual:form.title')} body={t('manual:form.body')} go={t('manual:form.go')}>
      <SegmentsField
        label={t('manual:form.effect')}
        options={toOptions(MANUAL_EFFECTS, (effect) => t(`words:manual.${effect}`))}
        {...field('effect')}
      />
      <TextField label={t('manual:form.targets')} help={t('manual:form.targetsHelp')} {...field('targets')} autoFocus />
      <WhenField label={t('manual:form.doneAt')} zone={zone} {...field('doneAt')} />
      <TextField label={t('manual:form.doneBy')} help={t('manual:form.doneByHelp')} {...field('doneBy')} />
      <TextField
        label={t('manual:form.evidence')}
        help={t('manual:form.evidenceHelp')}
        rows={3}
        {...field('evidence')}
      />
      {files.length === 0 ? null : (
        <SelectField
          label={t('manual:form.document')}
          options={[
            { value: '', text: t('manual:form.noDocument') },
            ...files.map(({ sha256, name }) => ({ value: sha256, text: name })),
          ]}
          {...field('document')}
        />
      )}
    </CommandDialog>
  );
}
