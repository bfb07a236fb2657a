import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isAsked, type AskedChange } from '../../http/asked.js';
import { call } from '../../http/call.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';

interface Change<Answer> {
  method: 'POST' | 'DELETE';
  path: string;
  /** What is said once it is done. */
  done: string;
  onDone?: (answer: Answer) => void;
  /** Another person has to confirm it; that is said in place of `done`. */
  onAsked?: () => void;
}

/** One change of people, keys, sessions or of what waits; what shows them is read again. */
export function useChange<Answer = unknown>({ method, path, done, onDone, onAsked }: Change<Answer>) {
  const t = useWords();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body?: unknown) => call<Answer | AskedChange>(method, path, body === undefined ? {} : { body }),
    onSuccess: (answer) => {
      if (isAsked(answer)) {
        say(t('records:changes.waits'));
        onAsked?.();
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
