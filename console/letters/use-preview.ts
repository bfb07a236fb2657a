import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LetterNote } from '../../domain/letters/letter.js';
import { call } from '../http/call.js';
import type { Letter, Notice } from '../http/types.js';
import { useSettled } from '../state/settled.js';

export interface AheadLetter extends Pick<Letter, 'kind' | 'language' | 'to' | 'subject' | 'text' | 'counts'> {
  when: 'approval' | 'effect';
  problem: string | null;
  notes: LetterNote[];
}

export interface LetterDraftWords {
  language: string;
  salutation: string;
  remarks: string;
}

export interface Preview {
  items: readonly AheadLetter[];
  words: LetterDraftWords;
  change: (words: Partial<LetterDraftWords>) => void;
  isReady: boolean;
  /** Whether the preview lags behind the typed text. */
  isBehind: boolean;
  error: Error | null;
}

/** The letters that submitting the current drafts would send, updated while the person types. */
export function useLetterPreview(notice: Notice, enabled: boolean): Preview {
  const [words, setWords] = useState<LetterDraftWords>({
    language: notice.answer.language.slice(0, 2),
    salutation: '',
    remarks: '',
  });
  const settledBody = useSettled(JSON.stringify(buildBody(words)));
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['notice', notice.id, 'letters-preview', notice.draftRevision, settledBody],
    queryFn: ({ signal }) =>
      call<{ items: AheadLetter[] }>('POST', `/v1/notices/${notice.id}/letters/preview`, {
        body: JSON.parse(settledBody) as object,
        signal,
        background: true,
      }),
    enabled,
    // Shows the previous text until the new one arrives, so that the layout does not jump.
    placeholderData: (before) => before,
    gcTime: 10_000,
    retry: false,
  });
  return {
    items: data?.items ?? [],
    words,
    change: (next) => setWords((before) => ({ ...before, ...next })),
    isReady: data !== undefined,
    isBehind: isPlaceholderData || settledBody !== JSON.stringify(buildBody(words)),
    error,
  };
}

const buildBody = ({ language, salutation, remarks }: LetterDraftWords) => ({
  language,
  fields: {
    ...(salutation.trim() === '' ? {} : { salutation: salutation.trim() }),
    ...(remarks.trim() === '' ? {} : { remarks: remarks.trim() }),
  },
});
