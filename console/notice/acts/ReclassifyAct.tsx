import { SECRECY_LEVELS } from '../../../domain/notices/notice.js';
import { Segments, toOptions } from '../../forms/Segments.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { ReasonField, TextField } from '../../forms/TextField.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import type { Commanded } from '../../http/commands.js';
import type { Notice } from '../../http/types.js';
import { useWords } from '../../words/use-words.js';

const toEntries = (text: string) => text.split(/[\s,]+/).filter((entry) => entry !== '');

/** Changes the secrecy of a notice. The form starts with a pending request, if there is one. */
export function ReclassifyAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const request = notice.reclassification;
  const before = request?.secrecy ?? notice.secrecy;
  const until = before.until ?? null;
  const form = useNoticeForm(notice.id, 'reclassify', {
    start: { level: before.level, people: before.people.join(', '), reason: '' },
    body: ({ level, people, reason }) => ({
      secrecy: { level, people: toEntries(people), ...(until === null || level === 'open' ? {} : { until }) },
      reason: reason.trim(),
    }),
    // The response says what to do if no other person can confirm the change.
    done: ({ result }: Commanded<{ state: 'in_effect' | 'pending' | 'dropped'; cure?: string }>) =>
      result === undefined
        ? undefined
        : t(result.cure === undefined ? `acts:reclassify.${result.state}` : 'acts:reclassify.pendingAlone'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('acts:reclassify.title')}
      body={
        request === null
          ? t('acts:reclassify.body')
          : t('acts:reclassify.waits', { name: request.byName, reason: request.reason })
      }
      go={t('acts:reclassify.go')}
    >
      <Segments
        label={t('intake:secrecy.label')}
        options={toOptions(SECRECY_LEVELS, (level) => t(`words:secrecy.${level}`))}
        {...form.field('level')}
      />
      <TextField label={t('acts:reclassify.people')} rows={2} {...form.field('people')} />
      <ReasonField {...form.field('reason')} />
    </CommandDialog>
  );
}
