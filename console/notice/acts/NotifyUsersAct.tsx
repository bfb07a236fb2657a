import { Segments, toOptions } from '../../forms/Segments.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { ReasonField } from '../../forms/TextField.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import type { Notice } from '../../http/types.js';
import { useWords } from '../../words/use-words.js';

const WAYS = ['again', 'notified_otherwise'] as const;

/** Handles user notices that the platform did not deliver: retries them, or records that people did it another way. */
export function NotifyUsersAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const start: { action: (typeof WAYS)[number]; reason: string } = { action: 'again', reason: '' };
  const form = useNoticeForm(notice.id, 'notify-users', {
    start,
    done: ({ messages }: { messages: number }) => t('acts:userNotice.done', { count: messages }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('acts:userNotice.title')}
      body={t(`acts:userNotice.body.${form.values.action}`)}
      go={t('acts:userNotice.go')}
    >
      <Segments
        label={t('acts:userNotice.title')}
        options={toOptions(WAYS, (way) => t(`acts:userNotice.way.${way}`))}
        {...form.field('action')}
      />
      <ReasonField {...form.field('reason')} autoFocus={false} />
    </CommandDialog>
  );
}
