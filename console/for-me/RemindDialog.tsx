import { CommandDialog } from '../forms/CommandDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { pickInstant, readWhen } from '../forms/when/when.js';
import { WhenField } from '../forms/when/WhenField.js';
import { ownZone } from '../forms/when/zones.js';
import { waitingQuery } from '../http/counts.js';
import { forMeQuery } from '../http/queries.js';
import type { ForMeItem } from '../http/types.js';
import { formatShort } from '../parts/format.js';
import { nowMs } from '../state/now.js';
import { useWords } from '../words/use-words.js';

/** Marks an item as read until a time. */
export default function RemindDialog({ item, onClose }: { item: ForMeItem; onClose: () => void }) {
  const t = useWords();
  const zone = ownZone();
  const readTime = (text: string) => pickInstant(readWhen(text, { zone, now: nowMs() }));
  const form = useCommandForm({
    to: '/v1/me/seen',
    refresh: [forMeQuery.queryKey, waitingQuery('unread').queryKey],
    start: { remindAt: '' },
    body: ({ remindAt }) => ({ items: [item.key], remindAt: readTime(remindAt) }),
    why: ({ remindAt }) => (readTime(remindAt) === null ? t('for-me:remind.need') : null),
    done: (_, { remindAt }) => t('for-me:remind.at', { time: formatShort(readTime(remindAt) ?? '') }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('for-me:remind.title')}
      body={t('for-me:remind.body')}
      go={t('for-me:remind.go')}
      isQuick
    >
      <WhenField
        label={t('for-me:remind.when')}
        zone={zone}
        placeholder={t('intake:when.aheadPlaceholder')}
        {...form.field('remindAt')}
      />
    </CommandDialog>
  );
}
