import { findOneOf } from '../../../domain/is-one-of.js';
import { codeOfCategory } from '../../../domain/reports/content-category.js';
import { STATEMENT_CATEGORIES } from '../../../domain/events/published.js';
import { CommandDialog } from '../../../console/forms/CommandDialog.js';
import { TextField } from '../../../console/forms/TextField.js';
import { useCommandForm } from '../../../console/forms/use-command-form.js';
import type { Notice } from '../../../console/http/types.js';
import { noticeKeys } from '../../../console/http/use-write.js';
import { Menu } from '../../../console/parts/Menu.js';
import { useWords } from '../../../console/words/use-words.js';
import { categoryWords } from '../../../console/enforcement/category-words.js';

/**
 * Collects what the record cannot supply: the category of the items and when they were posted. Another person approves
 * it before it is sent.
 */
export function StateReasonsDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/notices/${notice.id}/statements`,
    refresh: noticeKeys(notice.id),
    start: { category: readCategory(notice), contentDate: '' },
    why: ({ category, contentDate }) =>
      category !== '' && /^\d{4}-\d{2}-\d{2}$/.test(contentDate) ? null : t('publishing:statements.why'),
    done: ({ drafted }: { drafted: number }) => t('publishing:statements.done', { count: drafted }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('publishing:statements.ask')}
      body={t('publishing:statements.body')}
      go={t('publishing:statements.go')}
    >
      <Menu
        label={t('publishing:statements.category')}
        options={STATEMENT_CATEGORIES.map((value) => ({ value, label: categoryWords(value) }))}
        {...form.field('category')}
      />
      <TextField label={t('publishing:statements.contentDate')} {...form.field('contentDate')} />
    </CommandDialog>
  );
}

function readCategory({ category }: Notice): string {
  return category === null ? '' : (findOneOf(STATEMENT_CATEGORIES, codeOfCategory(category)) ?? '');
}
