import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LetterNote } from '../../domain/letter/letter.js';
import { call } from '../http/call.js';
import type { Letter, Notice } from '../http/types.js';
import { useSettled } from '../state/settled.js';

export interface AheadLetter extends Pick<Letter, 'kind' | 'language' | 'to' | 'subject' | 'text' | 'counts'> {
  when: 'approval' | 'effect';
  problem: string | null;
  notes: LetterNote[];
}

export interface LetterWords {
  language: string;
  salutation: string;
  remarks: string;
}

export interface Preview {
  items: readonly AheadLetter[];
  words: LetterWords;
  change: (words: Partial<LetterWords>) => void;
  isReady: boolean;
  /** Whether the preview lags behind the typed text. */
  isBehind: boolean;
  error: Error | null;
}

/** The letters that submitting the current drafts would send, updated while the person types. */
export function usePreview(notice: Notice, enabled: boolean): Preview {
  const [words, setWords] = useState<LetterWords>({
    language: notice.language.slice(0, 2),
    salutation: '',
    remarks: '',
  });
  const asked = useSettled(JSON.stringify(bodyOf(words)));
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['notice', notice.id, 'letters-preview', notice.draftRevision, asked],
    queryFn: ({ signal }) =>
      call<{ items: AheadLetter[] }>('POST', `/v1/notices/${notice.id}/letters/preview`, {
        body: JSON.parse(asked) as object,
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
    isBehind: isPlaceholderData || asked !== JSON.stringify(bodyOf(words)),
    error,
  };
}

const bodyOf = ({ language, salutation, remarks }: LetterWords) => ({
  language,
  fields: {
    ...(salutation.trim() === '' ? {} : { salutation: salutation.trim() }),
    ...(remarks.trim() === '' ? {} : { remarks: remarks.trim() }),
  },
});
