import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';
import { call, makeKey } from './call.js';
import { isPassing } from './problem.js';

type WriteMethod = 'POST' | 'PATCH' | 'DELETE';

export interface Write<Answer, Body> {
  method?: WriteMethod;
  /** Where to send the body, or how, if that is not one JSON request. */
  to: string | ((body: Body, key: string) => Promise<Answer>);
  /** The queries it affects, whether it succeeds or not. */
  refresh: readonly QueryKey[];
  /** The message afterwards. */
  done?: string | ((answer: Answer, body: Body) => string | undefined);
  onDone?: (answer: Answer, body: Body) => void;
  /** The message if another person has to confirm the change. */
  pending?: string;
  onPending?: () => void;
}

export const noticeKeys = (id: string): QueryKey[] => [['notice', id], ['live']];
export const RECORD_KEYS: readonly QueryKey[] = [['records'], ['people'], ['colleagues']];
export const ALL_KEYS: readonly QueryKey[] = [[]];

/** Sends a write. The same body sent again after a lost response has the same idempotency key, so it acts once. */
export function useWrite<Answer = unknown, Body = unknown>(write: Write<Answer, Body>) {
  const { method = 'POST', to, refresh, done, onDone, pending, onPending } = write;
  const t = useWords();
  const queries = useQueryClient();
  const lost = useRef<{ body: Body; key: string } | null>(null);
  return useMutation({
    mutationFn: async (body: Body): Promise<Answer | RequestedChange> => {
      const key = lost.current !== null && isSame(lost.current.body, body, to) ? lost.current.key : makeKey();
      lost.current = null;
      try {
        if (typeof to === 'function') return await to(body, key);
        return await call<Answer | RequestedChange>(method, to, method === 'DELETE' ? { key } : { key, body });
      } catch (error) {
        if (isPassing(error)) lost.current = { body, key };
        throw error;
      }
    },
    onSuccess: (answer, body) => {
      if (isPending(answer)) {
        say(pending ?? t('frame:waits'));
        onPending?.();
        return;
      }
      const message = typeof done === 'function' ? done(answer, body) : done;
      if (message !== undefined) say(message);
      onDone?.(answer, body);
    },
    // Also after a rejection, which may mean that the screen is stale.
    onSettled: () => Promise.all(refresh.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}

/** What is not sent as JSON is compared by identity, because two files look the same as JSON. */
function isSame(one: unknown, other: unknown, to: unknown): boolean {
  return one === other || (typeof to === 'string' && JSON.stringify(one) === JSON.stringify(other));
}

/** The response when the change needs confirmation by another person. */
interface RequestedChange {
  change: string;
  state: 'pending';
}

function isPending(answer: unknown): answer is RequestedChange {
  return typeof answer === 'object' && answer !== null && 'change' in answer && 'state' in answer;
}
