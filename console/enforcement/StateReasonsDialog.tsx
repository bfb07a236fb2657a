import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { findOneOf } from '../../domain/is-one-of.js';
import { codeOfCategory } from '../../domain/reports/content-category.js';
import { STATEMENT_CATEGORIES } from '../../domain/reports/statement.js';
import { call, makeKey } from '../http/call.js';
import type { Notice } from '../http/types.js';
import { ActDialog, ActField } from '../notice/acts/ActDialog.js';
import { Menu } from '../parts/Menu.js';
import { say } from '../state/message.js';
import { categoryWords } from './category-words.js';
import { useWords } from '../words/use-words.js';

interface Stated {
  drafted: number;
}

/**
 * Collects what the record cannot supply: the category of the items and when they were posted. Another person approves
 * it before it is sent.
 */
export function StateReasonsDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [category, setCategory] = useState<string>(readCategory(notice));
  const [contentDate, setContentDate] = useState('');
  const state = useMutation({
    mutationFn: () =>
      call<Stated>('POST', `/v1/notices/${notice.id}/statements`, { body: { category, contentDate }, key: makeKey() }),
    onSuccess: ({ drafted }) => {
      say(t('publishing:statements.done', { count: drafted }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice.id] }),
  });
  const isWhole = category !== '' && /^\d{4}-\d{2}-\d{2}$/.test(contentDate);
  return (
    <ActDialog
      title={t('publishing:statements.ask')}
      body={t('publishing:statements.body')}
      go={t('publishing:statements.go')}
      why={isWhole ? null : t('publishing:statements.why')}
      pending={state.isPending}
      error={state.error}
      onGo={() => state.mutate()}
      onClose={onClose}
    >
      <Menu
        label={t('publishing:statements.category')}
        value={category}
        options={STATEMENT_CATEGORIES.map((value) => ({ value, label: categoryWords(value) }))}
        onChange={setCategory}
      />
      <ActField label={t('publishing:statements.contentDate')} value={contentDate} onChange={setContentDate} />
    </ActDialog>
  );
}

function readCategory({ category }: Notice): string {
  return category === null ? '' : (findOneOf(STATEMENT_CATEGORIES, codeOfCategory(category)) ?? '');
}
