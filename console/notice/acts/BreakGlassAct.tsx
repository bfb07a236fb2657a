import { CommandDialog } from '../../forms/CommandDialog.js';
import { ReasonField, TextField } from '../../forms/TextField.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';

/** Maximum and default length of one access, in hours (docs/working/counsel.md). */
const MAX_HOURS = 24;
const HOURS = 4;

/** Takes break-glass access for some hours and states beforehand who is notified. */
export default function BreakGlassAct({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useWords();
  const isLength = (hours: number) => Number.isInteger(hours) && hours >= 1 && hours <= MAX_HOURS;
  const form = useNoticeForm(id, 'break-glass', {
    start: { reason: '', hours: String(HOURS) },
    body: ({ reason, hours }) => ({ reason: reason.trim(), hours: Number(hours) }),
    why: ({ hours }) => (isLength(Number(hours)) ? null : t('acts:breakGlass.hoursWhy')),
    done: ({ until }: { until: string }) => t('acts:breakGlass.done', { until: formatInstant(until) }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('acts:breakGlass.title')}
      body={t('acts:breakGlass.body')}
      go={t('acts:breakGlass.go')}
      danger
    >
      <ReasonField {...form.field('reason')} />
      <TextField label={t('acts:breakGlass.hours')} type="number" min={1} max={MAX_HOURS} {...form.field('hours')} />
    </CommandDialog>
  );
}
