import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { call, read } from '../http/call.js';
import { useMay } from '../http/may.js';
import { sessionStore } from '../http/session.js';
import type { PresenceItem } from '../http/types.js';

export interface Present {
  others: string[];
  doing: PresenceItem['doing'];
}

const ASK_MS = 15_000;

/** Other people's presence, by notice id. The reader is left out. */
export function usePresence(): Map<string, Present> {
  const may = useMay();
  const items = useQuery({
    enabled: may('notice.read_facts'),
    queryKey: ['presence'],
    queryFn: ({ signal }) => read<{ items: PresenceItem[] }>('/v1/presence?limit=200', { signal, background: true }),
    refetchInterval: ASK_MS,
  }).data?.items;
  return useMemo(() => {
    const me = sessionStore.get().session?.person.id;
    const present = new Map<string, Present>();
    for (const { notice, person, name, doing } of items ?? []) {
      if (person === me || doing === 'reading') continue;
      const before = present.get(notice);
      present.set(notice, { doing, others: [...(before?.others ?? []), name] });
    }
    return present;
  }, [items]);
}

/**
 * Reports the reader's presence and returns that of others. `at` is the number of the target under the cursor; it
 * triggers a new report only every ten targets.
 */
export function useBeingAt(notice: string, doing: PresenceItem['doing'], at: number | null): PresenceItem[] {
  const others = useQuery({
    queryKey: ['presence', notice, doing, at === null ? null : Math.floor(at / 10)],
    queryFn: async ({ signal }) => {
      const body = { doing, ...(at === null ? {} : { at }) };
      return call<{ items: PresenceItem[] }>('PUT', `/v1/notices/${notice}/presence`, {
        body,
        signal,
        background: true,
      });
    },
    refetchInterval: ASK_MS,
    placeholderData: (before) => before,
  }).data;
  useEffect(
    () => () => {
      void call('DELETE', `/v1/notices/${notice}/presence`, { background: true }).catch(() => undefined);
    },
    [notice],
  );
  return others?.items ?? [];
}
