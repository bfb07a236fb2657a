import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isPending, type RequestedChange } from '../http/pending-change.js';
import { call, read } from '../http/call.js';
import { makePasskey } from '../http/passkey.js';
import type { Page } from '../http/types.js';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';

export interface OwnPasskey {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

const KEY = ['passkeys'];
const PATH = '/v1/me/passkeys';

export function useOwnPasskeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => read<Page<OwnPasskey>>(`${PATH}?limit=200`, { signal }),
  });
}

function useOnPasskeys<Given, Done>(act: (given: Given) => Promise<Done>, onDone: (done: Done) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRegister(onDone: () => void) {
  const t = useWords();
  return useOnPasskeys(
    async (name: string) => {
      const options = await call<Parameters<typeof makePasskey>[0]>('POST', `${PATH}/options`, { body: {} });
      return call<OwnPasskey>('POST', PATH, { body: { name, response: await makePasskey(options) } });
    },
    ({ name }) => {
      say(t('passkeys:registered', { name }));
      onDone();
    },
  );
}

export function useRename(id: string, onDone: () => void) {
  const t = useWords();
  return useOnPasskeys(
    (name: string) => call<OwnPasskey>('PATCH', `${PATH}/${id}`, { body: { name } }),
    ({ name }) => {
      say(t('passkeys:renamed', { name }));
      onDone();
    },
  );
}

/** Removes a passkey; removing the last one may require a second person. */
export function useRemove({ id, name }: OwnPasskey) {
  const t = useWords();
  return useOnPasskeys(
    () => call<RequestedChange | undefined>('DELETE', `${PATH}/${id}`),
    (answer) => say(isPending(answer) ? t('passkeys:removeRequested') : t('passkeys:removed', { name })),
  );
}
