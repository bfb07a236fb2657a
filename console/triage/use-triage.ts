import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Details } from '../../domain/notices/details.js';
import { useCommandForm, useNoticeForm, type CommandForm } from '../forms/use-command-form.js';
import { call } from '../http/call.js';
import type { Notice, TriagePreview } from '../http/types.js';
import { noticeKeys } from '../http/use-write.js';
import { useWords } from '../words/use-words.js';
import {
  findUnclear,
  QUESTIONS,
  startTriage,
  toClockAnswers,
  toTriageBody,
  type TriageQuestion,
  type TriageForm,
} from './answers.js';

export interface Triage {
  notice: Notice;
  form: CommandForm<TriageForm>;
  /** What the document states by its kind; it is stored first, outside the workflow. */
  details: CommandForm<{ details: Details }>;
  /** Sends all answers. */
  start: () => void;
  /** What the chosen law asks and starts; undefined until it has loaded. */
  preview: TriagePreview | undefined;
  previewError: Error | null;
  /** The open question, or the check of all answers. */
  open: TriageQuestion | 'check';
  show: (place: TriageQuestion | 'check') => void;
  isAnswered: (question: TriageQuestion) => boolean;
  answer: (question: TriageQuestion) => void;
  missing: readonly TriageQuestion[];
}

const QUESTION_OF: Partial<Record<string, TriageQuestion>> = {
  checklist: 'complete',
  authenticity: 'who',
  regime: 'law',
  category: 'law',
  facts: 'when',
  effectiveUntil: 'when',
  orderedDeadline: 'deadline',
};

export function useTriage(notice: Notice): Triage {
  const t = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState<TriageQuestion | 'check'>('complete');
  // After review has begun, only what changes has to be answered again.
  const [answered, setAnswered] = useState<readonly TriageQuestion[]>(notice.stage === 'triage' ? [] : QUESTIONS);
  const [checkedLaw, setCheckedLaw] = useState(notice.regime.id);
  const [asked, setAsked] = useState<TriagePreview['checklist']>([]);
  const form = useNoticeForm(notice.id, 'triage', {
    start: startTriage(notice),
    body: (values) => toTriageBody(notice, values, asked),
    why: (values) => (findUnclear(notice, values) === null ? null : t('triage:unread')),
    done: t(notice.stage === 'triage' ? 'triage:started' : 'triage:changed'),
    onDone: () => void navigate({ to: '/notices/$id', params: { id: notice.id } }),
  });
  // A refused answer opens its question, where the field says why.
  const [seenErrors, setSeenErrors] = useState(form.errors);
  if (form.errors !== seenErrors) {
    setSeenErrors(form.errors);
    const refused = [...form.errors.keys()].map((path) => QUESTION_OF[path.split('/')[1] ?? '']);
    const first = refused.find((question) => question !== undefined);
    if (first !== undefined) setOpen(first);
  }
  const details = useCommandForm({
    to: `/v1/notices/${notice.id}/details`,
    refresh: noticeKeys(notice.id),
    start: { details: { ...notice.details } },
    body: ({ details: fields }) => ({ details: fields }),
    onDone: form.send,
  });
  const isSame = JSON.stringify(details.values.details) === JSON.stringify(notice.details);
  const { data: preview, error } = usePreview(notice, form.values);
  if (preview !== undefined && preview.checklist !== asked) setAsked(preview.checklist);
  // Another law has another checklist, which nobody has answered yet.
  const isAnswered = (question: TriageQuestion) =>
    answered.includes(question) && (question !== 'complete' || checkedLaw === form.values.regime || asked.length === 0);
  const missing = QUESTIONS.filter((question) => !isAnswered(question));
  return {
    notice,
    form,
    details,
    start: () => (isSame || form.why !== null ? form.send() : details.send()),
    preview,
    previewError: error,
    open,
    show: setOpen,
    isAnswered,
    answer: (question) => {
      setAnswered((before) => [...before, question]);
      if (question === 'complete') setCheckedLaw(form.values.regime);
      setOpen(missing.find((other) => other !== question) ?? 'check');
    },
    missing,
  };
}

function usePreview(notice: Notice, values: TriageForm) {
  const body = toClockAnswers(notice, values);
  return useQuery({
    queryKey: ['notice', notice.id, 'triage-preview', body],
    queryFn: ({ signal }) =>
      call<TriagePreview>('POST', `/v1/notices/${notice.id}/triage/preview`, { body, signal, background: true }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
