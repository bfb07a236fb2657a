import { GROUNDS_BY_ACTION } from '../../../domain/targets/ground.js';
import { DECISION_ACTIONS } from '../../../domain/targets/decision-action.js';
import { readNumbers } from '../../enforcement/numbers.js';
import { SelectField } from '../../forms/choices.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import type { Notice } from '../../http/types.js';
import { useWords } from '../../words/use-words.js';

const MAX_ITEMS = 1_000;

/** Marks decided targets as golden; another person confirms them in the list of golden sets. */
export default function GoldenAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const form = useNoticeForm(notice.id, 'golden', {
    start: { set: '', targets: '', action: '', ground: '' },
    missing: t('second-review:golden.needSet'),
    why: ({ targets, action, ground }) =>
      readNumbers(targets, MAX_ITEMS) === null
        ? t('second-review:golden.needTargets')
        : action !== '' && ground === ''
          ? t('notice:decide.needGround')
          : null,
    body: ({ set, targets, action, ground }) => ({
      set: set.trim(),
      targets: readNumbers(targets, MAX_ITEMS) ?? [],
      ...(action === '' ? {} : { agreed: { action, grounds: [ground] } }),
    }),
    done: ({ marked }: { marked: number[] }) => t('second-review:golden.marked', { count: marked.length }),
    onClose,
  });
  const chosen = DECISION_ACTIONS.find((action) => action === form.values.action);
  const grounds = chosen === undefined ? [] : GROUNDS_BY_ACTION[chosen].filter((ground) => ground !== 'other');
  return (
    <CommandDialog
      form={form}
      title={t('second-review:golden.title')}
      body={t('second-review:golden.body')}
      go={t('second-review:golden.go')}
    >
      <TextField label={t('second-review:golden.set')} {...form.field('set')} />
      <TextField label={t('second-review:golden.numbers')} placeholder="1-20, 31" {...form.field('targets')} />
      <SelectField
        label={t('second-review:golden.agreed')}
        options={[
          { value: '', text: t('second-review:golden.asDecided') },
          ...DECISION_ACTIONS.map((value) => ({ value, text: t(`words:action.${value}`) })),
        ]}
        {...form.field('action')}
        onChange={(action) => form.change({ action, ground: '' })}
      />
      {chosen === undefined ? null : (
        <SelectField
          label={t('notice:decide.ground')}
          options={[
            { value: '', text: t('queue:assignTo.choose') },
            ...grounds.map((value) => ({ value, text: t(`words:ground.${value}`) })),
          ]}
          {...form.field('ground')}
        />
      )}
    </CommandDialog>
  );
}
