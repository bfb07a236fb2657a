import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../http/call.js';
import { say } from '../../state/message.js';

interface Change<Answer> {
  method: 'POST' | 'DELETE';
  path: string;
  /** What is said once it is done. */
  done: string;
  onDone?: (answer: Answer) => void;
}

/** One change of people, keys or sessions; what shows them is read again. */
export function useChange<Answer = unknown>({ method, path, done, onDone }: Change<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body?: unknown) => call<Answer>(method, path, body === undefined ? {} : { body }),
    onSuccess: (answer) => {
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
