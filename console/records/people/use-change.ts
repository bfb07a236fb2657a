import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isPending, type RequestedChange } from '../../http/pending-change.js';
import { call } from '../../http/call.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';

interface Change<Answer> {
  method: 'POST' | 'DELETE';
  path: string;
  done: string;
  onDone?: (answer: Answer) => void;
  /** Called instead of showing `done` if another person has to confirm the change. */
  onRequested?: () => void;
}

/** A write to people, keys, sessions or pending changes; refreshes the lists that show them. */
export function useChange<Answer = unknown>({ method, path, done, onDone, onRequested }: Change<Answer>) {
  const t = useWords();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body?: unknown) => call<Answer | RequestedChange>(method, path, body === undefined ? {} : { body }),
    onSuccess: (answer) => {
      if (isPending(answer)) {
        say(t('records:changes.waits'));
        onRequested?.();
        return;
      }
      say(done);
      onDone?.(answer);
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['records'] }),
        queries.invalidateQueries({ queryKey: ['people'] }),
        queries.invalidateQueries({ queryKey: ['colleagues'] }),
      ]),
  });
}
