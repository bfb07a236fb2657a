import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { call, read } from '../http/call.js';
import { useMay } from '../http/may.js';
import type { Look } from '../http/types.js';
import { toRanges } from '../../domain/targets/target-numbers.js';
import type { SubmissionRecord } from '../approval/types.js';

type Place = Pick<SubmissionRecord, 'number' | 'purpose'>;

export const OF_DRAFTS = 0;

const lookQuery = (notice: string, submission: number) =>
  queryOptions({
    queryKey: ['notice', notice, 'look', submission],
    queryFn: ({ signal }) => {
      const which = submission === 0 ? '' : `?submission=${submission}`;
      return read<Look>(`/v1/notices/${notice}/look${which}`, { signal, background: true });
    },
  });

/** What the reader last looked at; the first look is recorded by itself. `submission`: 0 for the drafts. */
export function useLook(notice: string, submission: number): { look: Look | undefined; markSeen: () => void } {
  const may = useMay()('notice.read_documents');
  const queries = useQueryClient();
  const query = lookQuery(notice, submission);
  const { data: look } = useQuery({ ...query, enabled: may });
  const isFirst = look?.last === null;
  const send = async () => {
    await call('POST', `/v1/notices/${notice}/look`, { body: { submission }, background: true });
    await queries.invalidateQueries({ queryKey: ['notice', notice, 'look'] });
  };
  useEffect(() => {
    if (isFirst) void send().catch(() => undefined);
    // oxlint-disable-next-line react/exhaustive-deps -- once for each place
  }, [isFirst, notice, submission]);
  return { look, markSeen: () => void send() };
}

/** The rows of a submission that the reader has ticked as viewed. */
export function useViewed(notice: string, { number }: Place) {
  const may = useMay()('notice.read_documents');
  const queries = useQueryClient();
  const query = lookQuery(notice, number);
  const { data } = useQuery({ ...query, enabled: may });
  const viewed = useMemo(() => new Set((data?.viewed ?? []).flatMap(expand)), [data]);
  const tick = (numbers: readonly number[], on: boolean) => {
    const next = new Set(viewed);
    for (const no of numbers) {
      if (on) next.add(no);
      else next.delete(no);
    }
    queries.setQueryData(query.queryKey, (before) => before && { ...before, viewed: toRanges(next) });
    const body = { submission: number, ranges: toRanges(numbers), viewed: on };
    void call('POST', `/v1/notices/${notice}/viewed`, { body }).finally(() => {
      void queries.invalidateQueries({ queryKey: query.queryKey });
    });
  };
  return { isViewed: (no: number) => viewed.has(no), count: viewed.size, tick };
}

function expand([from, to]: readonly [number, number]): number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}
