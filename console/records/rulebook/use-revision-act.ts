import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../http/call.js';
import { say } from '../../state/message.js';

export function useRevisionAct(path: string, done: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Record<string, string>) => call('POST', path, { body }),
    onSuccess: () => say(done),
    onSettled: () => queries.invalidateQueries(),
  });
}
