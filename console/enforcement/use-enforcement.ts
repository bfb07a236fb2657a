import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { read } from '../http/call.js';
import { HttpProblemError } from '../http/problem.js';
import type { Enforcement } from '../http/types.js';
import { computePhase } from './progress.js';

const POLL_MS = 2_000;

const buildPath = (notice: string, submission: number | null) => ({
  path: `/v1/notices/${notice}/enforcement`,
  query: submission === null ? '' : `?submission=${submission}`,
});

const enforcementQuery = (notice: string, submission: number | null) =>
  queryOptions({
    queryKey: ['notice', notice, 'enforcement', submission ?? 'latest'],
    queryFn: async ({ signal }): Promise<Enforcement | null> => {
      const { path, query } = buildPath(notice, submission);
      try {
        return await read<Enforcement>(path + query, { signal });
      } catch (error) {
        // A 404 means that nothing was submitted yet, which is not an error.
        if (error instanceof HttpProblemError && error.status === 404) return null;
        throw error;
      }
    },
  });

/** The progress of a submission, live from the event stream while it runs; polls every 2 s without a stream. */
export function useEnforcement(notice: string, submission: number | null, { isOn }: { isOn: boolean }) {
  const queries = useQueryClient();
  const [streams, setStreams] = useState(false);
  const options = enforcementQuery(notice, submission);
  const query = useQuery({
    ...options,
    enabled: isOn,
    refetchInterval: ({ state }) => (isMoving(state.data) && !streams ? POLL_MS : false),
  });
  const moving = isMoving(query.data);
  useEffect(() => {
    if (!moving) return;
    const { path, query: which } = buildPath(notice, submission);
    const source = new EventSource(`${path}/events${which}`);
    source.addEventListener('open', () => setStreams(true));
    source.addEventListener('error', () => setStreams(false));
    source.addEventListener('enforcement', (event) => {
      const progress = JSON.parse((event as MessageEvent<string>).data) as Enforcement;
      queries.setQueryData(enforcementQuery(notice, submission).queryKey, progress);
      if (progress.finishedAt !== null) void queries.invalidateQueries({ queryKey: ['notice', notice] });
    });
    return () => {
      source.close();
      setStreams(false);
    };
  }, [moving, notice, submission, queries]);
  return { ...query, streams };
}

function isMoving(progress: Enforcement | null | undefined): boolean {
  if (progress === null || progress === undefined) return false;
  const phase = computePhase(progress);
  return phase === 'running' || phase === 'paused';
}
